//! What an audit asks of a judge of records.

use crate::journal::record::{Body, Record};

/// Judges again what the records of one stream say.
pub trait Judge {
    /// Judges the next record, whose position in the chain is right.
    ///
    /// # Errors
    /// What is wrong with it, in words that follow "record 7: ".
    fn record(&mut self, body: &Body, record: &Record) -> Result<(), String>;

    /// The state of the stream after its last record, in a few words: `closed`, `not closed`.
    fn end(&mut self) -> String;
}

/// Judges nothing: only the chain is checked.
#[derive(Debug, Default)]
pub struct StructureOnly;

impl Judge for StructureOnly {
    fn record(&mut self, _: &Body, _: &Record) -> Result<(), String> {
        Ok(())
    }

    fn end(&mut self) -> String {
        "not judged".to_owned()
    }
}

impl<J: Judge + ?Sized> Judge for Box<J> {
    fn record(&mut self, body: &Body, record: &Record) -> Result<(), String> {
        (**self).record(body, record)
    }

    fn end(&mut self) -> String {
        (**self).end()
    }
}
