//! The operator's program: good ones, and every bad one we could think of.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use kernel::{Random, ServiceId, SignedDuration, SubsidiaryCode, Timestamp};
use provisioners::Command;
use provisioners::command::{Config, OUTPUT_BYTES_MAX};
use services::contract::{Case, Subject};
use services::{
    Access, DeliveryOutcome, DeliveryRequest, OperationOutcome, OperationRequest, Provisioner, Unknown,
};

use crate::request;

/// A shell script as the operator's program, with a folder of its own as its first argument.
pub(crate) struct Program {
    folder: tempfile::TempDir,
    command: Command,
}

impl Program {
    fn of(script: &str) -> Program {
        Program::limited(script, Duration::from_secs(20))
    }

    fn limited(script: &str, time_limit: Duration) -> Program {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("deliver");
        // Written under another name first: a file still open for writing cannot be run.
        let draft = folder.path().join("draft");
        std::fs::write(&draft, format!("#!/bin/sh\ndir=$1\ninput=$(cat)\n{script}\n")).unwrap();
        std::fs::set_permissions(&draft, std::fs::Permissions::from_mode(0o755)).unwrap();
        std::fs::rename(&draft, &program).unwrap();
        let arguments = vec![folder.path().display().to_string()];
        let command = Command::new(Config { arguments, time_limit, ..Config::new(program) }).unwrap();
        Program { folder, command }
    }

    /// Does what the contract asks, one step at a time.
    pub(crate) fn faithful() -> Program {
        Program::of(
            r#"
            id=$(echo "$input" | sed -n 's/.*"service":"\([^"]*\)".*/\1/p')
            made="$dir/$id"
            case "$input" in *refused*) echo '{"status":"refused","reason":"no stock"}'; exit;; esac
            case "$input" in *'"action":"suspend"'*|*'"action":"resume"'*|*'"action":"delete"'*)
                case "$input" in *flaky*) [ -e "$made/asked" ] || { : > "$made/asked"; exit 3; };; esac
                [ -d "$made" ] || { echo '{"status":"absent"}'; exit; }
                case "$input" in
                    *'"action":"delete"'*) rm -r "$made";;
                    *) [ -e "$made/busy" ] || { : > "$made/busy"; echo '{"status":"in_progress"}'; exit; }
                       rm "$made/busy";;
                esac
                echo '{"status":"done"}'; exit;;
            esac
            case "$input" in
                *'"action":"progress"'*) [ -d "$made" ] || { echo '{"status":"absent"}'; exit; };;
            esac
            if mkdir "$made" 2>/dev/null; then
                case "$input" in *flaky*) echo 'lost the connection' >&2; exit 3;; esac
                echo '{"status":"in_progress","after_seconds":1}'
            else
                echo "{\"status\":\"delivered\",\"access\":[{\"label\":\"Name\",\"value\":\"$id\"}]}"
            fi"#,
        )
    }

    /// Makes another thing each time it is asked.
    pub(crate) fn forgetful() -> Program {
        Program::of(
            r#"
            case "$input" in *progress*) echo '{"status":"absent"}'; exit;; esac
            echo "{\"status\":\"delivered\",\"access\":[{\"label\":\"Name\",\"value\":\"$$\"}]}""#,
        )
    }

    fn path(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }
}

#[async_trait]
impl Subject for Program {
    fn provisioner(&self) -> &dyn Provisioner {
        &self.command
    }
    fn request(&self, service: ServiceId, case: Case) -> Option<DeliveryRequest> {
        let plan_code = match case {
            Case::Plain => "demo",
            Case::Unsure => "demo-flaky",
            Case::Refused => "demo-refused",
        };
        Some(request(service, plan_code))
    }
    async fn pause(&self, _: SignedDuration) {}
    fn made(&self, service: ServiceId) -> Option<usize> {
        Some(usize::from(self.folder.path().join(service.to_string()).is_dir()))
    }
}

fn service() -> ServiceId {
    Random::seeded(7).id(Timestamp::UNIX_EPOCH)
}

async fn answer(script: &str) -> Result<DeliveryOutcome, Unknown> {
    Program::of(script).command.deliver(&request(service(), "demo")).await
}

async fn reason(script: &str) -> String {
    answer(script).await.unwrap_err().0
}

#[tokio::test]
async fn the_program_reads_the_whole_request_and_little_of_our_environment() {
    let program = Program::of(
        r#"echo "$input" > "$dir/input"; env > "$dir/env"; pwd > "$dir/pwd"; echo '{"status":"by_hand"}'"#,
    );
    let outcome = program.command.deliver(&request(service(), "demo")).await;
    assert_eq!(outcome, Ok(DeliveryOutcome::ByHand));
    let id = service();
    let name = services::technical_name("srv", id);
    assert_eq!(
        program.path("input").trim(),
        format!(
            r#"{{"version":1,"action":"deliver","service":"{id}","name":"{name}","customer":"ab12345-ct","order_number":4711,"subsidiary":"FR","plan_code":"demo","product":"demo","configurations":[{{"label":"region","value":"europe"}}],"options":[{{"family":"memory","plan_code":"ram-64g","quantity":1}}]}}"#
        )
    );
    assert_eq!(program.path("pwd").trim(), "/");
    let environment = program.path("env");
    let names: Vec<&str> = environment.lines().filter_map(|line| line.split('=').next()).collect();
    let known = ["PATH", "LANG", "PWD", "OLDPWD", "SHLVL", "_"];
    assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
    assert!(names.contains(&"PATH"));
}

#[tokio::test]
async fn every_answer_is_understood() {
    let delivered = answer(
        r#"echo '{"status":"delivered","access":[{"label":"IPv4","value":"192.0.2.7"},{"label":"Key","value":"k","secret":true}],"more":1}'"#,
    )
    .await;
    let access = Access::default().with("IPv4", "192.0.2.7").with_secret("Key", "k");
    assert_eq!(delivered, Ok(DeliveryOutcome::Delivered(access)));
    assert_eq!(
        answer(r#"echo '{"status":"delivered"}'"#).await,
        Ok(DeliveryOutcome::Delivered(Access::default()))
    );
    assert_eq!(
        answer(r#"echo '{"status":"in_progress","after_seconds":5}'"#).await,
        Ok(DeliveryOutcome::InProgress { after: SignedDuration::from_secs(5) })
    );
    assert_eq!(
        answer(r#"echo '{"status":"refused","reason":"no stock"}'"#).await,
        Ok(DeliveryOutcome::Refused { reason: "no stock".to_owned() })
    );
}

#[tokio::test]
async fn the_program_reads_a_wish_and_its_answers_are_understood() {
    let asked = OperationRequest {
        service: service(),
        revision: 2,
        name: "srv-1".to_owned(),
        customer: "ab12345-ct".to_owned(),
        subsidiary: SubsidiaryCode::parse("FR").unwrap(),
        plan_code: "demo".to_owned(),
        product: "demo".to_owned(),
        reason: "unpaid".to_owned(),
    };
    let program = Program::of(r#"echo "$input" > "$dir/input"; echo '{"status":"done"}'"#);
    assert_eq!(program.command.suspend(&asked).await, Ok(OperationOutcome::Done));
    assert_eq!(
        program.path("input").trim(),
        format!(
            r#"{{"version":1,"action":"suspend","service":"{}","revision":2,"name":"srv-1","customer":"ab12345-ct","subsidiary":"FR","plan_code":"demo","product":"demo","reason":"unpaid"}}"#,
            service()
        )
    );
    let answered = |script| Program::of(script);
    let absent = answered(r#"echo '{"status":"absent"}'"#);
    assert_eq!(absent.command.delete(&asked).await, Ok(OperationOutcome::Done));
    assert!(absent.command.resume(&asked).await.is_err(), "what is not there cannot be opened");
    let refused = answered(r#"echo '{"status":"refused","reason":"locked"}'"#).command.delete(&asked).await;
    assert_eq!(refused, Ok(OperationOutcome::Refused { reason: "locked".to_owned() }));
    let confused = answered(r#"echo '{"status":"delivered"}'"#).command.suspend(&asked).await;
    assert!(confused.is_err());
}

#[tokio::test]
async fn a_failure_is_unknown_and_never_a_refusal() {
    assert_eq!(
        reason(r#"echo '{"status":"refused","reason":"x"}'; echo "no route to host" >&2; exit 1"#).await,
        "the program ended with exit status: 1: no route to host"
    );
    assert_eq!(reason(r#"kill -9 $$"#).await, "the program ended with signal: 9 (SIGKILL): ");
    assert_eq!(reason("true").await, "the answer is not understood at line 1, column 0");
    assert_eq!(reason(r#"echo '{"status":"absent"}'"#).await, "what was to be delivered is not known there");
}

#[tokio::test]
async fn an_answer_that_is_not_understood_is_not_quoted() {
    let told = reason(r#"echo '{"status":"delivered","access":"hunter2"}'"#).await;
    assert!(!told.contains("hunter2"), "{told}");
    let long =
        reason("i=0; while [ $i -lt 300 ]; do echo \"line $i of the errors\" >&2; i=$((i+1)); done; exit 1");
    let told = long.await;
    assert!(told.ends_with("line 299 of the errors") && told.len() < 400, "{told}");
}

#[tokio::test]
async fn a_program_that_writes_without_end_is_ended() {
    let started = Instant::now();
    assert_eq!(reason("yes").await, format!("the program wrote more than {OUTPUT_BYTES_MAX} bytes"));
    assert!(started.elapsed() < Duration::from_secs(15));
}

#[tokio::test]
async fn a_program_that_hangs_is_ended_with_all_its_children() {
    let program = Program::limited(
        r#"sleep 600 & echo $! > "$dir/child"; echo $$ > "$dir/self"; wait"#,
        Duration::from_secs(1),
    );
    let told = program.command.deliver(&request(service(), "demo")).await.unwrap_err().0;
    assert_eq!(told, "the program took longer than 1 s and was ended");
    for file in ["child", "self"] {
        let pid = program.path(file).trim().to_owned();
        assert!(!pid.is_empty());
        ended(&pid).await;
    }
}

#[tokio::test]
async fn a_program_is_ended_when_nobody_waits_for_it_any_more() {
    let program = Program::of(r#"sleep 600 & echo $! > "$dir/child"; wait"#);
    let asked = request(service(), "demo");
    let waited = tokio::time::timeout(Duration::from_millis(700), program.command.deliver(&asked)).await;
    assert!(waited.is_err());
    ended(program.path("child").trim()).await;
}

#[tokio::test]
async fn a_program_that_does_not_read_may_answer() {
    let program = Program::of("");
    let script = program.folder.path().join("deliver");
    std::fs::write(&script, "#!/bin/sh\nexec <&-\necho '{\"status\":\"by_hand\"}'\n").unwrap();
    let mut big = request(service(), "demo");
    big.configurations = vec![("note".to_owned(), "x".repeat(1_000_000))];
    assert_eq!(program.command.deliver(&big).await, Ok(DeliveryOutcome::ByHand));
}

#[tokio::test]
async fn a_program_that_cannot_be_started_is_unknown() {
    let program = Program::of("");
    std::fs::set_permissions(program.folder.path().join("deliver"), std::fs::Permissions::from_mode(0o644))
        .unwrap();
    let told = program.command.deliver(&request(service(), "demo")).await.unwrap_err().0;
    assert!(told.starts_with("the program did not start: "), "{told}");
}

/// Waits until a process is gone, or only a zombie nobody has collected yet.
async fn ended(pid: &str) {
    for _ in 0..100 {
        let stat = std::fs::read_to_string(Path::new("/proc").join(pid).join("stat")).unwrap_or_default();
        let state = stat.rsplit(')').next().unwrap_or_default().trim().chars().next();
        if state.is_none_or(|state| state == 'Z') {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("process {pid} goes on");
}
