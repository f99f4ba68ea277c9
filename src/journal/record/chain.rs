//! Checks one stream's records, one after the other.

use super::usual::UsualBodies;
use super::{BadLine, Body, Committed, ExportLine, Hash, Record, StreamId};
use crate::clock::Instant;
use crate::ids::Seq;

/// A stored record that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("stream {stream}, record {seq}: {fault}")]
pub struct Broken {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its position.
    pub seq: Seq,
    /// What is wrong with it.
    pub fault: String,
}

/// Checks one stream's records one after the other: gaps, hashes, exact text, copied columns, time.
#[derive(Debug)]
pub struct Chain {
    stream: StreamId,
    tail: Committed,
    usual: UsualBodies,
    scratch: Vec<u8>,
}

impl Chain {
    /// A check that begins with the first record of `stream`.
    #[must_use]
    pub fn new(stream: StreamId) -> Self {
        Self::after(stream, Committed::NOTHING)
    }

    /// A check that goes on after the record `tail` of `stream`, which was checked before.
    #[must_use]
    pub fn after(stream: StreamId, tail: Committed) -> Self {
        Self { usual: UsualBodies::new(stream.clone()), stream, tail, scratch: Vec::new() }
    }

    /// The same check at another place of the same stream: it goes on after the record `tail`.
    #[must_use]
    pub(in crate::journal) fn moved_to(self, tail: Committed) -> Self {
        Self { tail, ..self }
    }

    /// Checks the next record and reads its body. An error leaves the chain as it was.
    ///
    /// # Errors
    /// [`Broken`], naming the record.
    pub fn check(&mut self, record: &Record) -> Result<Body, Broken> {
        self.check_position(record)?;
        self.check_hash(record)?;
        let body = match self.usual.read(record) {
            Some(body) => body,
            None => self.read_closely(record)?,
        };
        self.accept(record)?;
        Ok(body)
    }

    /// Reads a line of an export, as [`ExportLine::read`] does, and faster where it is of this stream.
    ///
    /// # Errors
    /// [`BadLine`]; nothing is checked yet.
    pub(in crate::journal) fn read_line(&mut self, line: &str) -> Result<ExportLine, BadLine> {
        ExportLine::read_with(line, &mut self.usual)
    }

    /// Checks the next line of an export, as [`Chain::check`] checks the next stored record.
    ///
    /// # Errors
    /// [`Broken`], naming the record.
    pub fn check_line(&mut self, line: &ExportLine) -> Result<(), Broken> {
        let record = line.record();
        self.check_position(record)?;
        if *line.prev() != self.tail.hash {
            return Err(self.broken(record.seq, "prev is not the hash of the record before".to_owned()));
        }
        self.check_hash(record)?;
        self.accept(record)
    }

    /// The last checked record.
    #[must_use]
    pub const fn tail(&self) -> Committed {
        self.tail
    }

    /// The name of the stream that is checked.
    #[must_use]
    pub const fn stream(&self) -> &StreamId {
        &self.stream
    }

    fn check_position(&self, record: &Record) -> Result<(), Broken> {
        if record.stream != self.stream {
            return Err(self.broken(record.seq, format!("it belongs to stream {}", record.stream)));
        }
        if self.tail.seq == Seq::ZERO && self.stream.kind().is_none() {
            return Err(self.broken(record.seq, "no stream has such a name".to_owned()));
        }
        let due = self.tail.seq.next();
        if record.seq > due {
            return Err(self.broken(due, format!("it is missing: record {} follows", record.seq)));
        }
        if record.seq < due {
            return Err(self.broken(record.seq, format!("it is doubled or out of order: record {due} was due")));
        }
        Ok(())
    }

    fn check_hash(&mut self, record: &Record) -> Result<(), Broken> {
        let hash: Hash = self.tail.hash.followed_by_with(record.body.as_bytes(), &mut self.scratch);
        if hash == record.hash {
            return Ok(());
        }
        Err(self.broken(record.seq, "the hash does not match the body and the hash before".to_owned()))
    }

    /// Reads a body that the quick reader does not know, or says what is wrong with it.
    fn read_closely(&mut self, record: &Record) -> Result<Body, Broken> {
        let body = Body::read_with(&record.body, &mut self.scratch);
        let body = body.map_err(|bad| self.broken(record.seq, bad.to_string()))?;
        self.check_columns(record, &body)?;
        Ok(body)
    }

    fn check_columns(&self, record: &Record, body: &Body) -> Result<(), Broken> {
        let differs = |column: &str| Err(self.broken(record.seq, format!("column {column} differs from the body")));
        if body.stream != record.stream {
            return differs("stream");
        }
        if body.seq != record.seq {
            return differs("seq");
        }
        if body.at != record.at {
            return differs("at");
        }
        if *body.kind != *record.kind {
            return differs("kind");
        }
        Ok(())
    }

    fn accept(&mut self, record: &Record) -> Result<(), Broken> {
        if record.at < self.tail.at {
            let before: Instant = self.tail.at;
            return Err(self.broken(record.seq, format!("at runs backwards: the record before is of {before}")));
        }
        self.tail = Committed { seq: record.seq, at: record.at, hash: record.hash };
        Ok(())
    }

    fn broken(&self, seq: Seq, fault: String) -> Broken {
        Broken { stream: self.stream.clone(), seq, fault }
    }
}
