//! What requests about lots carry and are answered, beside bids and acts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::members::{bid_ref, text};
use crate::auction::view::{LeadPoint, OfferPoint, RefusalView};
use crate::ids::BidRef;
use crate::json::{Code, Object, Problem, read_object};

/// The longest reason that is taken, in bytes.
pub const REASON_BYTES_MAX: usize = 2_000;

/// The bid graph of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OfferList {
    /// Accepted offers in order, as the viewer may see them.
    pub offers: Vec<OfferPoint>,
}

/// A page of a lot's refused bids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RefusalList {
    /// Refused bids in order, as the viewer may see them.
    pub items: Vec<RefusalView>,
    /// What `after` of the next page has to be; null on the last one.
    pub next: Option<String>,
}

/// A page of the changes of a lot's lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeadList {
    /// The changes in order, as the viewer may see them.
    pub items: Vec<LeadPoint>,
    /// What `after` of the next page has to be; null on the last one.
    pub next: Option<String>,
}

/// What a supplier sends to have its standing offer annulled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AnnulmentRequest {
    /// The standing offer's own name.
    #[serde(rename = "ref")]
    pub bid_ref: BidRef,
    /// Why.
    pub reason: String,
}

impl AnnulmentRequest {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        read_object(body.as_bytes(), |object| {
            let bid_ref = bid_ref(object);
            let reason = reason(object);
            Some(Self { bid_ref: bid_ref?, reason: reason? })
        })
    }
}

/// A text that is not blank, without the white space around it.
fn reason(object: &Object<'_>) -> Option<String> {
    let reason = text(object, "reason", "\"typed a digit too few\"")?.trim();
    let node = object.member("reason");
    if reason.is_empty() || reason.len() > REASON_BYTES_MAX {
        let message = format!("must be 1 to {REASON_BYTES_MAX} bytes of text, and these are {}", reason.len());
        let code = if reason.is_empty() { Code::Missing } else { Code::TooLong };
        node.fault(code, message);
        return None;
    }
    node.has_good_signs(reason).then(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_for_annulment_needs_its_ref_and_a_reason() {
        let request = AnnulmentRequest::parse(r#"{"ref": "r1", "reason": " a slip ", "more": 1}"#).unwrap();
        let problems = AnnulmentRequest::parse(r#"{"ref": 1, "reason": "  "}"#).unwrap_err();

        let nul = AnnulmentRequest::parse(r#"{"ref": "r1", "reason": "a\u0000b"}"#).unwrap_err();

        assert_eq!(request.reason, "a slip");
        assert_eq!((nul[0].path.as_str(), nul[0].code), ("/reason", Code::BadText));
        assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), ["/ref", "/reason"]);
    }
}
