//! What to say about a plan in a list, taken from a catalogue once, at import.

use std::collections::HashMap;

use serde_json::Value;

use crate::{Fact, Plan, Product, PublicCatalog};

/// Finds what is said about plans.
pub(crate) struct Facts<'c> {
    products: HashMap<&'c str, &'c Product>,
    addons: HashMap<&'c str, &'c Plan>,
}

impl<'c> Facts<'c> {
    pub(crate) fn new(catalog: &'c PublicCatalog) -> Facts<'c> {
        Facts {
            products: catalog.products.iter().map(|product| (product.name.as_str(), product)).collect(),
            addons: catalog.addons.iter().map(|addon| (addon.code.as_str(), addon)).collect(),
        }
    }

    /// What a plan is grouped by: its family, otherwise the range its data name, otherwise its product.
    pub(crate) fn family(&self, plan: &Plan) -> String {
        let range = |blobs: Option<&Value>| {
            let ranges = ["/commercial/range", "/technical/server/range", "/commercial/line"];
            ranges.iter().find_map(|path| blobs?.pointer(path)?.as_str().map(str::to_owned))
        };
        plan.family
            .clone()
            .or_else(|| range(plan.blobs.as_ref()))
            .or_else(|| range(self.product(plan)?.blobs.as_ref()))
            .unwrap_or_else(|| plan.product.clone())
    }

    /// What to say about a plan: its processor, the add-ons it comes with, and the catalogue's own features.
    pub(crate) fn of(&self, plan: &Plan) -> Vec<Fact> {
        let cpu = self.product(plan).and_then(|product| cpu(product.blobs.as_ref()?));
        let mut facts: Vec<Fact> =
            cpu.map(|value| Fact { name: "cpu".to_owned(), value }).into_iter().collect();
        let mandatory = plan.addon_families.iter().filter(|family| family.is_mandatory);
        facts.extend(mandatory.filter_map(|family| {
            let addon = self.addons.get(family.default.as_deref()?)?;
            Some(Fact { name: family.name.clone(), value: addon.invoice_name.clone() })
        }));
        let features =
            plan.blobs.as_ref().and_then(|blobs| blobs.pointer("/commercial/features")?.as_array());
        facts.extend(features.into_iter().flatten().filter_map(|feature| {
            let text = |key: &str| feature.get(key)?.as_str().map(str::to_owned);
            Some(Fact { name: text("name")?, value: text("value")? })
        }));
        facts
    }

    fn product(&self, plan: &Plan) -> Option<&'c Product> {
        self.products.get(plan.product.as_str()).copied()
    }
}

/// `Intel Xeon-E 2386G, 6c/12t, 3.5 GHz`, as far as it is known.
fn cpu(blobs: &Value) -> Option<String> {
    let cpu = blobs.pointer("/technical/server/cpu")?;
    let text = |key: &str| cpu.get(key)?.as_str();
    let number = |key: &str| cpu.get(key).filter(|value| value.is_number()).map(Value::to_string);
    let mut parts = vec![[text("brand"), text("model")].into_iter().flatten().collect::<Vec<_>>().join(" ")];
    parts.extend(
        number("cores").zip(number("threads")).map(|(cores, threads)| format!("{cores}c/{threads}t")),
    );
    parts.extend(number("frequency").map(|gigahertz| format!("{gigahertz} GHz")));
    parts.retain(|part| !part.is_empty());
    (!parts.is_empty()).then(|| parts.join(", "))
}
