//! Compares every bid of a storm with the journal.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::Context;
use jiff::Timestamp;
use serde::Deserialize;

use super::client::{SentBid, Told};

/// A bid that was written this long before the close and read after it was judged wrongly, even if the server judged
/// rightly what it read. A shorter time is the way through two sockets on a busy machine.
pub(super) const READ_LAG_MAX: Duration = Duration::from_millis(100);

/// The bids of a storm by their outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Audit {
    pub(super) sent: u64,
    /// Read before the close, according to the journal.
    pub(super) in_time: u64,
    pub(super) accepted: u64,
    /// Rightly refused as `closed`.
    pub(super) refused_as_late: u64,
    /// Refused as `closed` though read in time, or written long before the close and read after it.
    pub(super) wrongly_late: u64,
    /// Answered, but the journal has no record of it or another verdict.
    pub(super) lost: u64,
    /// Not answered, or answered that the outcome is not known.
    pub(super) unanswered: u64,
    pub(super) overloaded: u64,
    /// Accepted though read at the close or after it.
    pub(super) accepted_late: u64,
    /// Written before the close and read after it, by any time.
    pub(super) read_late: u64,
    /// The longest of those times, in microseconds.
    pub(super) read_late_lag_us_max: i64,
}

/// The journal's record of a bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RecordedBid {
    seq: u64,
    /// None when it was accepted.
    refused_as: Option<String>,
    received_at: Timestamp,
}

/// Records by bidder and `ref`.
pub(super) type Records = HashMap<(String, String), RecordedBid>;

#[derive(Deserialize)]
struct Line<'a> {
    seq: u64,
    #[serde(borrow)]
    kind: &'a str,
    data: serde_json::Value,
}

impl Audit {
    /// Judged wrongly as late, lost, or unanswered.
    pub(super) fn wronged(&self) -> u64 {
        self.wrongly_late + self.lost + self.unanswered
    }
}

/// The bids in a lot's exported journal.
pub(super) fn records(history: &str) -> anyhow::Result<Records> {
    let mut records = Records::new();
    for line in history.lines() {
        let line: Line<'_> = serde_json::from_str(line).with_context(|| format!("no record: {line}"))?;
        let text = |name: &str| line.data[name].as_str().map(str::to_owned);
        let refused_as = match line.kind {
            "bid_accepted" => None,
            "bid_refused" => Some(text("reason").context("a refusal has a reason")?),
            _ => continue,
        };
        let key = text("bidder").zip(text("ref")).context("a bid has a bidder and a ref")?;
        let received_at = text("received_at").context("a bid was received")?.parse()?;
        records.insert(key, RecordedBid { seq: line.seq, refused_as, received_at });
    }
    Ok(records)
}

/// Looks up each bid of each bidder.
pub(super) fn audit(sent: &[(String, SentBid)], records: &Records, closes_at: Timestamp) -> Audit {
    let mut audit = Audit { sent: sent.len() as u64, ..Audit::default() };
    for (bidder, bid) in sent {
        let record = records.get(&(bidder.clone(), bid.number.to_string()));
        if let Some(record) = record {
            audit.look_at_times(bid, record, closes_at);
        }
        let right = match (&bid.told, record) {
            (None | Some((Told::Unavailable, _)), _) => {
                audit.unanswered += 1;
                continue;
            }
            (Some((Told::Overloaded, _)), None) => {
                audit.overloaded += 1;
                continue;
            }
            (Some((Told::Accepted { seq }, _)), Some(record)) => record.seq == *seq && record.refused_as.is_none(),
            (Some((Told::Refused { seq, reason }, _)), Some(record)) => {
                record.seq == *seq && record.refused_as.as_ref() == Some(reason)
            }
            (Some(_), _) => false,
        };
        audit.lost += u64::from(!right);
    }
    audit
}

impl Audit {
    fn look_at_times(&mut self, bid: &SentBid, record: &RecordedBid, closes_at: Timestamp) {
        let in_time = record.received_at < closes_at;
        self.in_time += u64::from(in_time);
        self.accepted += u64::from(record.refused_as.is_none());
        self.accepted_late += u64::from(!in_time && record.refused_as.is_none());
        let as_late = record.refused_as.as_deref() == Some("closed");
        let left = bid.written_at.map(|written_at| closes_at.duration_since(written_at));
        let lag = left.filter(|left| !in_time && left.is_positive());
        if let Some(lag) = lag {
            self.read_late += 1;
            let us = i64::try_from(lag.as_micros()).unwrap_or(i64::MAX);
            self.read_late_lag_us_max = self.read_late_lag_us_max.max(us);
        }
        let read_too_late = lag.is_some_and(|lag| lag.unsigned_abs() > READ_LAG_MAX);
        if (as_late && in_time) || read_too_late {
            self.wrongly_late += 1;
        } else if as_late {
            self.refused_as_late += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    const CLOSE: Timestamp = Timestamp::constant(1_700_000_000, 0);

    fn bid(number: u64, written_ms: i64, told: Option<Told>) -> (String, SentBid) {
        let told = told.map(|told| (told, Duration::from_millis(1)));
        let written_at = Some(CLOSE + jiff::SignedDuration::from_millis(written_ms));
        ("acme".to_owned(), SentBid { number, due: Instant::now(), written_at, told })
    }

    fn record(number: u64, received_ms: i64, refused_as: Option<&str>) -> ((String, String), RecordedBid) {
        let received_at = CLOSE + jiff::SignedDuration::from_millis(received_ms);
        let refused_as = refused_as.map(str::to_owned);
        (("acme".to_owned(), number.to_string()), RecordedBid { seq: number, refused_as, received_at })
    }

    fn accepted(seq: u64) -> Told {
        Told::Accepted { seq }
    }

    fn closed(seq: u64) -> Told {
        Told::Refused { seq, reason: "closed".to_owned() }
    }

    #[test]
    fn rightly_judged_bids_are_not_counted_as_wronged() {
        let sent = [bid(1, -5, Some(accepted(1))), bid(2, 5, Some(closed(2))), bid(3, -2, Some(closed(3)))];
        let records = Records::from([record(1, -4, None), record(2, 6, Some("closed")), record(3, 1, Some("closed"))]);

        let audit = audit(&sent, &records, CLOSE);

        assert_eq!((audit.wronged(), audit.accepted_late), (0, 0));
        assert_eq!((audit.in_time, audit.accepted, audit.refused_as_late), (1, 1, 2));
        assert_eq!((audit.read_late, audit.read_late_lag_us_max), (1, 2_000));
    }

    #[test]
    fn a_bid_in_time_that_was_refused_as_late_is_found() {
        let audit = audit(&[bid(1, -5, Some(closed(1)))], &Records::from([record(1, -1, Some("closed"))]), CLOSE);

        assert_eq!(audit.wrongly_late, 1);
    }

    #[test]
    fn a_bid_at_the_instant_of_the_close_is_late() {
        let sent = [bid(1, 0, Some(accepted(1))), bid(2, 0, Some(closed(2)))];
        let records = Records::from([record(1, 0, None), record(2, 0, Some("closed"))]);

        let audit = audit(&sent, &records, CLOSE);

        assert_eq!((audit.accepted_late, audit.refused_as_late, audit.wrongly_late), (1, 1, 0));
    }

    #[test]
    fn a_bid_that_was_read_much_too_late_is_wronged_whatever_the_journal_says() {
        let audit = audit(&[bid(1, -500, Some(closed(1)))], &Records::from([record(1, 1, Some("closed"))]), CLOSE);

        assert_eq!((audit.wrongly_late, audit.refused_as_late), (1, 0));
    }

    #[test]
    fn an_answer_without_its_record_is_lost_and_no_answer_is_unanswered() {
        let sent = [
            bid(1, -5, Some(accepted(1))),
            bid(2, -5, Some(accepted(2))),
            bid(3, -5, None),
            bid(4, -5, Some(Told::Unavailable)),
            bid(5, -5, Some(Told::Overloaded)),
        ];
        let records = Records::from([record(2, -4, Some("beaten")), record(3, -4, None)]);

        let audit = audit(&sent, &records, CLOSE);

        assert_eq!((audit.lost, audit.unanswered, audit.overloaded, audit.wronged()), (2, 2, 1, 4));
    }

    #[test]
    fn bids_are_read_from_an_exported_journal() {
        let history = concat!(
            r#"{"stream":"lot/1","seq":1,"at":"x","kind":"lot_opened","data":{}}"#,
            "\n",
            r#"{"stream":"lot/1","seq":2,"at":"x","kind":"bid_refused","data":{"bidder":"acme","ref":"2","#,
            r#""reason":"closed","received_at":"2023-11-14T22:13:20.006000Z"}}"#,
        );

        assert_eq!(records(history).unwrap(), Records::from([record(2, 6, Some("closed"))]));
    }
}
