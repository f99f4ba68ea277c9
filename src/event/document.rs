//! The event document: parsed and checked whole, every problem at once, each with its path.
//!
//! Reading is strict and happens in two steps: what each member says ([`read`]), then what they mean together
//! ([`check`]). Both report into one list. A document that is returned is complete: every default is written out.

mod check;
pub mod gtin;
pub mod limits;
mod partial;
mod read;
mod read_contact;
mod read_rules;
mod schema;
mod shape;
mod written;

#[cfg(test)]
mod tests;

pub(super) use self::partial::PartialDocument;
pub use self::shape::{
    BidderDocument, EventDocument, ItemDocument, LotBidderDocument, LotDocument, Now, OpensAt, TrustDocument,
};

use crate::json::{Node, Problem, Problems, Tree, report_doubled_keys};

impl EventDocument {
    /// Reads and checks a whole document.
    ///
    /// # Errors
    /// Every problem at once, in the document's order.
    pub fn parse(json: &[u8]) -> Result<Self, Vec<Problem>> {
        if let Some(problem) = written::too_long(json) {
            return Err(vec![problem]);
        }
        let document = Self::read(json)?;
        match document.too_much_to_publish() {
            None => Ok(document),
            Some(problem) => Err(vec![problem]),
        }
    }

    /// Reads and checks a document of any length: with every default written out it may be longer than a document that
    /// [`Self::parse`] takes.
    ///
    /// # Errors
    /// Every problem at once, in the document's order.
    pub(super) fn read(json: &[u8]) -> Result<Self, Vec<Problem>> {
        Self::read_into(Problems::default(), json)
    }

    /// Reads and checks a document that was published, perhaps by an older version: as strictly as [`Self::read`] but for
    /// what older versions allowed, so that each lot can be read for good.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(super) fn read_frozen(json: &[u8]) -> Result<Self, Vec<Problem>> {
        Self::read_into(Problems::of_frozen_text(), json)
    }

    fn read_into(problems: Problems, json: &[u8]) -> Result<Self, Vec<Problem>> {
        let tree = Tree::read(json).map_err(|problem| vec![problem])?;

        let document = read::event(Node::root(&tree, &problems));
        check::event(&document, &problems);
        report_doubled_keys(&tree, &problems);

        if problems.is_empty() { Ok(document) } else { Err(problems.in_order_of(&tree)) }
    }

    /// The problem of a document whose lots' first records have too many bytes for one transaction. A draft that is older
    /// than this bound may have it.
    #[must_use]
    pub fn too_much_to_publish(&self) -> Option<Problem> {
        written::too_much_to_publish(self)
    }

    /// What [`Self::parse`] takes, as JSON Schema: only members without a default are required.
    #[must_use]
    pub fn input_schema() -> schemars::Schema {
        schema::input()
    }
}
