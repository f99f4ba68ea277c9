//! The bytes and hashes of records, and that every change is found.

mod tampering;

use super::*;
use std::sync::Arc;

use crate::clock::Instant;
use crate::ids::{EventId, OrgId, PersonId, Seq};
use crate::journal::testing::{bids, draft, lot, sealed};

const SALT: &str = "00112233445566778899aabbccddeeff";

fn written(stream: &StreamId, seq: u64, draft: &Draft) -> String {
    let mut text = Vec::new();
    body::write(&mut text, stream, Seq(seq), &draft.at.to_string(), draft, SALT.as_bytes());
    String::from_utf8(text).unwrap()
}

#[test]
fn a_body_is_written_exactly_so() {
    let bid = draft("bid_accepted", 7, r#"{"bidder":"acme","prices":{"m":"2.98"}}"#);

    let text = written(&lot("l1"), 7, &bid);

    assert_eq!(
        text,
        r#"{"stream":"lot/l1","seq":7,"at":"2026-11-21T14:00:00.000007Z","actor":{"role":"supplier","org":"acme","person":"u1"},"kind":"bid_accepted","data":{"bidder":"acme","prices":{"m":"2.98"}},"salt":"00112233445566778899aabbccddeeff"}"#
    );
}

#[test]
fn the_system_is_an_actor_without_a_person() {
    let opened = Draft { actor: Actor::System, ..draft("lot_opened", 0, "{}") };

    assert!(written(&lot("l1"), 1, &opened).contains(r#""actor":{"role":"system"},"kind""#));
}

#[test]
fn a_hash_covers_the_hash_before_and_the_bytes() {
    // From another implementation: Python's hashlib.
    let first = Hash::ZERO.followed_by(br#"{"a":1}"#);
    let second = first.followed_by(br#"{"a":1}"#);

    assert_eq!(first.to_string(), "b06a229070741292512e8760f470dd7a4c46ccfdf253df781d88dabe58c1ccb1");
    assert_eq!(second.to_string(), "8525687e545d2982c97f6a47d9885d765704ede6b781e21a7dbe55996ac163be");
    assert_eq!(Hash::from_hex(&first.to_string()), Some(first));
    assert_eq!(Hash::from_hex(&first.to_string().to_uppercase()), None);
    assert_eq!(Hash::from_hex(&first.to_string()[1..]), None);
}

#[test]
fn a_sealed_stream_checks_and_continues() {
    let records = sealed(&lot("l1"), 3);
    let more = seal(&lot("l1"), Committed::from(&records[2]), &bids(5)[3..]);

    let mut chain = Chain::new(lot("l1"));
    for (record, place) in records.iter().chain(&more).zip(1..) {
        let body = chain.check(record).unwrap();
        assert_eq!((body.seq, body.at, &*body.kind), (Seq(place), record.at, &*record.kind));
    }
    assert_eq!(chain.tail(), Committed::from(&more[1]));
    assert_ne!(salt_of(&records[0]), salt_of(&records[1]));
}

#[test]
fn records_of_one_batch_keep_their_own_instants_and_kinds() {
    let decided = [("a", 0), ("a", 0), ("b", 0), ("b", 1), ("a", 1), ("a", 2)];
    let drafts: Vec<Draft> = decided.iter().map(|(kind, after_us)| draft(kind, *after_us, "{}")).collect();

    let records = seal(&lot("l1"), Committed::NOTHING, &drafts);

    let mut chain = Chain::new(lot("l1"));
    for (record, draft) in records.iter().zip(&drafts) {
        let body = chain.check(record).unwrap();
        assert_eq!((body.at, &*body.kind), (draft.at, draft.kind));
    }
}

#[test]
fn records_that_do_not_follow_are_a_bug() {
    let records = sealed(&lot("l1"), 4);
    let tail = Committed::from(&records[0]);
    let with_wrong_hash = Record { hash: Hash::ZERO, ..records[1].clone() };
    let too_early = Record { at: Instant::from_micros(0), ..records[1].clone() };

    tail.assert_followed_by(&records[1..]);

    for wrong in [&records[2..], &[records[1].clone(), records[3].clone()], &[with_wrong_hash], &[too_early]] {
        assert!(std::panic::catch_unwind(|| tail.assert_followed_by(wrong)).is_err(), "{wrong:?}");
    }
}

fn salt_of(record: &Record) -> &str {
    record.body.rsplit_once(r#","salt":""#).unwrap().1
}

#[test]
fn an_export_line_is_the_body_with_both_hashes_in_it() {
    let records = sealed(&lot("l1"), 2);

    let line = records[1].export_line(&records[0].hash);

    let body = records[1].body.strip_suffix('}').unwrap();
    let (prev, hash) = (records[0].hash, records[1].hash);
    assert_eq!(line, format!(r#"{body},"prev":"{prev}","hash":"{hash}"}}"#));
    serde_json::from_str::<serde_json::Value>(&line).unwrap();
    let read = ExportLine::read(&line).unwrap();
    assert_eq!((read.record(), *read.prev()), (&records[1], prev));
}

#[test]
fn a_text_that_is_not_written_as_a_body_is_refused() {
    let good = written(&lot("l1"), 7, &draft("b", 0, r#"{"a":{"x":1},"b":"c d"}"#));
    Body::read(&good).unwrap();

    for (from, to) in [
        (r#"{"stream""#, r#" {"stream""#),
        (r#""seq":7,"at""#, r#""seq": 7,"at""#),
        (r#""seq":7"#, r#""seq":7.0"#),
        (r#""seq":7"#, r#""seq":07"#),
        (r#""seq":7"#, r#""seq":"7""#),
        (r#""seq":7,"#, ""),
        (r#""seq":7,"#, r#""seq":7,"seq":7,"#),
        (r#""seq":7,"#, r#""seq":7,"more":1,"#),
        ("lot/l1", r"lot\/l1"),
        ("lot/l1", r"\u006cot/l1"),
        ("00.000000Z", "00Z"),
        ("00.000000Z", "00.000000+00:00"),
        (r#","person":"u1""#, ""),
        (r#""role":"supplier","org":"acme""#, r#""org":"acme","role":"supplier""#),
        (r#""role":"supplier""#, r#""role":"system""#),
        (r#""org":"acme""#, r#""org":"acme","x":1"#),
        (r#"{"a":{"x":1}"#, r#"{"a": {"x":1}"#),
        (r#"{"x":1}"#, r#"{"x":1,"x":1}"#),
        (r#"{"x":1}"#, r#"{"x":1,"\u0078":1}"#),
        (r#"{"a":{"x":1},"b":"c d"}"#, "[]"),
        (r#"{"a":{"x":1},"b":"c d"}"#, r#""text""#),
        ("00112233", "0011223"),
        ("aabb", "AABB"),
        (r#"eeff"}"#, r#"eeff"} "#),
        (r#"eeff"}"#, r#"eeff"}}"#),
        (r#"eeff"}"#, r#"eeff""#),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        assert!(Body::read(&bad).is_err(), "{bad}");
    }
}

#[test]
fn a_line_with_anything_around_it_is_refused() {
    let record = &sealed(&lot("l1"), 1)[0];
    let line = record.export_line(&Hash::ZERO);

    for bad in [
        format!("{line} "),
        format!(" {line}"),
        format!("{line}\r"),
        line.replacen(",\"prev\"", ", \"prev\"", 1),
        line.replacen("\"hash\":\"", "\"hash\":\"A", 1),
        line.to_uppercase(),
        line[..line.len() - 1].to_owned(),
        record.body.to_string(),
        String::new(),
        "é".repeat(80),
    ] {
        assert!(ExportLine::read(&bad).is_err(), "{bad}");
    }
}

#[test]
fn a_stream_with_an_invalid_name_is_broken_at_its_first_record() {
    let nowhere = StreamId::from_storage("elsewhere/1");

    let broken = Chain::new(nowhere.clone()).check(&sealed(&nowhere, 1)[0]).unwrap_err();

    assert_eq!((broken.seq, broken.fault.as_str()), (Seq(1), "no stream has such a name"));
}

#[test]
fn a_stream_name_says_what_the_stream_is_about() {
    let id = EventId::parse("e/1").unwrap();
    assert_eq!(StreamId::parse("event/e/1").unwrap(), StreamId::event(&id));
    assert_eq!(StreamId::event(&id).kind(), Some(StreamKind::Event(id)));
    let partnership = OrgId::parse("p").unwrap();
    assert_eq!(StreamId::partnership(&partnership).kind(), Some(StreamKind::Partnership(partnership)));
    for text in ["", "lot", "lot/", "Lot/1", "lots/1", "lot/\u{7}"] {
        assert_eq!(StreamId::parse(text), Err(BadStreamId), "{text}");
    }
}
