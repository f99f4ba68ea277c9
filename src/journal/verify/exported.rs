//! Checks an exported file: one stream, one record per line.
//!
//! A file that was cut at the end of a line is a valid prefix of its stream.

use std::io::{self, BufRead, Read};
use std::iter;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use futures::stream::{self, Stream};
use tokio::task::spawn_blocking;

use super::judge::{Freeing, Judge};
use crate::ids::Seq;
use crate::journal::fold::{FoldedStream, Folding, StreamRun, Unchecked};
use crate::journal::record::{BadLine, Body, Broken, Chain, Committed, ExportLine, Hash, StreamId};

/// The longest line that is read. The largest record is a published event with all its lots.
const LINE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// What is read before it is given to be checked.
const PAGE: LinePage = LinePage { lines_max: 1_000, bytes: 1_024 * 1_024 };

/// The bounds of a page of lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinePage {
    pub(super) lines_max: usize,
    /// A page that has them takes no further line.
    pub(super) bytes: usize,
}

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

/// Checks an export, on all cores. `judge_of` makes the judge for the stream that the file holds.
///
/// # Errors
/// [`ExportError`] where the source cannot be read, is empty or is something else altogether.
pub async fn exported<J: Judge>(
    source: impl BufRead + Send + 'static,
    judge_of: impl FnOnce(&StreamId) -> J,
) -> Result<ExportReport, ExportError> {
    exported_in_pages(source, judge_of, PAGE).await
}

/// The same, in pages within other bounds.
pub(super) async fn exported_in_pages<J: Judge>(
    source: impl BufRead + Send + 'static,
    judge_of: impl FnOnce(&StreamId) -> J,
    page: LinePage,
) -> Result<ExportReport, ExportError> {
    let mut lines = Lines { source, page, bytes: Vec::new() };
    if !lines.advance()? {
        return Err(ExportError::Empty);
    }
    let first = match lines.line().read(ExportLine::read) {
        Ok(first) => first,
        Err(fault) if lines.are_of_a_journal()? => {
            let broken = BrokenLine { line: 1, seq: Seq(1), fault };
            return Ok(ExportReport { stream: None, last: Seq::ZERO, head: Hash::ZERO, outcome: Err(broken) });
        }
        Err(_) => return Err(ExportError::NoJournal),
    };
    let stream = first.record().stream.clone();
    let judge = Mutex::new(Some(judge_of(&stream)));
    let judge_once =
        move |_: &StreamId| judge.lock().unwrap_or_else(PoisonError::into_inner).take().expect("a file has one stream");
    let mut folding = Folding::of(pages(lines, stream), judge_once);
    let FoldedStream { stream, last, outcome } = folding.next().await?.expect("the file has a line");
    let outcome = match outcome {
        Ok(mut judge) => {
            let state = judge.end();
            Freeing::default().free(judge, last.seq);
            Ok(state)
        }
        // A right line holds the record of its number.
        Err(Broken { seq, fault, .. }) => Err(BrokenLine { line: last.seq.next().0, seq, fault }),
    };
    Ok(ExportReport { stream: Some(stream), last: last.seq, head: last.hash, outcome })
}

/// The file page by page, from the line in the buffer on. It ends after a line that is no record: what follows is not
/// judged.
fn pages<R: BufRead + Send + 'static>(
    lines: Lines<R>,
    stream: StreamId,
) -> impl Stream<Item = io::Result<Vec<StreamRun<ExportedLine>>>> {
    stream::try_unfold(Some((lines, None)), move |rest| {
        let stream = stream.clone();
        async move {
            let Some((mut lines, before)) = rest else { return Ok(None) };
            let read = spawn_blocking(move || lines.next_page().map(|page| (page, lines)));
            let (records, lines) = read.await.map_err(io::Error::other)??;
            let Some(last) = records.last() else { return Ok(None) };
            let tail = last.read(ExportLine::read).map(|last| Committed::from(last.record()));
            let next = tail.ok().map(|tail| (lines, Some(tail)));
            Ok(Some((vec![StreamRun { stream, before, records }], next)))
        }
    })
}

/// A line as it was read, with its line end.
struct ExportedLine {
    /// The page to which it belongs.
    page: Arc<[u8]>,
    place: Range<usize>,
}

impl Unchecked for ExportedLine {
    fn len(&self) -> usize {
        self.place.len()
    }

    fn check(self, chain: &mut Chain) -> Result<Body, Broken> {
        let due = chain.tail().seq.next();
        let line = self.read(|text| chain.read_line(text));
        let line = line.map_err(|fault| Broken { stream: chain.stream().clone(), seq: due, fault })?;
        chain.check_line(&line)?;
        Ok(line.into_body())
    }
}

impl ExportedLine {
    /// Reads the line with `parse`. A last line may lack its line end: its hash says whether it is whole.
    fn read(&self, parse: impl FnOnce(&str) -> Result<ExportLine, BadLine>) -> Result<ExportLine, String> {
        let line = &self.page[self.place.clone()];
        let (bytes, is_ended) = match line.strip_suffix(b"\n") {
            Some(bytes) => (bytes, true),
            None => (line, false),
        };
        let text = str::from_utf8(bytes).map_err(|error| format!("the line is no UTF-8 text: {error}"))?;
        parse(text).map_err(|bad| match bad {
            BadLine::NoHashes if !is_ended => "the line is cut off".to_owned(),
            BadLine::NoHashes | BadLine::Body(_) if text.contains("\"redacted\":true") => {
                "the line is redacted: only whole records can be checked".to_owned()
            }
            BadLine::NoHashes | BadLine::Body(_) => bad.to_string(),
        })
    }
}

/// The lines of a file.
struct Lines<R> {
    source: R,
    page: LinePage,
    /// The lines that were read and not taken.
    bytes: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Appends the next line to the buffer. Returns its length; 0 at the end of the file.
    fn append(&mut self) -> io::Result<usize> {
        self.source.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut self.bytes)
    }

    /// Reads the next line into the buffer, in place of what it holds; false at the end of the file.
    fn advance(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        Ok(self.append()? > 0)
    }

    /// The line in the buffer.
    fn line(&self) -> ExportedLine {
        ExportedLine { page: self.bytes.as_slice().into(), place: 0..self.bytes.len() }
    }

    /// The line in the buffer, if there is one, and the next ones; none at the end of the file.
    fn next_page(&mut self) -> io::Result<Vec<ExportedLine>> {
        let mut ends = Vec::from_iter(Some(self.bytes.len()).filter(|end| *end > 0));
        while ends.len() < self.page.lines_max && self.bytes.len() < self.page.bytes && self.append()? > 0 {
            ends.push(self.bytes.len());
        }
        let page: Arc<[u8]> = self.bytes.as_slice().into();
        self.bytes.clear();
        let starts = iter::once(0).chain(ends.iter().copied());
        Ok(starts.zip(&ends).map(|(start, end)| ExportedLine { page: Arc::clone(&page), place: start..*end }).collect())
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
