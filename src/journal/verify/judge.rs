//! What an audit asks of a judge of records.

use std::thread::{self, JoinHandle};

use crate::ids::Seq;
use crate::journal::fold::StreamFold;
use crate::journal::record::{Body, Committed};

/// Judges again what the records of one stream say.
pub trait Judge: StreamFold {
    /// The state of the stream after its last record, in a few words: `closed`, `not closed`.
    fn end(&mut self) -> String;
}

/// Judges nothing: only the chain is checked.
#[derive(Debug, Default)]
pub struct StructureOnly;

impl StreamFold for StructureOnly {
    type Read = ();

    fn read(_: &Body) {}

    fn take(&mut self, _: &Body, (): (), _: Committed) -> Result<(), String> {
        Ok(())
    }
}

impl Judge for StructureOnly {
    fn end(&mut self) -> String {
        "not judged".to_owned()
    }
}

/// Frees the judges of long streams while others are judged, and after the last report.
#[derive(Debug, Default)]
pub(super) struct Freeing {
    last: Option<JoinHandle<()>>,
}

impl Freeing {
    /// Frees the judge of a stream with that last record. At most one is being freed when this returns.
    pub(super) fn free<J: Judge>(&mut self, judge: J, last: Seq) {
        if last < LONG {
            return;
        }
        if let Some(before) = self.last.take() {
            // Nothing comes back from a thread that panicked while it freed memory.
            let _ = before.join();
        }
        self.last = thread::Builder::new().name("freeing".to_owned()).spawn(move || drop(judge)).ok();
    }
}

/// From here on it takes longer to free a judge than to start a thread that does it.
const LONG: Seq = Seq(10_000);
