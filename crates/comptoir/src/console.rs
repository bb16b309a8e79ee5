//! Calls of the API for pages to try: the one place that knows both.

use std::sync::Arc;

use web::console::{Answered, Answering, Asked, Call, Console, Input};

/// The API's own console, as pages take it.
struct Tried {
    console: api::Console,
    calls: Vec<Call>,
}

/// What customers try in the portal.
pub(crate) fn of(api: &api::Api) -> Arc<dyn Console> {
    let console = api::Console::new(api);
    let input = |input: &api::ConsoleInput| Input {
        name: input.name,
        kind: input.kind,
        is_needed: input.is_needed,
        words: input.words.clone(),
    };
    let call = |call: &api::ConsoleCall| Call {
        method: call.method,
        path: call.path,
        about: call.about,
        response: call.response,
        inputs: call.inputs.iter().map(input).collect(),
        body: call.body.clone(),
    };
    let calls = console.calls().iter().map(call).collect();
    Arc::new(Tried { console, calls })
}

impl Console for Tried {
    fn calls(&self) -> &[Call] {
        &self.calls
    }

    fn ask(&self, asked: Asked) -> Answering {
        let console = self.console.clone();
        Box::pin(async move {
            let Some(call) = console.calls().get(asked.call) else {
                return Answered { status: 404, address: String::new(), body: None };
            };
            let answer = console.ask(asked.account, asked.peer, call, &asked.inputs, asked.body).await;
            Answered { status: answer.status, address: answer.address, body: answer.body }
        })
    }
}
