//! Members that several messages and bodies have: texts, prices, and the client's own name of a bid.

use indexmap::IndexMap;

use crate::ids::{BidRef, ItemId};
use crate::json::{Bounds, Code, Node, Object};
use crate::money::Amount;

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

/// Unit prices by item.
pub(super) fn prices(node: Node<'_>) -> Option<IndexMap<ItemId, Amount>> {
    let object = node.any_object("an object of decimal texts by item, such as {\"nitrile-m\": \"2.98\"}")?;
    let mut prices = IndexMap::with_capacity(object.len());
    for (name, price) in object.iter() {
        match ItemId::parse(name) {
            Ok(item) => {
                prices.insert(item, price.amount(&Bounds::ANY));
            }
            Err(rule) => object.remark(Code::of_bad_id(name), format!("an item's id {rule}")),
        }
    }
    Some(prices)
}
