//! Members that several messages and bodies have: texts and the client's own name of a bid.

use crate::ids::BidRef;
use crate::json::{Code, Object};

/// A member that has to be text.
pub(super) fn text<'o>(object: &'o Object<'_>, name: &'o str, example: &str) -> Option<&'o str> {
    object.member(name).words(&format!("text such as {example}"))
}

/// The bid's own name.
pub(super) fn bid_ref(object: &Object<'_>) -> Option<BidRef> {
    let node = object.member("ref");
    let text = node.words("text such as \"bid-1\"")?;
    let read = BidRef::parse(text);
    read.map_err(|rule| node.fault(Code::of_bad_id(text), format!("{rule}, and these are {} bytes", text.len()))).ok()
}
