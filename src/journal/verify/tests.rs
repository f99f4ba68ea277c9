//! The check of a store and the check of a file.

use std::io::{BufReader, Cursor};

use proptest::prelude::*;
use tokio::runtime::Builder;

use super::exported::{LinePage, exported_in_pages};
use super::*;
use crate::ids::Seq;
use crate::journal::StreamFold;
use crate::journal::faulty::FaultyStore;
use crate::journal::record::{Body, Chain, Committed, ExportLine, Hash, Record, StreamId};
use crate::journal::store::Store;
use crate::journal::testing::{lot, sealed};

/// A judge that finds one record wrong.
#[derive(Default)]
struct Disagreeing {
    wrong: Option<u64>,
    seen: u64,
}

impl StreamFold for Disagreeing {
    type Read = ();

    fn read(_: &Body) {}

    fn take(&mut self, body: &Body, (): (), place: Committed) -> Result<(), String> {
        assert_eq!((body.seq, body.at), (place.seq, place.at));
        self.seen += 1;
        if Some(body.seq.0) == self.wrong { Err("other verdict".to_owned()) } else { Ok(()) }
    }
}

impl Judge for Disagreeing {
    fn end(&mut self) -> String {
        format!("{} seen", self.seen)
    }
}

async fn checked(
    store: &FaultyStore,
    judge_of: impl Fn(&StreamId) -> Disagreeing + Send + Sync + 'static,
) -> Vec<String> {
    let mut reports = Vec::new();
    let report = |report: StreamReport| {
        reports.push(match report.outcome {
            Ok(state) => format!("{} {} {state}", report.stream, report.last),
            Err(broken) => format!("{} {} {broken}", report.stream, report.last),
        });
    };
    stored(store, judge_of, report).await.unwrap();
    reports
}

#[tokio::test]
async fn every_stream_is_reported_with_its_last_record_and_state() {
    let store = FaultyStore::new();
    assert_eq!(checked(&store, |_| Disagreeing::default()).await, Vec::<String>::new());
    for (id, count) in [("a", 3), ("b", 1_000), ("c", 1_500), ("d", 1)] {
        store.append(&sealed(&lot(id), count)).await.unwrap();
    }

    let reports = checked(&store, |_| Disagreeing::default()).await;

    assert_eq!(reports, ["lot/a 3 3 seen", "lot/b 1000 1000 seen", "lot/c 1500 1500 seen", "lot/d 1 1 seen"]);
}

#[tokio::test]
async fn the_head_is_the_hash_of_the_last_right_record() {
    let store = FaultyStore::new();
    let records = sealed(&lot("a"), 4);
    store.append(&records).await.unwrap();
    store.remove(&lot("a"), Seq(3)).unwrap();
    let mut reports = Vec::new();

    stored(&store, |_| StructureOnly, |report| reports.push(report)).await.unwrap();

    assert_eq!((reports.len(), reports[0].last, reports[0].head), (1, Seq(2), records[1].hash));
}

#[tokio::test]
async fn a_broken_record_ends_its_stream_and_no_other() {
    let store = FaultyStore::new();
    for id in ["a", "b", "c"] {
        store.append(&sealed(&lot(id), 3)).await.unwrap();
    }
    store.tamper(&lot("a"), Seq(2), |record| record.kind = "bid_refused".into());
    let judge_of = |stream: &StreamId| Disagreeing { wrong: (*stream == lot("b")).then_some(3), seen: 0 };

    let reports = checked(&store, judge_of).await;

    let a = "lot/a 1 stream lot/a, record 2: column kind differs from the body";
    let b = "lot/b 2 stream lot/b, record 3: other verdict";
    assert_eq!(reports, [a, b, "lot/c 3 3 seen"]);
}

fn lines_of(records: &[Record]) -> Vec<String> {
    let prevs = std::iter::once(Hash::ZERO).chain(records.iter().map(|record| record.hash));
    records.iter().zip(prevs).map(|(record, prev)| record.export_line(&prev) + "\n").collect()
}

async fn check_file(file: &[u8], wrong: Option<u64>) -> Result<ExportReport, ExportError> {
    // A buffer that is smaller than a line.
    let file = BufReader::with_capacity(7, Cursor::new(file.to_vec()));
    exported(file, |_| Disagreeing { wrong, seen: 0 }).await
}

/// The words for a file: its state, or its first wrong line.
async fn words_for(file: &[u8]) -> String {
    match check_file(file, None).await {
        Ok(report) => report.outcome.unwrap_or_else(|broken| broken.to_string()),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn a_whole_export_is_right_and_so_is_every_prefix_of_lines() {
    let records = sealed(&lot("a"), 3);
    let lines = lines_of(&records);

    for count in 1..=3 {
        let report = check_file(lines[..count].concat().as_bytes(), None).await.unwrap();

        assert_eq!((report.stream, report.last), (Some(lot("a")), records[count - 1].seq));
        assert_eq!((report.head, report.outcome), (records[count - 1].hash, Ok(format!("{count} seen"))));
    }
}

#[tokio::test]
async fn a_file_cut_anywhere_else_is_cut_off_in_its_last_line() {
    let file = lines_of(&sealed(&lot("a"), 2)).concat();
    let ends: Vec<usize> = file.match_indices('\n').map(|(index, _)| index).collect();

    for cut in 1..file.len() {
        let text = words_for(&file.as_bytes()[..cut]).await;
        // Only the line end is missing: the record is whole, as its hash says.
        if ends.contains(&cut) || ends.contains(&(cut - 1)) {
            assert!(text.ends_with(" seen"), "{cut}: {text}");
        } else if cut < ends[0] {
            assert!(
                text == "line 1, record 1: the line is cut off" || text.starts_with("the file is no"),
                "{cut}: {text}"
            );
        } else {
            assert_eq!(text, "line 2, record 2: the line is cut off", "{cut}");
        }
    }
}

#[tokio::test]
async fn wrong_lines_are_named_with_their_record() {
    let lines = lines_of(&sealed(&lot("a"), 4));
    let other = lines_of(&sealed(&lot("b"), 4));
    let file = |order: &[&String]| order.iter().map(|line| line.as_str()).collect::<String>();
    let [one, two, three, four] = [&lines[0], &lines[1], &lines[2], &lines[3]];
    let later = file(&[one, two]);

    for (file, words) in [
        (file(&[one, two, four]), "line 3, record 3: it is missing: record 4 follows"),
        (file(&[two, three]), "line 1, record 1: it is missing: record 2 follows"),
        (file(&[one, three, two]), "line 2, record 2: it is missing: record 3 follows"),
        (file(&[one, two, two]), "line 3, record 2: it is doubled or out of order: record 3 was due"),
        (file(&[one, two, &other[2]]), "line 3, record 3: it belongs to stream lot/b"),
        (later.clone() + "\n" + three, "line 3, record 3: the line does not end in prev and hash"),
        (later.clone() + "\n", "line 3, record 3: the line does not end in prev and hash"),
        (later.replace('\n', "\r\n"), "line 1, record 1: the line does not end in prev and hash"),
        (
            later.replacen("\"seq\":2", "\"seq\":2,\"seq\":2", 1),
            "line 2, record 2: the body cannot be read: duplicate field",
        ),
        (later.replacen("\"b1\"", "\"b7\"", 1), "line 2, record 2: the hash does not match"),
        (later.replacen("\"hash\":\"", "\"hash\":\"0", 1), "line 1, record 1: the line does not end in prev and hash"),
        (later.replace("\"prev\"", "\"redacted\":true,\"prev\""), "line 1, record 1: the line is redacted"),
        ("x\n".to_owned() + one, "line 1, record 1: the line does not end"),
        (String::new(), "the file is empty"),
        ("root:x:0:0:root:/root:/bin/sh\n".to_owned(), "the file is no fairlot journal"),
    ] {
        let text = words_for(file.as_bytes()).await;
        assert!(text.starts_with(words), "{text} instead of {words}");
    }
}

#[tokio::test]
async fn a_line_that_names_another_hash_before_is_wrong_although_its_own_hash_is_right() {
    let records = sealed(&lot("a"), 2);
    let file = records[0].export_line(&Hash::ZERO) + "\n" + &records[1].export_line(&Hash::ZERO);

    assert_eq!(words_for(file.as_bytes()).await, "line 2, record 2: prev is not the hash of the record before");
}

#[tokio::test]
async fn bytes_that_are_no_text_are_named_with_their_line() {
    let mut file = lines_of(&sealed(&lot("a"), 2)).concat().into_bytes();
    let index = file.len() - 100;
    file[index] = 0xff;

    let report = check_file(&file, None).await.unwrap();

    assert_eq!((report.last, report.stream), (Seq(1), Some(lot("a"))));
    assert!(report.outcome.unwrap_err().to_string().starts_with("line 2, record 2: the line is no UTF-8 text"));
}

#[tokio::test]
async fn what_the_judge_finds_wrong_is_named_with_its_line() {
    let file = lines_of(&sealed(&lot("a"), 3)).concat();

    let report = check_file(file.as_bytes(), Some(2)).await.unwrap();

    assert_eq!(report.outcome.unwrap_err().to_string(), "line 2, record 2: other verdict");
    assert_eq!(report.last, Seq(1));
}

#[tokio::test]
async fn a_doubled_record_in_a_store_is_one_that_stands_elsewhere_too() {
    let store = FaultyStore::new();
    store.append(&sealed(&lot("a"), 2)).await.unwrap();
    let mut copy = store.page(&lot("a"), Seq(1), 1).await.unwrap();
    copy[0].seq = Seq(3);
    store.append(&copy).await.unwrap();

    let reports = checked(&store, |_| Disagreeing::default()).await;

    assert_eq!(reports, ["lot/a 2 stream lot/a, record 3: the hash does not match the body and the hash before"]);
}

/// How many lines are right, checked one after the other.
fn right_lines(file: &[u8], wrong: Option<u64>) -> u64 {
    let mut chain: Option<Chain> = None;
    let is_right = |line: &&[u8]| {
        let text = str::from_utf8(line.strip_suffix(b"\n").unwrap_or(line)).ok();
        let Some(line) = text.and_then(|text| ExportLine::read(text).ok()) else { return false };
        let chain = chain.get_or_insert_with(|| Chain::new(line.record().stream.clone()));
        chain.check_line(&line).is_ok() && Some(line.record().seq.0) != wrong
    };
    file.split_inclusive(|byte| *byte == b'\n').take_while(is_right).count().try_into().unwrap()
}

/// What somebody may do to a file of lines.
#[derive(Debug, Clone, Copy)]
enum Damage {
    LineMissing,
    LineDoubled,
    OtherByte(u8),
    CutOff,
}

impl Damage {
    fn apply(self, file: &mut Vec<u8>, place: usize) {
        let place = place % file.len();
        let start = file[..place].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let end = file[place..].iter().position(|byte| *byte == b'\n').map_or(file.len(), |end| place + end + 1);
        match self {
            Self::LineMissing => drop(file.drain(start..end)),
            Self::LineDoubled => drop(file.splice(start..start, file[start..end].to_vec())),
            Self::OtherByte(byte) => file[place] = byte,
            Self::CutOff => file.truncate(place + 1),
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        Just(Damage::LineMissing),
        Just(Damage::LineDoubled),
        any::<u8>().prop_map(Damage::OtherByte),
        Just(Damage::CutOff)
    ]
}

proptest! {
    #[test]
    fn a_file_in_many_pages_is_told_as_line_by_line_and_as_in_one_page(
        count in 2usize..40,
        damages in prop::collection::vec((damage(), any::<usize>()), 0..3),
        wrong in prop::option::of(1u64..60),
        lines_max in 1usize..8,
        bytes in 1usize..3_000,
    ) {
        let mut file = lines_of(&sealed(&lot("a"), count)).concat().into_bytes();
        for (damage, place) in damages {
            if !file.is_empty() {
                damage.apply(&mut file, place);
            }
        }
        let runtime = Builder::new_current_thread().build().unwrap();
        let check = |page| {
            let report = exported_in_pages(Cursor::new(file.clone()), |_| Disagreeing { wrong, seen: 0 }, page);
            runtime.block_on(report).map_err(|error| error.to_string())
        };

        let told = check(LinePage { lines_max, bytes });

        prop_assert_eq!(&told, &check(LinePage { lines_max: usize::MAX, bytes: usize::MAX }));
        if let Ok(report) = &told {
            prop_assert_eq!(report.last.0, right_lines(&file, wrong));
        }
    }
}
