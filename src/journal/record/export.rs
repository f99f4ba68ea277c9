//! A record as a line of an export: its body, the hash before and its own hash in one object.

use std::fmt::Write;
use std::sync::Arc;

use super::hash::HEX_LEN;
use super::usual::UsualBodies;
use super::{BadBody, Body, Hash, Record};

const PREV: &str = ",\"prev\":\"";
const HASH: &str = "\",\"hash\":\"";
const END: &str = "\"}";
/// Bytes after the body without its last `}`.
const SUFFIX_LEN: usize = PREV.len() + HEX_LEN + HASH.len() + HEX_LEN + END.len();

impl Record {
    /// Appends the record's line, without its line end, to `text`. `prev` is the hash of the record before.
    pub fn write_export_line(&self, prev: &Hash, text: &mut String) {
        text.reserve(self.body.len() + SUFFIX_LEN);
        text.push_str(self.body.strip_suffix('}').unwrap_or(&self.body));
        write!(text, "{PREV}{prev}{HASH}{}{END}", self.hash).expect("a text takes every write");
    }

    /// The record's line, without its line end. `prev` is the hash of the record before.
    #[must_use]
    pub fn export_line(&self, prev: &Hash) -> String {
        let mut text = String::new();
        self.write_export_line(prev, &mut text);
        text
    }
}

/// A line of an export, read.
#[derive(Debug, Clone)]
pub struct ExportLine {
    record: Record,
    body: Body,
    prev: Hash,
}

/// The text is no line of an export.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// It does not end in `"prev"` and `"hash"`: cut off, redacted, or something else.
    #[error("the line does not end in prev and hash")]
    NoHashes,
    /// The text before them is no record's body.
    #[error(transparent)]
    Body(#[from] BadBody),
}

impl ExportLine {
    /// Reads a line exactly, and restores the record's bytes as they were hashed.
    ///
    /// # Errors
    /// [`BadLine`] for any other text. The hashes are not checked: see [`super::Chain::check_line`].
    pub fn read(line: &str) -> Result<Self, BadLine> {
        Self::read_as(line, |text| Ok(Body::read(text)?))
    }

    /// As [`ExportLine::read`], with a reader of the usual bodies of a stream.
    pub(super) fn read_with(line: &str, usual: &mut UsualBodies) -> Result<Self, BadLine> {
        Self::read_as(line, |text| match usual.read_text(text) {
            Some(body) => Ok(body),
            None => Ok(Body::read(text)?),
        })
    }

    fn read_as(line: &str, read: impl FnOnce(&Arc<str>) -> Result<Body, BadLine>) -> Result<Self, BadLine> {
        let (head, prev, hash) = split(line).ok_or(BadLine::NoHashes)?;
        let text: Arc<str> = format!("{head}}}").into();
        let body = read(&text)?;
        let (stream, seq, at, kind) = (body.stream.clone(), body.seq, body.at, Arc::clone(&body.kind));
        Ok(Self { record: Record { stream, seq, at, kind, body: text, hash }, body, prev })
    }

    /// The record; its columns are the body's.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// The record's body.
    #[must_use]
    pub const fn body(&self) -> &Body {
        &self.body
    }

    /// The record's body, for a caller who needs nothing else any more.
    #[must_use]
    pub fn into_body(self) -> Body {
        self.body
    }

    /// The hash of the record before, as the line gives it.
    #[must_use]
    pub const fn prev(&self) -> &Hash {
        &self.prev
    }
}

fn split(line: &str) -> Option<(&str, Hash, Hash)> {
    let (head, suffix) = line.split_at_checked(line.len().checked_sub(SUFFIX_LEN)?)?;
    let (prev, hash) = suffix.strip_prefix(PREV)?.strip_suffix(END)?.split_once(HASH)?;
    Some((head, Hash::from_hex(prev)?, Hash::from_hex(hash)?))
}
