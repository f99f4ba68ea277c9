//! Every change of a record is found, and every unchanged record is accepted.

use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;
use crate::journal::testing::START;

#[test]
fn missing_and_doubled_records_are_named() {
    let records = sealed(&lot("l1"), 5);
    let mut chain = Chain::new(lot("l1"));
    for record in &records[..3] {
        chain.check(record).unwrap();
    }

    let missing = chain.check(&records[4]).unwrap_err();
    let doubled = chain.check(&records[2]).unwrap_err();
    let foreign = chain.check(&sealed(&lot("l2"), 4)[3]).unwrap_err();

    assert_eq!(missing.to_string(), "stream lot/l1, record 4: it is missing: record 5 follows");
    assert_eq!((doubled.seq, doubled.fault.contains("doubled")), (Seq(3), true));
    assert_eq!((foreign.seq, foreign.fault.as_str()), (Seq(4), "it belongs to stream lot/l2"));
    chain.check(&records[3]).unwrap();
}

/// A record that was sealed again, with its hash, by a person who can write to the store.
fn resealed(record: &Record, prev: Hash, change: impl FnOnce(String) -> String) -> Record {
    let body: Arc<str> = change(record.body.to_string()).into();
    Record { hash: prev.followed_by(body.as_bytes()), body, ..record.clone() }
}

#[test]
fn a_right_hash_does_not_excuse_a_wrong_body() {
    let records = sealed(&lot("l1"), 2);
    let mut chain = Chain::new(lot("l1"));
    chain.check(&records[0]).unwrap();
    let fault = |chain: &mut Chain, from: &str, to: &str| {
        let record = resealed(&records[1], records[0].hash, |body| body.replacen(from, to, 1));
        chain.check(&record).unwrap_err().fault
    };

    assert_eq!(fault(&mut chain, "lot/l1", "lot/l2"), "column stream differs from the body");
    assert_eq!(fault(&mut chain, r#""seq":2"#, r#""seq":3"#), "column seq differs from the body");
    assert_eq!(fault(&mut chain, "000001Z", "000002Z"), "column at differs from the body");
    assert_eq!(fault(&mut chain, "bid_accepted", "bid_refused"), "column kind differs from the body");
    assert_eq!(fault(&mut chain, r#""data":{"#, r#""data": {"#), "the body is not written as a body is written");
    assert!(fault(&mut chain, r#""data":{"#, r#""data":{{"#).starts_with("the body cannot be read: "));
}

#[test]
fn time_that_runs_backwards_is_broken() {
    let records = sealed(&lot("l1"), 1);
    let mut chain = Chain::new(lot("l1"));
    chain.check(&records[0]).unwrap();
    let earlier = Committed { at: START.plus_micros(-5), ..chain.tail() };
    let record = &seal(&lot("l1"), earlier, &[draft("b", -1, "{}")])[0];

    let broken = chain.check(record).unwrap_err();

    assert!(broken.fault.starts_with("at runs backwards"), "{broken}");
}

#[derive(Debug, Clone, Copy)]
enum Column {
    Stream,
    Seq,
    At,
    Kind,
    Body,
    Hash,
}

/// The record with one bit of one column changed; none where the change gives no text.
fn flipped(record: &Record, column: Column, byte: usize, bit: u8) -> Option<Record> {
    let flip = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        let index = byte % bytes.len();
        bytes[index] ^= 1 << bit;
        String::from_utf8(bytes).ok()
    };
    let mut record = record.clone();
    match column {
        Column::Stream => record.stream = StreamId::from_storage(&flip(record.stream.as_str())?),
        Column::Seq => record.seq = Seq(record.seq.0 ^ (1 << (byte % 40))),
        Column::At => record.at = Instant::from_micros(record.at.as_micros() ^ (1 << (byte % 63))),
        Column::Kind => record.kind = flip(&record.kind)?.into(),
        Column::Body => record.body = flip(&record.body)?.into(),
        Column::Hash => record.hash.0[byte % 32] ^= 1 << bit,
    }
    Some(record)
}

fn column() -> impl Strategy<Value = Column> {
    prop::sample::select(vec![Column::Stream, Column::Seq, Column::At, Column::Kind, Column::Body, Column::Hash])
}

fn data() -> impl Strategy<Value = Box<RawValue>> {
    let value = prop_oneof![any::<i64>().prop_map(|n| n.to_string()), ".{0,12}".prop_map(|text| json(&text))];
    prop::collection::btree_map(".{0,6}", value, 0..20).prop_map(|members| {
        let members: Vec<String> = members.iter().map(|(key, value)| format!("{}:{value}", json(key))).collect();
        RawValue::from_string(format!("{{{}}}", members.join(","))).unwrap()
    })
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

proptest! {
    #[test]
    fn whatever_is_sealed_is_read_back_and_exported_byte_for_byte(
        name in "[^\\p{Cc}]{1,16}", org in "[^\\p{Cc}]{1,16}", data in prop::collection::vec(data(), 1..4),
    ) {
        let stream = lot(&name);
        let actor = Actor::Buyer { org: OrgId::parse(&org).unwrap(), person: PersonId::parse(&name).unwrap() };
        let drafts = data.into_iter().map(|data| Draft { at: START, actor: actor.clone(), kind: "k\"\\", data });
        let drafts: Vec<Draft> = drafts.collect();

        let records = seal(&stream, Committed::NOTHING, &drafts);

        let (mut stored, mut exported) = (Chain::new(stream.clone()), Chain::new(stream));
        for (record, draft) in records.iter().zip(&drafts) {
            let text = record.export_line(&exported.tail().hash);
            let (line, quick) = (ExportLine::read(&text).unwrap(), exported.read_line(&text).unwrap());
            prop_assert_eq!(line.record(), record);
            prop_assert_eq!(format!("{quick:?}"), format!("{line:?}"));
            exported.check_line(&line).unwrap();
            let body = stored.check(record).unwrap();
            prop_assert_eq!((&body.actor, body.data.get()), (&draft.actor, draft.data.get()));
        }
    }

    #[test]
    fn one_changed_bit_in_any_column_breaks_the_chain_there(
        place in 0usize..4, column in column(), byte in 0usize..4096, bit in 0u8..8,
    ) {
        let records = sealed(&lot("l1"), 4);
        prop_assume!(flipped(&records[place], column, byte, bit).is_some());
        let changed = flipped(&records[place], column, byte, bit).unwrap();
        let mut chain = Chain::new(lot("l1"));
        for record in &records[..place] {
            chain.check(record).unwrap();
        }

        let broken = chain.check(&changed).unwrap_err();

        // A later position is a gap, and the gap is at the position that was due.
        prop_assert_eq!(broken.seq, changed.seq.min(records[place].seq));
    }

    #[test]
    fn one_changed_byte_of_an_export_line_is_seen(place in 0usize..3, byte in 0usize..4096, to in any::<char>()) {
        let records = sealed(&lot("l1"), 3);
        let prev = if place == 0 { Hash::ZERO } else { records[place - 1].hash };
        let line = records[place].export_line(&prev);
        let index = byte % line.len();
        prop_assume!(!line[index..].starts_with(to));
        let changed = format!("{}{to}{}", &line[..index], &line[index + 1..]);
        let mut chain = Chain::new(lot("l1"));
        for record in &records[..place] {
            chain.check(record).unwrap();
        }

        let (read, quick) = (ExportLine::read(&changed), chain.read_line(&changed));

        prop_assert_eq!(format!("{quick:?}"), format!("{read:?}"));
        prop_assert!(read.map_or(true, |line| chain.check_line(&line).is_err()));
    }
}
