//! What is made of the records of one stream, whatever reads and checks them.

use crate::journal::record::{Body, Committed};

/// What is made of the records of one stream.
pub trait StreamFold: Send + 'static {
    /// What is read of a record before its turn.
    type Read: Send;

    /// Reads what needs no other record. It may be called for records that are never taken, in any order and on any
    /// thread.
    fn read(body: &Body) -> Self::Read;

    /// Takes the next record, whose place in the chain is right. A panic is a fault of the record, and nothing is asked of
    /// the fold any more.
    ///
    /// # Errors
    /// What is wrong with it, in words that follow "record 7: ".
    fn take(&mut self, body: &Body, read: Self::Read, place: Committed) -> Result<(), String>;
}
