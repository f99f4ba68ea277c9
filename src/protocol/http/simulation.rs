//! What a simulation of other rules is asked with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::event::simulation::RulesPatch;
use crate::json::{Code, Problem, read_object};

/// Other rules to try out on a lot that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulationRequest {
    /// What is changed.
    pub rules: RulesPatch,
}

/// The body of a request for a simulation, as it is published.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SimulationBody {
    /// A JSON Merge Patch (RFC 7396) on the lot's rules in the frozen document: a rule that is left out stays, null takes
    /// one out. An empty object changes nothing.
    pub rules: Map<String, Value>,
}

impl SimulationRequest {
    /// Reads a body, to the letter. Whether the lot can have the rules is found out later.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        #[derive(Deserialize)]
        struct BodyOfSimulation {
            rules: RulesPatch,
        }
        read_object(body.as_bytes(), |object| {
            object.member("rules").any_object("an object with the rules to change").map(|_| ())
        })?;
        let read: BodyOfSimulation = serde_json::from_str(body)
            .map_err(|error| vec![Problem::whole(Code::BadJson, format!("must be JSON: {error}"))])?;
        Ok(Self { rules: read.rules })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // E55
    #[test]
    fn a_body_has_an_object_of_rules_and_says_each_thing_once() {
        assert!(SimulationRequest::parse(r#"{"rules": {}}"#).is_ok());
        for (body, path) in [
            ("{}", "/rules"),
            (r#"{"rules": null}"#, "/rules"),
            (r#"{"rules": 5}"#, "/rules"),
            (r#"{"rules": {"ties": "earliest", "ties": "earliest"}}"#, "/rules/ties"),
            (r#"{"rules": {}, "rules": {}}"#, "/rules"),
            ("[]", ""),
        ] {
            let problems = SimulationRequest::parse(body).unwrap_err();
            assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), [path], "{body}");
        }
    }
}
