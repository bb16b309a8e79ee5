//! PostgreSQL for tests: one shared server, or a private one that a test may stop.
//!
//! The binaries are those of the system's package. PostgreSQL refuses to run as root: there it runs as
//! `postgres`, or as `nobody`.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use db::Target;
use kernel::Secret;
use tempfile::TempDir;

/// After so many minutes without a test the shared server stops and leaves nothing behind.
const IDLE_MINUTES_MAX: u32 = 10;

/// A running server.
#[derive(Debug)]
pub struct Server {
    /// Holds `data` and the socket.
    folder: PathBuf,
    /// The folder's owner when the server is private.
    private: Option<TempDir>,
    /// Settings of its own.
    settings: String,
}

/// Where tests keep their files: in memory where the system has such a place. Nothing in it is cleared away while a process
/// that asked for it lives.
///
/// # Panics
/// When the place cannot be made.
#[must_use]
pub fn base() -> &'static Path {
    static BASE: OnceLock<(PathBuf, File)> = OnceLock::new();
    let (base, _used) = BASE.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let base = parent.join(format!("comptoir-tests-{}", user_id()));
        fs::create_dir_all(&base).expect("tests have a place for their files");
        // The server's user must be able to pass through.
        fs::set_permissions(&base, fs::Permissions::from_mode(0o755)).expect("the folder is ours");
        let used = File::create(base.join("used")).expect("tests have room for a file");
        used.lock_shared().expect("a file can be locked");
        (base, used)
    });
    base
}

/// The server that all tests share, started by the first that needs it.
///
/// # Panics
/// When PostgreSQL cannot be started: it prints why.
#[must_use]
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| {
        let server = Server { folder: base().join("pg"), private: None, settings: String::new() };
        let lock = File::create(base().join("pg.lock")).expect("tests have room for a file");
        lock.lock().expect("a lock file can be locked");
        if !server.is_running() {
            make_folder(&server.folder);
            server.initialise();
            server.start("-c fsync=off -c full_page_writes=off -c autovacuum=off");
            server.watch();
        }
        server
    })
}

impl Server {
    /// A server of one's own, which may be stopped and started; its writes do reach the disk.
    ///
    /// # Panics
    /// When PostgreSQL cannot be started: it prints why.
    #[must_use]
    pub fn private() -> Server {
        Server::private_with("")
    }

    /// As [`Server::private`], with more settings: `-c name=value …`.
    ///
    /// # Panics
    /// As [`Server::private`].
    #[must_use]
    pub fn private_with(settings: &str) -> Server {
        let owner = tempfile::Builder::new().prefix("pg-").tempdir_in(base());
        let owner = owner.expect("tests have room for a folder");
        fs::set_permissions(owner.path(), fs::Permissions::from_mode(0o755)).expect("the folder is ours");
        let server =
            Server { folder: owner.path().join("pg"), private: Some(owner), settings: settings.to_owned() };
        make_folder(&server.folder);
        server.initialise();
        server.start(&server.settings);
        server
    }

    /// The address of one of its databases.
    #[must_use]
    pub fn target(&self, database: &str) -> Target {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        Target::Postgres(Secret::new(format!("postgres://postgres@{folder}/{database}")))
    }

    /// The path of its socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }

    /// Stops a private server at once, as a crash does.
    ///
    /// # Panics
    /// When it cannot be stopped, and for the shared server: it is not one test's to stop.
    pub fn crash(&self) {
        assert!(self.private.is_some(), "the shared server is not one test's to stop");
        self.control(&["stop", "-m", "immediate"]);
    }

    /// Starts a private server again.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn restart(&self) {
        assert!(self.private.is_some(), "the shared server is not one test's to start");
        self.start(&self.settings);
    }

    /// Makes a private server accept TLS with this certificate, from its next start, which is now.
    ///
    /// # Panics
    /// When it cannot be started with it.
    pub fn protect(&self, certificate: &Path, key: &Path) {
        assert!(self.private.is_some(), "the shared server is not one test's to change");
        let data = self.folder.join("data");
        for (from, name) in [(certificate, "server.crt"), (key, "server.key")] {
            let to = data.join(name);
            fs::copy(from, &to).expect("the server's folder has room");
            fs::set_permissions(&to, fs::Permissions::from_mode(0o600)).expect("the file is ours");
            if let Some((user, group)) = server_user() {
                run(Command::new("chown").arg(format!("{user}:{group}")).arg(to));
            }
        }
        self.control(&["stop", "-m", "fast"]);
        self.start(&format!("{} -c ssl=on", self.settings));
    }

    fn is_running(&self) -> bool {
        UnixStream::connect(self.socket()).is_ok()
    }

    fn initialise(&self) {
        // A linguistic order, so that a test notices a key or a list that forgot `collate "C"`.
        let settings = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en"];
        let mut command = as_server("initdb");
        command.arg("-D").arg(self.folder.join("data"));
        command
            .args(["--username=postgres", "--auth=trust", "--no-sync", "--no-instructions"])
            .args(settings);
        run(command.current_dir(&self.folder));
    }

    fn start(&self, settings: &str) {
        let folder = self.folder.display();
        let settings = format!(
            "-c listen_addresses='' -c unix_socket_directories='{folder}' -c unix_socket_permissions=0700 \
             -c max_connections=500 -c shared_buffers=128MB -c log_min_messages=fatal {settings}"
        );
        let log = self.folder.join("log");
        self.control(&["start", "--wait", "--timeout=60", "-l", &log.display().to_string(), "-o", &settings]);
    }

    fn control(&self, arguments: &[&str]) {
        let mut command = as_server("pg_ctl");
        command.arg("-D").arg(self.folder.join("data")).args(arguments);
        run(command.current_dir(&self.folder));
    }

    /// Leaves a small process behind that stops the server when no test has used it for a while. Each process that has
    /// tests holds a lock on `used` for as long as it lives, however long that is.
    fn watch(&self) {
        let script = format!(
            "cd '{base}' || exit; while sleep 20; do \
             flock --nonblock used true || touch used; \
             if [ -z \"$(find used -mmin -{IDLE_MINUTES_MAX})\" ]; then ( flock 9; flock --nonblock 8 || exit 0; \
             if [ -z \"$(find used -mmin -{IDLE_MINUTES_MAX})\" ]; then \
             kill -QUIT $(head -n 1 pg/data/postmaster.pid); rm -rf pg pg-* making-* sqlite-* template-*.db; exit 1; fi ) \
             9> pg.lock 8< used || exit; fi; \
             [ -e pg/data/postmaster.pid ] || exit; done",
            base = base().display()
        );
        let mut command = Command::new("setsid");
        command.args(["sh", "-c", &script]);
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        if let Err(error) = started {
            eprintln!("the test server will not stop by itself: {error}");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its socket may carry another port; the file of its process does not.
        if self.private.is_some() && self.folder.join("data/postmaster.pid").exists() {
            self.crash();
        }
    }
}

/// An empty folder that belongs to the server's user.
fn make_folder(folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("what an earlier server left can be removed");
    }
    fs::create_dir_all(folder).expect("tests have room for a folder");
    if let Some((user, group)) = server_user() {
        run(Command::new("chown").arg(format!("{user}:{group}")).arg(folder));
    }
}

/// The command, run by a user PostgreSQL accepts.
fn as_server(program: &str) -> Command {
    let program = binary(program);
    match server_user() {
        None => Command::new(program),
        Some((user, group)) => {
            let mut command = Command::new("setpriv");
            command.arg(format!("--reuid={user}")).arg(format!("--regid={group}"));
            command.args(["--clear-groups", "--"]).arg(program);
            command
        }
    }
}

/// The user and group ids the server runs with when we are root.
fn server_user() -> Option<(String, String)> {
    if user_id() != 0 {
        return None;
    }
    let id = |flag: &str, user: &str| {
        let answer = Command::new("id").args([flag, user]).output().ok()?;
        let text = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
        (answer.status.success() && !text.is_empty()).then_some(text)
    };
    ["postgres", "nobody"].iter().find_map(|user| Some((id("-u", user)?, id("-g", user)?)))
}

fn user_id() -> u32 {
    let own = fs::metadata("/proc/self").or_else(|_| fs::metadata(std::env::temp_dir()));
    own.map_or(0, |metadata| metadata.uid())
}

/// The system's newest PostgreSQL, or what the search path finds.
fn binary(program: &str) -> PathBuf {
    let folders = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |path: &Path| -> Option<u32> { path.file_name()?.to_str()?.parse().ok() };
    let mut found: Vec<PathBuf> = folders.map(|folder| folder.path()).collect();
    found.sort_by_key(|path| version(path));
    let places = found.iter().rev().map(|folder| folder.join("bin").join(program));
    places.into_iter().find(|path| path.exists()).unwrap_or_else(|| PathBuf::from(program))
}

fn run(command: &mut Command) {
    // The server must not keep the test's output open, so what it says goes to a file.
    let said = tempfile::tempfile().expect("tests have room for a file");
    let copy = || Stdio::from(said.try_clone().expect("a file can be opened twice"));
    let ended = command.stdin(Stdio::null()).stdout(copy()).stderr(copy()).status();
    let is_done = ended.as_ref().is_ok_and(std::process::ExitStatus::success);
    if !is_done {
        use std::io::{Read, Seek};
        let mut text = String::new();
        let mut said = said;
        let read = said.rewind().and_then(|()| said.read_to_string(&mut text));
        panic!("PostgreSQL is needed by the tests: {command:?} ended with {ended:?}\n{text}{read:?}");
    }
}
