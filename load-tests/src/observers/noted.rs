//! What a crowd of observers was sent, and when; its process writes that down for the one that started it.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::frames::Frame;

/// A state that has reached an observer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// Microseconds since 1970.
    pub(crate) at_us: u64,
    /// The last record that the observer knew of until then.
    pub(crate) known: u64,
}

/// A beat that has reached an observer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Beat {
    /// Microseconds since 1970.
    pub(crate) at_us: u64,
    /// Microseconds since the observer's last message.
    pub(crate) after_us: u64,
}

/// All that a crowd was sent.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) beats: Vec<Beat>,
    /// The bytes of one update.
    pub(crate) frame: Vec<u8>,
}

impl Noted {
    /// Reads what [`Noted::write`] has written.
    pub(super) fn read(notes: &Path) -> anyhow::Result<Self> {
        let deliveries = pairs(notes)?.into_iter().map(|(at_us, known)| Delivery { at_us, known }).collect();
        let beats = pairs(&beats_file(notes))?.into_iter().map(|(at_us, after_us)| Beat { at_us, after_us }).collect();
        Ok(Self { deliveries, beats, frame: std::fs::read(frame_file(notes))? })
    }

    pub(super) fn write(&self, notes: &Path) -> anyhow::Result<()> {
        write_pairs(notes, self.deliveries.iter().map(|delivery| (delivery.at_us, delivery.known)))?;
        write_pairs(&beats_file(notes), self.beats.iter().map(|beat| (beat.at_us, beat.after_us)))?;
        Ok(std::fs::write(frame_file(notes), &self.frame)?)
    }

    /// What came at that moment or later.
    pub(super) fn since(mut self, from_us: u64) -> Self {
        self.deliveries.retain(|delivery| delivery.at_us >= from_us);
        self.beats.retain(|beat| beat.at_us >= from_us);
        self
    }

    /// Notes a frame for an observer that was told something at `told_at_us` and knows of the record `known`.
    pub(super) fn take(&mut self, frame: &Frame<'_>, at_us: u64, told_at_us: &mut u64, known: &mut Option<u64>) {
        if frame.is_close() {
            self.frame.clear();
        } else if frame.is_beat() {
            self.beats.push(Beat { at_us, after_us: at_us.saturating_sub(*told_at_us) });
            *told_at_us = at_us;
        } else if let Some(seq) = frame.seq() {
            if let Some(known) = *known {
                self.deliveries.push(Delivery { at_us, known });
                if let Some(whole) = frame.whole()
                    && self.frame.len() != whole.len()
                {
                    whole.clone_into(&mut self.frame);
                }
            }
            *known = Some(seq);
            *told_at_us = at_us;
        }
    }
}

/// The lines of a file, each with two numbers.
fn pairs(file: &Path) -> anyhow::Result<Vec<(u64, u64)>> {
    let text = std::fs::read_to_string(file)?;
    text.lines().map(pair).collect::<Option<_>>().context("notes are two numbers a line")
}

fn pair(line: &str) -> Option<(u64, u64)> {
    let (one, other) = line.split_once(' ')?;
    Some((one.parse().ok()?, other.parse().ok()?))
}

fn write_pairs(file: &Path, pairs: impl Iterator<Item = (u64, u64)>) -> anyhow::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(file)?);
    for (one, other) in pairs {
        writeln!(file, "{one} {other}")?;
    }
    Ok(file.flush()?)
}

fn frame_file(notes: &Path) -> PathBuf {
    notes.with_extension("frame")
}

fn beats_file(notes: &Path) -> PathBuf {
    notes.with_extension("beats")
}

#[cfg(test)]
mod tests {
    use super::super::frames::Reader;
    use super::*;

    fn noted(texts: &[(u64, &str)]) -> Noted {
        let mut noted = Noted::default();
        let (mut reader, mut told_at_us, mut known) = (Reader::default(), 0, None);
        for (at_us, text) in texts {
            let bytes = [&[0x81, u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
            reader.read(&bytes, |frame| noted.take(frame, *at_us, &mut told_at_us, &mut known));
        }
        noted
    }

    #[test]
    fn a_beat_is_noted_with_the_time_since_the_last_message() {
        let (lot, update) = (r#"{"type":"lot","lot":"l","seq":7}"#, r#"{"type":"update","lot":"l","seq":8}"#);
        let beat = r#"{"type":"beat","now":"n","next_ms":10000}"#;

        let noted = noted(&[(100, lot), (110, beat), (125, beat), (126, update), (140, beat)]);

        assert_eq!(noted.beats.iter().map(|beat| beat.after_us).collect::<Vec<_>>(), [10, 15, 14]);
        assert_eq!(noted.deliveries, [Delivery { at_us: 126, known: 7 }]);
    }

    #[test]
    fn notes_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("notes");
        let delivery = |at_us| Delivery { at_us, known: 7 };
        let beat = |at_us| Beat { at_us, after_us: 10 };
        let deliveries = vec![delivery(1), delivery(u64::MAX)];
        let noted = Noted { deliveries, beats: vec![beat(1), beat(2)], frame: b"frame".to_vec() };

        noted.write(&file).unwrap();

        let read = Noted::read(&file).unwrap().since(2);
        assert_eq!((read.deliveries, read.beats), (vec![delivery(u64::MAX)], vec![beat(2)]));
        assert_eq!((read.frame.as_slice(), pair("1")), (b"frame".as_slice(), None));
    }
}
