//! Which provisioner makes which plan.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Provisioner;

/// Plans whose code or family matches a pattern are made by a provisioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// A plan code or a family, where `*` stands for any characters: `24rise*`, `*-domain`.
    pub plan: String,
    /// The name of the provisioner.
    pub provisioner: String,
}

/// The provisioners of this installation, and who makes what.
#[derive(Debug)]
pub struct Provisioners {
    by_name: BTreeMap<String, Arc<dyn Provisioner>>,
    routes: Vec<Route>,
    fallback: String,
}

/// Why provisioners and routes do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProvisionersError {
    /// Two provisioners have one name.
    #[error("two provisioners are called {0:?}")]
    Twice(String),
    /// A route or the fallback names none of them.
    #[error("{used_by} names the provisioner {name:?}, which does not exist")]
    Absent {
        /// The name.
        name: String,
        /// Who names it.
        used_by: String,
    },
}

impl Provisioners {
    /// `routes` are tried in their order; what none matches is made by `fallback`.
    ///
    /// # Errors
    /// Every [`ProvisionersError`] at once, so that an operator corrects a file in one go.
    pub fn new(
        provisioners: Vec<Arc<dyn Provisioner>>,
        routes: Vec<Route>,
        fallback: &str,
    ) -> Result<Provisioners, Vec<ProvisionersError>> {
        let mut errors = Vec::new();
        let mut by_name = BTreeMap::new();
        for provisioner in provisioners {
            let name = provisioner.name().to_owned();
            if by_name.insert(name.clone(), provisioner).is_some() {
                errors.push(ProvisionersError::Twice(name));
            }
        }
        let users = routes.iter().map(|route| (&*route.provisioner, format!("the route {:?}", route.plan)));
        for (name, used_by) in users.chain([(fallback, "the fallback".to_owned())]) {
            if !by_name.contains_key(name) {
                errors.push(ProvisionersError::Absent { name: name.to_owned(), used_by });
            }
        }
        if errors.is_empty() {
            Ok(Provisioners { by_name, routes, fallback: fallback.to_owned() })
        } else {
            Err(errors)
        }
    }

    /// One provisioner that makes everything.
    #[must_use]
    pub fn only(provisioner: Arc<dyn Provisioner>) -> Provisioners {
        let fallback = provisioner.name().to_owned();
        let by_name = BTreeMap::from([(fallback.clone(), provisioner)]);
        Provisioners { by_name, routes: Vec::new(), fallback }
    }

    /// The one with this name; a delivery keeps the name it was created with.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<dyn Provisioner>> {
        self.by_name.get(name)
    }

    /// The name of the one that makes a plan: the first route matching its code, or its family if it has one.
    #[must_use]
    pub fn name_for(&self, plan_code: &str, family: Option<&str>) -> &str {
        let is_for = |route: &&Route| {
            matches(&route.plan, plan_code) || family.is_some_and(|family| matches(&route.plan, family))
        };
        self.routes.iter().find(is_for).map_or(&self.fallback, |route| &route.provisioner)
    }

    /// Their names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

/// Whether `text` matches `pattern`, where `*` stands for any characters. Each star gives up at most once per
/// character, so no pattern is slow.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(head) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        // The earliest place leaves the most for the others.
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    text.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Capabilities, DeliveryOutcome, DeliveryRequest, OperationOutcome, OperationRequest, Unknown,
    };
    use async_trait::async_trait;
    use kernel::ServiceId;

    #[derive(Debug)]
    struct Named(&'static str);

    #[async_trait]
    impl Provisioner for Named {
        fn name(&self) -> &str {
            self.0
        }
        fn capabilities(&self) -> Capabilities {
            Capabilities { automatic: false, asynchronous: false, refuses: false }
        }
        async fn deliver(&self, _: &DeliveryRequest) -> Result<DeliveryOutcome, Unknown> {
            Ok(DeliveryOutcome::ByHand)
        }
        async fn progress(&self, _: ServiceId) -> Result<Option<DeliveryOutcome>, Unknown> {
            Ok(None)
        }
        async fn suspend(&self, _: &OperationRequest) -> Result<OperationOutcome, Unknown> {
            Ok(OperationOutcome::ByHand)
        }
        async fn resume(&self, _: &OperationRequest) -> Result<OperationOutcome, Unknown> {
            Ok(OperationOutcome::ByHand)
        }
        async fn delete(&self, _: &OperationRequest) -> Result<OperationOutcome, Unknown> {
            Ok(OperationOutcome::ByHand)
        }
    }

    fn named(names: &[&'static str]) -> Vec<Arc<dyn Provisioner>> {
        names.iter().map(|name| Arc::new(Named(name)) as Arc<dyn Provisioner>).collect()
    }

    fn route(plan: &str, provisioner: &str) -> Route {
        Route { plan: plan.to_owned(), provisioner: provisioner.to_owned() }
    }

    #[test]
    fn patterns_match_whole_codes() {
        for (pattern, text) in
            [("a", "a"), ("*", ""), ("*", "abc"), ("24*", "24rise01"), ("*sk*", "24sk10"), ("a*b*b", "axbxb")]
        {
            assert!(matches(pattern, text), "{pattern} should match {text}");
        }
        for (pattern, text) in [("a", "ab"), ("24*", "25rise"), ("a*b", "a"), ("a*aa", "aa"), ("", "x")] {
            assert!(!matches(pattern, text), "{pattern} should not match {text}");
        }
    }

    #[test]
    fn the_first_matching_route_wins_and_the_rest_falls_back() {
        let routes = vec![route("24rise01", "auto"), route("24*", "manual"), route("domain", "auto")];
        let provisioners = Provisioners::new(named(&["auto", "manual"]), routes, "manual").unwrap();
        assert_eq!(provisioners.name_for("24rise01", None), "auto");
        assert_eq!(provisioners.name_for("24rise02", None), "manual");
        assert_eq!(provisioners.name_for("com", Some("domain")), "auto");
        assert_eq!(provisioners.name_for("vps", Some("vps")), "manual");
        assert_eq!(provisioners.names().collect::<Vec<_>>(), ["auto", "manual"]);
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let errors = Provisioners::new(named(&["a", "a"]), vec![route("*", "b")], "c").unwrap_err();
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "two provisioners are called \"a\"",
                "the route \"*\" names the provisioner \"b\", which does not exist",
                "the fallback names the provisioner \"c\", which does not exist",
            ]
        );
    }
}
