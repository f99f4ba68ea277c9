//! Other rules for a lot that was published: a JSON Merge Patch (RFC 7396) on its frozen ones.
//!
//! Nothing but rules can be patched: figures, items, bidders and volumes stay as they were frozen.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::document::EventDocument;
use super::publication::LotPublished;
use crate::auction::Setup;
use crate::ids::LotId;
use crate::json::{Code, Problem, read_object};

/// Where a request has the rules. Problems with rules are named below this path.
pub const RULES_PATH: &str = "/rules";

/// A patch of a lot's rules. Not checked: the rules that come of it are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RulesPatch(Map<String, Value>);

impl RulesPatch {
    /// Reads a text that is nothing but the patch.
    ///
    /// # Errors
    /// All problems at once: it is no JSON object, or has a key twice.
    pub fn read(json: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(json, |_| Some(()))
            .map_err(|problems| problems.into_iter().map(below_rules).collect::<Vec<_>>())?;
        let unreadable = |error: serde_json::Error| vec![Problem::new(RULES_PATH, Code::BadJson, error.to_string())];
        serde_json::from_slice(json).map_err(unreadable)
    }

    /// Patches the lot's rules in a document.
    fn apply(&self, rules: &mut Value) {
        json_patch::merge(rules, &Value::Object(self.0.clone()));
        // A rule that is taken out stays as null, which means the same: so its name is checked like any other.
        let taken_out = self.0.iter().filter(|(_, value)| value.is_null());
        rules.as_object_mut().into_iter().for_each(|rules| {
            rules.extend(taken_out.clone().map(|(name, _)| (name.clone(), Value::Null)));
        });
    }
}

impl LotPublished {
    /// The lot that this record would have published with other rules. The document is checked as when it was frozen.
    ///
    /// # Errors
    /// Every problem at once; those with rules below [`RULES_PATH`], others where they are in the document.
    pub fn with_rules(&self, patch: &RulesPatch, lot: LotId) -> Result<Setup, Vec<Problem>> {
        let fault = |fault: String| vec![Problem::new(RULES_PATH, Code::Contradiction, fault)];
        let mut document: Value = serde_json::from_str(self.event.get()).map_err(|error| fault(error.to_string()))?;
        let own = format!("/lots/{}", self.lot);
        let stated = document.pointer_mut(&own).and_then(Value::as_object_mut);
        let stated = stated.ok_or_else(|| fault(format!("the event document has no lot {}", self.lot)))?;
        patch.apply(stated.entry("rules").or_insert_with(|| Value::Object(Map::new())));
        let event = EventDocument::read_frozen(document.to_string().as_bytes()).map_err(|problems| {
            let own_rules = format!("{own}/rules");
            problems.into_iter().map(|problem| below_own_rules(problem, &own_rules)).collect::<Vec<_>>()
        })?;
        self.lot_of(&event, lot).map_err(fault)
    }
}

/// A problem with the lot's own rules, at its place in the patch; any other stays as it is.
fn below_own_rules(problem: Problem, own_rules: &str) -> Problem {
    match problem.path.strip_prefix(own_rules) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            Problem { path: format!("{RULES_PATH}{rest}"), ..problem }
        }
        Some(_) | None => problem,
    }
}

fn below_rules(problem: Problem) -> Problem {
    Problem { path: format!("{RULES_PATH}{}", problem.path), ..problem }
}

#[cfg(test)]
mod tests;
