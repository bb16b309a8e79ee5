//! The whole table, each route asked by everybody.

use accounts::api::ApiMethod;
use api::routes::{Access, Route, table};
use axum::http::Method;
use testkit::TestDb;

use crate::world::{Ask, World, ask, everything, rule};

/// A route's request with parameters that name nothing.
fn nothing(route: &Route) -> Ask {
    let method = ApiMethod::parse(route.method.as_str()).expect("a method of the API").code();
    let path: String = route
        .path
        .split('/')
        .skip(1)
        .map(|part| if part.starts_with('{') { "/987654".to_owned() } else { format!("/{part}") })
        .collect();
    let is_of_seller = route.query.iter().any(|(name, _)| *name == "ovhSubsidiary");
    ask(method, if is_of_seller { format!("{path}?ovhSubsidiary=FR") } else { path })
}

#[testkit::both_databases]
async fn nobody_reaches_what_is_open_and_is_told_to_sign_the_rest(db: TestDb) {
    let world = World::new(&db).await;
    for route in table() {
        let answer = world.send(&nothing(&route)).await;
        let name = format!("{} {}: {}", route.method, route.path, answer.text);
        match route.access {
            // What is open to everybody is found by a name that nobody has here, or is told what it lacks.
            Access::Anyone if route.path.contains('{') => assert_eq!(answer.status, 404, "{name}"),
            Access::Anyone if route.body.is_some() => assert_eq!(answer.status, 400, "{name}"),
            Access::Anyone => assert!(answer.status.is_success(), "{name}"),
            Access::Application => assert_eq!(answer.problem().1, "INVALID_KEY", "{name}"),
            Access::Member => {
                let expected = (403, "NOT_CREDENTIAL".to_owned(), "You must login first".to_owned());
                assert_eq!(answer.problem(), expected, "{name}");
            }
        }
    }
}

#[testkit::both_databases]
async fn a_program_that_only_reads_changes_nothing(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let reader = world.program(&ada, vec![rule(ApiMethod::Get, "/*")]).await;
    for route in table().iter().filter(|route| route.access == Access::Member) {
        let answer = world.signed(&reader, &nothing(route)).await;
        let name = format!("{} {}: {}", route.method, route.path, answer.text);
        if route.method == Method::GET {
            assert!(!answer.status.is_server_error() && answer.status != 403, "{name}");
        } else {
            let expected = (403, "NOT_GRANTED_CALL".to_owned(), "This call has not been granted".to_owned());
            assert_eq!(answer.problem(), expected, "{name}");
        }
    }
}

#[testkit::both_databases]
async fn what_does_not_exist_is_not_found_by_its_owner_either(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let owner = world.program(&ada, everything()).await;
    for route in table().iter().filter(|route| route.path.contains('{')) {
        let answer = world.signed(&owner, &nothing(route)).await;
        let name = format!("{} {}: {}", route.method, route.path, answer.text);
        assert_eq!(answer.status, 404, "{name}");
        assert_eq!(answer.json()["class"], "Client::NotFound", "{name}");
    }
}
