//! Checks an exported file: one stream, one record per line.
//!
//! A file that was cut at the end of a line is a valid prefix of its stream.

use std::io::{self, BufRead, Read};

use super::judge::Judge;
use crate::ids::Seq;
use crate::journal::record::{BadLine, Chain, ExportLine, Hash, StreamId};

/// The longest line that is read. The largest record is a published event with all its lots.
const LINE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Why a file cannot be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
    /// No line of it looks like a record.
    #[error("the file is no fairlot journal")]
    NoJournal,
}

/// The first wrong line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, record {seq}: {fault}")]
pub struct BrokenLine {
    /// The number of the line, from 1.
    pub line: u64,
    /// The record that this line holds, or should hold.
    pub seq: Seq,
    /// What is wrong with it.
    pub fault: String,
}

/// The result of the check of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportReport {
    /// The stream of the records; none where the first line cannot be read.
    pub stream: Option<StreamId>,
    /// The last record that is right; 0 where the first record is wrong.
    pub last: Seq,
    /// The hash of that record.
    pub head: Hash,
    /// The state of the stream in its judge's words, or the first wrong line.
    pub outcome: Result<String, BrokenLine>,
}

/// Checks an export. `judge_of` makes the judge for the stream that the file holds.
///
/// # Errors
/// [`ExportError`] where the source cannot be read, is empty or is something else altogether.
pub fn exported<J: Judge>(
    source: impl BufRead,
    judge_of: impl FnOnce(&StreamId) -> J,
) -> Result<ExportReport, ExportError> {
    let mut lines = Lines { source, number: 0, bytes: Vec::new() };
    if !lines.advance()? {
        return Err(ExportError::Empty);
    }
    let first = match lines.read() {
        Ok(first) => first,
        Err(fault) if lines.are_of_a_journal()? => {
            let broken = BrokenLine { line: 1, seq: Seq(1), fault };
            return Ok(ExportReport { stream: None, last: Seq::ZERO, head: Hash::ZERO, outcome: Err(broken) });
        }
        Err(_) => return Err(ExportError::NoJournal),
    };
    let stream = first.record().stream.clone();
    let (judge, chain) = (judge_of(&stream), Chain::new(stream.clone()));
    let mut check = ExportCheck { chain, judge, last: Seq::ZERO, head: Hash::ZERO };
    let outcome = check.run(first, &mut lines)?;
    Ok(ExportReport { stream: Some(stream), last: check.last, head: check.head, outcome })
}

/// The check of a file, up to some line of it.
struct ExportCheck<J> {
    chain: Chain,
    judge: J,
    /// The last record that the judge found right as well.
    last: Seq,
    head: Hash,
}

impl<J: Judge> ExportCheck<J> {
    fn run(&mut self, first: ExportLine, lines: &mut Lines<impl BufRead>) -> io::Result<Result<String, BrokenLine>> {
        let mut line = Ok(first);
        loop {
            let due = self.last.next();
            let checked = line.map_err(|fault| (due, fault)).and_then(|line| self.step(&line));
            if let Err((seq, fault)) = checked {
                return Ok(Err(BrokenLine { line: lines.number, seq, fault }));
            }
            if !lines.advance()? {
                return Ok(Ok(self.judge.end()));
            }
            line = lines.read();
        }
    }

    fn step(&mut self, line: &ExportLine) -> Result<(), (Seq, String)> {
        let record = line.record();
        self.chain.check_line(line).map_err(|broken| (broken.seq, broken.fault))?;
        self.judge.record(line.body(), record).map_err(|fault| (record.seq, fault))?;
        (self.last, self.head) = (record.seq, record.hash);
        Ok(())
    }
}

/// The lines of a file, one at a time.
struct Lines<R> {
    source: R,
    number: u64,
    bytes: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Reads the next line into the buffer; false at the end of the file.
    fn advance(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        self.number += 1;
        let taken = self.source.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut self.bytes)?;
        Ok(taken > 0)
    }

    /// Parses the line in the buffer. A last line may lack its line end: its hash says whether it is whole.
    fn read(&self) -> Result<ExportLine, String> {
        let (bytes, is_ended) = match self.bytes.strip_suffix(b"\n") {
            Some(bytes) => (bytes, true),
            None => (self.bytes.as_slice(), false),
        };
        let text = str::from_utf8(bytes).map_err(|error| format!("the line is no UTF-8 text: {error}"))?;
        ExportLine::read(text).map_err(|bad| match bad {
            BadLine::NoHashes if !is_ended => "the line is cut off".to_owned(),
            BadLine::NoHashes | BadLine::Body(_) if text.contains("\"redacted\":true") => {
                "the line is redacted: only whole records can be checked".to_owned()
            }
            BadLine::NoHashes | BadLine::Body(_) => bad.to_string(),
        })
    }

    /// Whether the line in the buffer, or a later one, looks like a record. Then the file is a damaged journal, otherwise
    /// it is something else.
    fn are_of_a_journal(&mut self) -> io::Result<bool> {
        let has = |bytes: &[u8], key: &[u8]| bytes.windows(key.len()).any(|window| window == key);
        loop {
            if has(&self.bytes, b"\"stream\":\"") || has(&self.bytes, b"\"prev\":\"") {
                return Ok(true);
            }
            if !self.advance()? {
                return Ok(false);
            }
        }
    }
}
