//! A practice lot holds what its players may know, at the lengths that they asked for.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::auction::Setup;
use crate::event::LotPublished;
use crate::event::fixture::{at, least, parsed, with, worked};
use crate::event::publication::{LOT_PUBLISHED_SCHEMA, digest};
use crate::ids::{EventId, LotId, OrgId};

const OPENS: &str = "2026-11-30T09:00:10Z";

fn supplier(own: &str) -> PracticeParty {
    PracticeParty::Supplier(BidderId::parse(own).unwrap())
}

fn buyer(speed: u64) -> PracticeParty {
    PracticeParty::Buyer(NonZeroU64::new(speed).unwrap())
}

fn played(document: &Value, party: &PracticeParty) -> EventDocument {
    practice_document(&parsed(document), 0, party, at(OPENS)).unwrap()
}

fn refused(document: &Value, party: &PracticeParty) -> Problem {
    practice_document(&parsed(document), 0, party, at(OPENS)).unwrap_err()
}

/// The lot that a journal in memory begins with.
fn setup(document: &EventDocument) -> Result<Setup, String> {
    let event = serde_json::value::to_raw_value(document).unwrap();
    let published = LotPublished {
        schema: LOT_PUBLISHED_SCHEMA,
        rules_version: crate::auction::RULES_VERSION,
        digest: digest(&event),
        event,
        lot: 0,
        alias_key: "07".repeat(32),
        receipt_key: String::new(),
        event_id: EventId::parse("e").unwrap(),
        owner: OrgId::parse("wtp").unwrap(),
    };
    published.setup(LotId::parse("practice-1").unwrap())
}

/// Seconds from the opening.
fn after_opening(instant: Option<Instant>) -> Option<i64> {
    instant.map(|instant| instant.micros_since(at(OPENS)) / 1_000_000)
}

fn ids(document: &EventDocument) -> Vec<&str> {
    document.lots[0].bidders.iter().map(|invited| invited.bidder.as_str()).collect()
}

// G55
#[test]
fn a_supplier_plays_with_its_own_figures_against_three_rivals() {
    let own = json!({"bidder": "acme", "factor": "1.05", "addition": "-250", "opening": {"nitrile-m": "3.10"}});
    let document = with(worked(), "/lots/0/bidders/0", own);

    let played = played(&document, &supplier("acme"));

    let lot = &played.lots[0];
    assert_eq!(ids(&played), ["acme", "practice-rival-1", "practice-rival-2", "practice-rival-3"]);
    let names: Vec<&str> = played.bidders.iter().map(|bidder| bidder.name.as_str()).collect();
    assert_eq!(names, ["Acme Medical Ltd", "Practice rival 1", "Practice rival 2", "Practice rival 3"]);
    for (nth, invited) in lot.bidders.iter().enumerate() {
        assert_eq!((invited.factor.to_string(), invited.addition.to_string()), ("1.05".into(), "-250".into()));
        assert_eq!(invited.opening.is_some(), nth == 0, "a rival has no offer of the tender stage");
    }
    assert_eq!((played.practice, played.terms.as_deref(), played.lots.len()), (true, None, 1));
    assert_eq!(lot.opens_at, OpensAt::At(at(OPENS)));
    assert_eq!(after_opening(lot.closes_at), Some(300));
    assert_eq!(lot.rules.ceiling.map(|ceiling| ceiling.to_string()).as_deref(), Some("200000.00"));
    assert_eq!(setup(&played).unwrap().bidders.len(), 4);
}

// G55
#[test]
fn the_close_of_a_suppliers_practice_moves_no_further_than_ten_minutes() {
    let latest = |text: &str| with(worked(), "/lots/0/rules/extension/latest_close", json!(text));

    for (document, seconds) in [
        (worked(), 900),
        (latest("2026-11-21T14:31:00Z"), 360),
        (latest("2026-11-22T14:30:00Z"), 900),
        (latest("2026-11-21T14:30:00Z"), 300),
    ] {
        let played = played(&document, &supplier("acme"));

        assert_eq!(after_opening(played.lots[0].latest_close()), Some(seconds));
        assert_eq!(setup(&played).map(|_| ()), Ok(()));
    }
}

// G55
#[test]
fn a_lot_that_closes_after_silence_is_played_for_five_minutes_at_most() {
    let idle = |idle_s: u64| {
        let document = with(with(least(), "/profile", json!("custom")), "/justification", json!("secret"));
        let mut document = with(document, "/lots/0/rules", json!({"idle": {"idle_s": idle_s}}));
        document["lots"][0].as_object_mut().unwrap().remove("closes_at");
        document
    };

    for (idle_s, played_s) in [(60, 60), (900, 300)] {
        let played = played(&idle(idle_s), &supplier("acme"));

        let stated = played.lots[0].rules.idle.unwrap();
        assert_eq!((stated.idle_s, after_opening(stated.latest_close)), (played_s, Some(300)));
        assert_eq!(played.justification.as_deref(), Some("a practice"), "the buyers' own words are no supplier's");
        assert_eq!(setup(&played).map(|_| ()), Ok(()));
    }
}

// G55
#[test]
fn a_rival_never_has_the_id_of_the_supplier_who_plays() {
    let mut document = least();
    document["bidders"][0]["id"] = json!("practice-rival-2");
    let document = with(document, "/lots/0/bidders", json!([{"bidder": "practice-rival-2"}]));

    let played = played(&document, &supplier("practice-rival-2"));

    assert_eq!(ids(&played), ["practice-rival-2", "practice-rival-1", "practice-rival-3", "practice-rival-4"]);
    assert_eq!(setup(&played).map(|_| ()), Ok(()));
}

// G55
#[test]
fn a_supplier_plays_only_a_lot_that_invites_it() {
    let document = with(least(), "/lots/0/bidders", json!([{"bidder": "bolt"}]));

    assert_eq!(refused(&document, &supplier("acme")).path, "/lot");
    let none = practice_document(&parsed(&document), 1, &supplier("bolt"), at(OPENS)).unwrap_err();
    assert_eq!(none.path, "/lot");
}

/// A price below the ceiling of the worked example, for its 60,000 boxes.
fn price() -> impl Strategy<Value = String> {
    (1_u32..333).prop_map(|pence| format!("{}.{:02}", pence / 100, pence % 100))
}

proptest! {
    // G55
    #[test]
    fn nothing_of_a_rival_shows_in_a_suppliers_practice(
        opening in price(), baseline in price(), reserve in price(), factor in 1_u32..999, quality in 0_u32..40,
    ) {
        let rival = json!({
            "bidder": "bolt", "factor": format!("0.{factor:03}1"), "quality": quality.to_string(), "opening": {"nitrile-m": opening},
        });
        let mut changed = with(worked(), "/lots/0/bidders/1", rival);
        changed["lots"][0]["items"][0]["baselines"] = json!({"RFS": baseline});
        changed["lots"][0]["rules"]["reserve"] = json!(reserve);
        changed["justification"] = json!(format!("because of {reserve}"));
        changed["bidders"][1]["name"] = json!(format!("Bolt {quality}"));

        let (plain, changed) = (played(&worked(), &supplier("acme")), played(&changed, &supplier("acme")));

        prop_assert_eq!(serde_json::to_string(&plain).unwrap(), serde_json::to_string(&changed).unwrap());
    }
}

// G56
#[test]
fn a_buyer_plays_with_all_bidders_and_every_length_divided() {
    let mut document = with(worked(), "/lots/0/rules/extension/latest_close", json!("2026-11-21T15:00:00Z"));
    document["lots"][0]["rules"]["auto_resume_s"] = json!(61);
    document["lots"][0]["rules"]["settle_ms"] = json!(101);
    document["lots"][0]["rules"]["reserve"] = json!("150000");

    let played = played(&document, &buyer(10));

    let (lot, stated) = (&played.lots[0], parsed(&document));
    let extension = lot.rules.extension.unwrap();
    assert_eq!(ids(&played), ["acme", "bolt"]);
    assert_eq!((after_opening(lot.closes_at), after_opening(lot.latest_close())), (Some(180), Some(360)));
    assert_eq!((extension.window_s, extension.extend_s, lot.rules.auto_resume_s), (12, 12, Some(7)));
    assert_eq!(lot.rules.settle_ms, 11);
    assert_eq!((lot.rules.reserve, &lot.items), (stated.lots[0].rules.reserve, &stated.lots[0].items));
    assert_eq!((played.practice, &played.terms, &played.bidders), (true, &stated.terms, &stated.bidders));
    assert_eq!(setup(&played).map(|_| ()), Ok(()));
}

// G56
#[test]
fn no_length_becomes_nothing_at_the_highest_speed() {
    let mut document = with(worked(), "/lots/0/rules/extension", json!(null));
    document["lots"][0]["closes_at"] = json!(null);
    document["lots"][0]["rules"]["idle"] = json!({"idle_s": 19, "latest_close": "2026-11-21T14:00:19Z"});

    let played = played(&document, &buyer(SPEED_MAX));

    let idle = played.lots[0].rules.idle.unwrap();
    assert_eq!((idle.idle_s, after_opening(idle.latest_close)), (1, Some(1)));
    assert_eq!(setup(&played).map(|_| ()), Ok(()));
}

// G56
#[test]
fn a_lot_that_opens_at_its_publication_is_played_as_if_it_were_published_now() {
    let now = with(worked(), "/lots/0/opens_at", json!("now"));
    let closing = |text: &str| with(now.clone(), "/lots/0/closes_at", json!(text));

    let played = played(&closing("2026-11-30T10:00:10Z"), &buyer(20));

    assert_eq!(after_opening(played.lots[0].closes_at), Some(180));
    assert_eq!(refused(&closing("2026-11-30T09:00:00Z"), &buyer(20)).path, "/lot");
}

// G56
#[test]
fn a_lot_that_takes_longer_than_a_working_day_needs_a_higher_speed() {
    let days = |closes_at: &str| with(worked(), "/lots/0/closes_at", json!(closes_at));

    let slow = refused(&days("2026-11-22T14:00:00Z"), &buyer(1));
    let long = refused(&days("2027-11-22T14:00:00Z"), &buyer(20));

    assert_eq!((slow.path.as_str(), slow.code), ("/speed", Code::OutOfRange));
    assert!(slow.message.contains("so 3 or more is needed"), "{}", slow.message);
    assert!(long.message.contains("cannot be high enough"), "{}", long.message);
    assert_eq!(after_opening(played(&days("2026-11-22T14:00:00Z"), &buyer(3)).lots[0].closes_at), Some(28_800));
}
