//! What a practice lot is asked for with, and what it is answered.

use std::num::NonZeroU64;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::Instant;
use crate::event::practice::SPEED_MAX;
use crate::ids::LotId;
use crate::json::{Node, Problem, Problems, Tree, report_doubled_keys};

/// Which lot is played, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PracticeBody {
    /// The lot of the event, published or in a draft.
    pub lot: LotId,
    /// A buyer's: every length of the lot is divided by it, 1 where it is left out.
    #[serde(default)]
    #[schemars(range(min = 1, max = 20))]
    pub speed: Option<u64>,
}

/// Which lot is played, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeRequest {
    /// The lot of the event.
    pub lot: LotId,
    /// Every length of the lot is divided by it; none where it was left out.
    pub speed: Option<NonZeroU64>,
}

/// A practice lot that has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PracticeStarted {
    /// Its own id, for all addresses and messages of a lot.
    pub lot: LotId,
    /// When it opens.
    pub opens_at: Instant,
    /// When it closes, if nothing moves the close.
    pub closes_at: Instant,
}

impl PracticeRequest {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        let tree = Tree::read(body).map_err(|problem| vec![problem])?;
        let problems = Problems::default();

        let object = Node::root(&tree, &problems).object(&["lot", "speed"]);
        report_doubled_keys(&tree, &problems);
        let lot = object.member("lot").id(LotId::parse);
        let speed = object.given("speed").and_then(|speed| NonZeroU64::new(speed.whole(1..=SPEED_MAX)));

        if !problems.is_empty() {
            return Err(problems.in_order_of(&tree));
        }
        Ok(Self { lot, speed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Code;

    fn paths(body: &str) -> Vec<(String, Code)> {
        let problems = PracticeRequest::parse(body.as_bytes()).expect_err(body);
        problems.into_iter().map(|problem| (problem.path, problem.code)).collect()
    }

    /// G55, G56
    #[test]
    fn a_request_names_a_lot_and_perhaps_a_speed() {
        let plain = PracticeRequest::parse(br#"{"lot": "l1"}"#).unwrap();
        let fast = PracticeRequest::parse(br#"{"lot": "l1", "speed": 20}"#).unwrap();

        assert_eq!((plain.lot.as_str(), plain.speed), ("l1", None));
        assert_eq!(fast.speed, NonZeroU64::new(20));
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        assert_eq!(
            paths(r#"{"speed": 21, "pace": 2}"#),
            [
                ("/lot".to_owned(), Code::Missing),
                ("/speed".to_owned(), Code::OutOfRange),
                ("/pace".to_owned(), Code::UnknownMember),
            ]
        );
        assert_eq!(paths(r#"{"lot": "l1", "speed": 0}"#), [("/speed".to_owned(), Code::OutOfRange)]);
        assert_eq!(paths(r#"{"lot": "l1", "speed": 1.5}"#), [("/speed".to_owned(), Code::NotAWholeNumber)]);
    }
}
