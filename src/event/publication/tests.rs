//! What is frozen, its digest, and how it is read back.

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{LOT_PUBLISHED_SCHEMA, LotPublished, NotFrozen, Publication, digest};
use crate::auction::{ByItem, RULES_VERSION};
use crate::event::document::limits::DOCUMENT_BYTES_MAX;
use crate::event::fixture::{at, bidders_of_most_lots, least, parse, parsed, plain, with, without, worked};
use crate::event::{EventDocument, Level};
use crate::ids::{EventId, LotId, OrgId};
use crate::json::Code;
use crate::money::Amount;

const NOW: &str = "2026-11-17T09:00:00Z";

fn freeze(document: &Value) -> Publication {
    Publication::freeze(&parsed(document), at(NOW)).unwrap()
}

fn first_record(publication: &Publication) -> LotPublished {
    LotPublished {
        schema: LOT_PUBLISHED_SCHEMA,
        rules_version: RULES_VERSION,
        event: publication.text.clone(),
        lot: 0,
        alias_key: "0123456789abcdefABCDEF".repeat(3)[..64].to_owned(),
        receipt_key: "key".to_owned(),
        event_id: EventId::parse("e1").unwrap(),
        owner: OrgId::parse("wtp").unwrap(),
        digest: publication.digest.clone(),
    }
}

fn lot_id() -> LotId {
    LotId::parse("l1").unwrap()
}

// L8.8
fn prices(opening: &ByItem<Amount>) -> Vec<String> {
    opening.iter().map(ToString::to_string).collect()
}

#[test]
fn the_digest_of_the_worked_example_stays_the_same() {
    let publication = freeze(&worked());

    assert_eq!(publication.digest, "sha256:25ca5fa097e6aeb4f8fb462db710d5375f4f4b4f2dbc697e4f0f6ae90c172a1d");
    assert_eq!(publication.digest, digest(&publication.text));
    assert_eq!(serde_json::from_str::<EventDocument>(publication.text.get()).unwrap(), publication.document);
}

/// The digest of the worked example before there were contacts and starts of contracts, and before other trusts could be
/// hidden.
const OLD_DIGEST: &str = "sha256:98bcf8a5c572515463c1a1d4e4ab376d14f55a8021ee9bb70be0404e5fcb19e5";

// G110, G111
#[test]
fn a_document_frozen_before_a_rule_was_made_is_read_as_it_was() {
    let publication = freeze(&worked());
    let today = publication.text.get();
    let later = ["\"contact\":null,", "\"contract_starts_on\":null,", ",\"other_trusts\":true"];
    let old = later.iter().fold(today.to_owned(), |text, member| text.replacen(member, "", 1));
    let event = RawValue::from_string(old).unwrap();
    let record = LotPublished { digest: digest(&event), event, ..first_record(&publication) };

    let setup = record.setup(lot_id()).unwrap();

    assert_eq!(record.digest, OLD_DIGEST);
    assert!(setup.rules.show.other_trusts);
    assert_eq!(setup.event.contact, None);
    assert_eq!(setup.event.contract_starts_on, None);
    assert_eq!(serde_json::from_str::<EventDocument>(record.event.get()).unwrap(), publication.document);
}

// L8.8
#[test]
fn what_is_not_said_does_not_change_the_digest() {
    let spelled_out = serde_json::to_value(parsed(&least())).unwrap();

    assert_eq!(freeze(&spelled_out).digest, freeze(&least()).digest);
    assert_ne!(freeze(&with(least(), "/title", json!("Other"))).digest, freeze(&least()).digest);
}

// L5.4
#[test]
fn now_becomes_the_instant_of_publication() {
    let document = with(with(least(), "/practice", json!(true)), "/lots/0/opens_at", json!("now"));
    let document = with(without(document, "/lots/0/closes_at"), "/lots/0/duration_s", json!(90));

    let publication = freeze(&document);

    assert!(publication.text.get().contains("\"opens_at\":\"2026-11-17T09:00:00.000000Z\""));
    let setup = first_record(&publication).setup(lot_id()).unwrap();
    assert_eq!((setup.opens_at, setup.closes_at), (at(NOW), at("2026-11-17T09:01:30Z")));
}

// L8.1
#[test]
fn a_breach_stops_publication_and_a_warning_goes_with_it() {
    let early = with(plain(), "/lots/0/opens_at", json!("2026-11-18T09:00:00Z"));

    let Err(NotFrozen::Lint(lint)) = Publication::freeze(&parsed(&early), at(NOW)) else { panic!("it is frozen") };
    assert_eq!(lint[0].rule.as_deref(), Some("PCR 2015 reg 35(16)"));
    assert_eq!(lint[0].level, Level::Error);

    let custom = with(with(early, "/profile", json!("custom")), "/justification", json!("agreed"));
    let publication = freeze(&custom);
    assert_eq!(publication.lint[0].rule.as_deref(), Some("PCR 2015 reg 35(16)"));
    assert_eq!(publication.lint[0].level, Level::Warning);
}

#[test]
fn an_event_that_an_older_version_published_stays_readable_and_a_draft_of_one_is_not_published() {
    let titled = with(worked(), "/title", json!("Gloves \u{202e}"));
    let item = |nth: usize| with(least()["lots"][0]["items"][0].clone(), "/id", json!(format!("{nth:064}")));
    let long = with(least(), "/lots/0/items", (0..1_000).map(item).collect());

    for (document, path, code) in [(titled, "/title", Code::BadText), (long, "/lots/0/items", Code::BidTooLarge)] {
        let problems = parse(&document).unwrap_err();
        assert_eq!((problems[0].path.as_str(), problems[0].code), (path, code));
        let draft = EventDocument::read_frozen(document.to_string().as_bytes()).unwrap();

        let refused = Publication::freeze(&draft, at(NOW)).unwrap_err();
        let text = serde_json::value::to_raw_value(&draft).unwrap();
        let record = LotPublished { digest: digest(&text), event: text, ..first_record(&freeze(&worked())) };

        assert_eq!(refused, NotFrozen::Problems(problems));
        assert!(record.setup(lot_id()).is_ok());
    }
}

#[test]
fn a_first_record_has_everything_that_a_lot_needs() {
    let publication = freeze(&worked());

    let setup = first_record(&publication).setup(lot_id()).unwrap();

    assert_eq!(setup.lot, lot_id());
    assert_eq!((setup.opens_at, setup.closes_at), (at("2026-11-21T14:00:00Z"), at("2026-11-21T14:30:00Z")));
    assert_eq!(setup.event.digest, publication.digest);
    assert_eq!(setup.event.id.as_str(), "e1");
    assert_eq!(setup.event.owner.as_str(), "wtp");
    assert_eq!(setup.event.trusts.len(), 2);
    assert_eq!(setup.items[0].volume.to_string(), "60000");
    assert_eq!(&*setup.bidders[0].name, "Acme Medical Ltd");
    assert_eq!(prices(setup.bidders[0].opening.as_ref().unwrap()), ["3.10"]);
    assert!(setup.bidders[1].opening.is_none());
    assert_eq!(setup.rules, publication.document.lots[0].rules);
    assert_eq!(setup.alias_key.0[..4], [0x01, 0x23, 0x45, 0x67]);
}

// L5.12
#[test]
fn a_lot_that_closes_after_silence_closes_that_long_after_its_opening() {
    let idle = json!({"idle": {"idle_s": 300}});
    let document = with(without(least(), "/lots/0/closes_at"), "/lots/0/rules", idle);

    let setup = first_record(&freeze(&document)).setup(lot_id()).unwrap();

    assert_eq!(setup.closes_at, at("2026-11-20T14:05:00Z"));
}

#[test]
fn opening_prices_are_in_the_order_of_the_items() {
    let second = json!({"id": "s", "description": "Small", "unit": "box", "volumes": {"RFS": "1"}});
    let opening = json!([{"bidder": "acme", "opening": {"s": "1.10", "m": "2.20"}}]);
    let document = with(with(least(), "/lots/0/items/-", second), "/lots/0/bidders", opening);

    let setup = first_record(&freeze(&document)).setup(lot_id()).unwrap();

    assert_eq!(prices(setup.bidders[0].opening.as_ref().unwrap()), ["2.20", "1.10"]);
}

#[test]
fn a_record_reads_back_byte_for_byte() {
    let record = first_record(&freeze(&worked()));

    let written = serde_json::to_string(&record).unwrap();
    let read: LotPublished = serde_json::from_str(&written).unwrap();

    assert_eq!(read.event.get(), record.event.get());
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
}

#[test]
fn a_record_that_cannot_be_understood_says_why() {
    let good = || first_record(&freeze(&least()));
    let raw = |document: Value| serde_json::value::to_raw_value(&document).unwrap();
    let of = |event: Box<RawValue>| LotPublished { digest: digest(&event), event, ..good() };
    let frozen = || serde_json::to_value(freeze(&least()).document).unwrap();
    let practice = || with(frozen(), "/practice", json!(true));
    let opening = |opening: Value| raw(with(frozen(), "/lots/0/bidders/0/opening", opening));
    let cases = [
        (LotPublished { schema: 2, ..good() }, "shape 2"),
        (LotPublished { schema: 0, ..good() }, "shape 0"),
        (LotPublished { rules_version: RULES_VERSION + 1, ..good() }, "rules version"),
        (LotPublished { rules_version: 0, ..good() }, "rules version"),
        (LotPublished { lot: 1, ..good() }, "no lot 1"),
        (LotPublished { digest: freeze(&worked()).digest, ..good() }, "the digest"),
        (LotPublished { event: raw(practice()), ..good() }, "the digest"),
        (LotPublished { alias_key: "00".to_owned(), ..good() }, "alias key"),
        (LotPublished { alias_key: "é".repeat(32), ..good() }, "alias key"),
        (of(raw(json!({}))), "the event document"),
        (of(raw(with(frozen(), "/lots/0/opens_at", json!("now")))), "only for practice"),
        (of(raw(with(frozen(), "/lots/0/closes_at", json!(null)))), "exactly one of"),
        (of(raw(with(frozen(), "/lots/0/items", json!([])))), "1 to 1000 items"),
        (of(raw(with(frozen(), "/bidders", json!([])))), "1 to 2000 bidders"),
        (of(raw(with(practice(), "/lots/0/opens_at", json!("now")))), "not \"now\""),
        (of(raw(with(frozen(), "/lots/0/bidders/0/divisor", json!("0")))), "more than 0"),
        (of(opening(json!({"x": "1"}))), "prices every item"),
    ];

    for (record, said) in cases {
        let error = record.setup(lot_id()).expect_err(said);

        assert!(error.contains(said), "{error} should say {said}");
    }
}

#[test]
fn a_document_that_grew_when_it_was_written_out_is_still_read() {
    let bidders: Vec<Value> =
        (0..700).map(|n| json!({"id": format!("a-bidder-with-a-long-id-{n}"), "name": "B"})).collect();
    let lots: Vec<Value> = (0..13).map(|_| least()["lots"][0].clone()).collect();
    let document = with(with(least(), "/bidders", json!(bidders)), "/lots", json!(lots));
    let terms = with(document, "/terms", json!("x".repeat(60_000)));

    let publication = freeze(&terms);

    assert!(publication.text.get().len() > DOCUMENT_BYTES_MAX);
    assert_eq!(first_record(&publication).setup(lot_id()).unwrap().bidders.len(), 700);
}

/// More than may be published today; an earlier version may have accepted it.
fn too_large() -> EventDocument {
    let mut document = parsed(&with(least(), "/bidders", bidders_of_most_lots(60)));
    document.lots = vec![document.lots[0].clone(); 100];
    document
}

#[test]
fn a_draft_older_than_the_bound_is_refused_at_its_publication() {
    let error = Publication::freeze(&too_large(), at(NOW)).unwrap_err();

    let NotFrozen::Problems(problems) = error else { panic!("{error:?}") };
    assert_eq!((problems.len(), problems[0].path.as_str()), (1, "/lots"), "{problems:?}");
}

#[test]
fn a_record_older_than_the_bound_is_read() {
    let event = serde_json::value::to_raw_value(&too_large()).unwrap();
    let record = LotPublished { digest: digest(&event), event, ..first_record(&freeze(&least())) };

    assert!(record.setup(lot_id()).is_ok());
}

#[test]
fn what_could_not_be_read_back_is_not_frozen() {
    let mut document = parsed(&least());
    document.bidders.clear();

    let error = Publication::freeze(&document, at(NOW)).unwrap_err();

    let NotFrozen::Problems(problems) = error else { panic!("{error:?}") };
    assert_eq!(problems[0].path, "/bidders");
}

#[test]
fn each_lot_is_the_same_from_its_record_alone_and_from_what_all_share() {
    let second = with(worked()["lots"][0].clone(), "/title", json!("Second"));
    let publication = freeze(&with(worked(), "/lots/-", second));

    for lot in 0..2 {
        let record = LotPublished { lot, ..first_record(&publication) };
        let (shared, alone) = (record.lot_of(&publication.read_back, lot_id()), record.setup(lot_id()));

        assert_eq!(format!("{shared:?}"), format!("{alone:?}"));
        assert_eq!(shared.unwrap().title, publication.document.lots[lot].title);
    }
}
