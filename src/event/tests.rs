//! Each code of a document's problems and of the lint can occur.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::document::limits;
use super::fixture::{WORKED, at, least, parse, parsed, with, without};
use super::lint::lint;
use super::{EventDocument, Finding};
use crate::json::{Code, Problem};
use crate::money::Amount;

/// A Tuesday; the least document opens on the Friday after.
const PUBLISHED: &str = "2026-11-17T09:00:00Z";

/// The codes that no document has, because they are about the address and the headers of a request.
const OF_REQUESTS: [Code; 3] = [Code::BadQuery, Code::BadHeader, Code::WeakPassword];

/// A document with one fault, where the fault is, and its code.
fn faults() -> Vec<(Value, &'static str, Code)> {
    let document = |path: &'static str, value: Value, code: Code| (with(least(), path, value), path, code);
    let rules = |path: &'static str, rules: Value, code: Code| (with(least(), "/lots/0/rules", rules), path, code);
    let long_ids: Vec<Value> = (0..1_000).map(|nth| item(&format!("{nth:064}"))).collect();
    vec![
        (without(least(), "/title"), "/title", Code::Missing),
        document("/title", json!(" "), Code::Missing),
        document("/trusts", json!([]), Code::Missing),
        document("/trusts/0/ods", json!(""), Code::Missing),
        document("/lots/0/items/0/volumes", json!({}), Code::Missing),
        rules("/lots/0/rules/min_decrement", json!({"min_decrement": {}}), Code::Missing),
        document("/colour", json!("blue"), Code::UnknownMember),
        document("/title", json!(5), Code::WrongType),
        document("/lots/0/items/0/volumes/RFS", json!(10), Code::WrongType),
        document("/title", json!("a\u{202e}b"), Code::BadText),
        document("/trusts/0/ods", json!("RFS "), Code::BadText),
        document("/bidders/0/id", json!("a\tb"), Code::BadText),
        document("/currency", json!("gbp"), Code::BadText),
        document("/lots/0/items/0/volumes/RFS", json!("2,98"), Code::BadDecimal),
        document("/lots/0/opens_at", json!("soon"), Code::BadInstant),
        document("/contract_months", json!(24.5), Code::NotAWholeNumber),
        document("/contract_months", json!("24"), Code::NotAWholeNumber),
        document("/profile", json!("lenient"), Code::UnknownChoice),
        rules("/lots/0/rules/format", json!({"format": "dutch"}), Code::UnknownChoice),
        document("/contract_months", json!(0), Code::OutOfRange),
        document("/lots/0/items/0/volumes/RFS", json!("-1"), Code::OutOfRange),
        document("/lots/0/opens_at", json!("1999-01-01T00:00:00Z"), Code::OutOfRange),
        document("/lots/0/items/0/volumes", json!({"RFS": "0"}), Code::OutOfRange),
        document("/lots/0/items/0/volumes/RFS", json!("1.0001"), Code::TooManyPlaces),
        document("/title", json!("x".repeat(501)), Code::TooLong),
        document("/trusts/0/ods", json!("x".repeat(65)), Code::TooLong),
        document("/lots", json!(vec![json!(0); 101]), Code::TooMany),
        document("/bidders/1/id", json!("acme"), Code::StandsTwice),
        document("/lots/0/items/0/volumes/RXX", json!("1"), Code::UnknownReference),
        document("/lots/0/bidders", json!([{"bidder": "dora"}]), Code::UnknownReference),
        document("/lots/0/duration_s", json!(60), Code::Contradiction),
        document("/lots/0/closes_at", json!("2026-11-20T14:00:00Z"), Code::Contradiction),
        document("/lots/0/items", json!(long_ids), Code::BidTooLarge),
        document("/lots/0/items/0/gtin", json!("5012345678x00"), Code::GtinNotDigits),
        document("/lots/0/items/0/gtin", json!("50123456789"), Code::GtinLength),
        document("/lots/0/items/0/gtin", json!("5012345678901"), Code::GtinCheckDigit),
    ]
}

fn item(id: &str) -> Value {
    json!({"id": id, "description": "Medium", "unit": "box", "volumes": {"RFS": "10"}})
}

/// The first problem of a text.
fn first(text: &str) -> Problem {
    EventDocument::parse(text.as_bytes()).unwrap_err().remove(0)
}

/// A document that the lint finds something in, and the code of what it finds.
fn doubts() -> Vec<(Value, &'static str, Code)> {
    let practice = || with(least(), "/practice", json!(true));
    let now = || with(practice(), "/lots/0/opens_at", json!("now"));
    let short = with(without(now(), "/lots/0/closes_at"), "/lots/0/duration_s", json!(60));
    let latest = json!({"extension": {"window_s": 1, "extend_s": 1, "latest_close": "2026-11-17T09:00:59Z"}});
    let rules = |rules: Value| with(least(), "/lots/0/rules", rules);
    let extension = |more: Value| {
        let mut extension = json!({"window_s": 1, "extend_s": 1, "latest_close": "2026-11-20T18:00:00Z"});
        extension.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rules(json!({"extension": extension}))
    };
    let step = |step: &str| rules(json!({"ceiling": "10000", "min_decrement": {"absolute": step}}));
    let bidders = |bidders: Value| with(least(), "/lots/0/bidders", bidders);
    let points = json!([{"bidder": "acme", "quality": "1"}, {"bidder": "bolt"}, {"bidder": "crux"}]);
    let weighted = json!({"scoring": "weighted", "price_weight": "60"});
    let trust = with(least(), "/trusts/-", json!({"ods": "RHQ", "name": "Sheffield"}));
    let far = with(least(), "/lots/0/opens_at", json!("2029-02-20T14:00:00Z"));
    let reserve = json!({"ceiling": "100", "min_decrement": {"absolute": "1"}, "reserve": "101"});
    vec![
        (with(least(), "/lots/0/opens_at", json!("2026-11-18T09:00:00Z")), PUBLISHED, Code::NoticePeriod),
        (with(least(), "/title", json!("Gloves as from Acme")), PUBLISHED, Code::IdentitiesNamed),
        (practice(), "2026-11-20T14:10:00Z", Code::OpeningInThePast),
        (practice(), "2026-11-20T14:30:00Z", Code::ClosingInThePast),
        (with(short, "/lots/0/rules", latest), PUBLISHED, Code::LatestCloseBeforeClose),
        (
            with(far, "/lots/0/closes_at", json!("2029-02-20T15:00:00Z")),
            "2029-02-01T09:00:00Z",
            Code::BankHolidaysUnknown,
        ),
        (bidders(json!([{"bidder": "acme"}, {"bidder": "crux"}])), PUBLISHED, Code::BidderWithoutLot),
        (trust, PUBLISHED, Code::TrustWithoutVolume),
        (bidders(json!([{"bidder": "acme"}])), PUBLISHED, Code::FewBidders),
        (rules(json!({"ties": "equal_worst"})), PUBLISHED, Code::RankInDoubt),
        (rules(json!({"show": {"lead_price": false, "all_prices": true}})), PUBLISHED, Code::LeadPriceShownAnyway),
        (rules(reserve), PUBLISHED, Code::ReserveAboveCeiling),
        (bidders(points.clone()), PUBLISHED, Code::QualityIgnored),
        (with(bidders(points), "/lots/0/rules", weighted), PUBLISHED, Code::QualityMissing),
        (extension(json!({"latest_close": null})), PUBLISHED, Code::NoLatestClose),
        (extension(json!({"max_count": 0})), PUBLISHED, Code::ExtensionWithoutEffect),
        (extension(json!({"window_s": 1_801})), PUBLISHED, Code::ExtensionLongerThanLot),
        (step("500.01"), PUBLISHED, Code::DecrementLarge),
        (step("9.99"), PUBLISHED, Code::DecrementSmall),
    ]
}

/// A draft of an older version, which no document of today can be: it closes before it opens.
fn closing_before_opening() -> Vec<Finding> {
    let mut document = parsed(&least());
    document.lots[0].closes_at = Some(at("2026-11-20T13:00:00Z"));
    lint(&document, at(PUBLISHED))
}

// G3
#[test]
fn each_code_can_occur() {
    let mut seen: BTreeSet<Code> = OF_REQUESTS.into();

    for (document, path, code) in faults() {
        let problems = parse(&document).expect_err(path);
        let found = problems.iter().any(|problem| problem.code == code && problem.path.starts_with(path));
        assert!(found, "{path} should have {code:?}: {problems:#?}");
        seen.insert(code);
    }
    for (text, path, code) in [
        ("{", "", Code::BadJson),
        (
            WORKED.replacen("\"decimals\": 2", "\"decimals\": 2, \"decimals\": 3", 1).as_str(),
            "/lots/0/decimals",
            Code::StandsTwice,
        ),
        (" ".repeat((1 << 20) + 1).as_str(), "", Code::TooLong),
    ] {
        let problem = first(text);
        assert_eq!((problem.path.as_str(), problem.code), (path, code), "{problem}");
        seen.insert(code);
    }
    for (document, published_at, code) in doubts() {
        let findings = lint(&parsed(&document), at(published_at));
        assert!(findings.iter().any(|finding| finding.code == code), "should have {code:?}: {findings:#?}");
        seen.insert(code);
    }
    seen.extend(closing_before_opening().iter().map(|finding| finding.code));

    let missed: Vec<_> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn a_code_is_written_as_its_word() {
    let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();

    assert_eq!(words.len(), Code::ALL.len());
    for code in Code::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        assert!(code.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{code:?}");
    }
}

// G3
#[test]
fn the_code_of_a_finding_is_its_rule_but_for_paragraphs_of_the_law() {
    for (document, published_at, _) in doubts() {
        for finding in lint(&parsed(&document), at(published_at)) {
            let paragraphs =
                [(Code::NoticePeriod, "PCR 2015 reg 35(16)"), (Code::IdentitiesNamed, "PCR 2015 reg 35(25)")];
            let paragraph = paragraphs.iter().find(|(code, _)| *code == finding.code);

            assert_eq!(finding.rule, paragraph.map_or(finding.code.as_str(), |(_, paragraph)| paragraph));
            assert_eq!(finding.as_problem(), Problem::new(finding.path.clone(), finding.code, finding.message.clone()));
        }
    }
}

/// Items whose bids have exactly `bytes` bytes by the rule (G124), at least one id with a sign that JSON escapes.
fn items_of(bytes: usize) -> Vec<Value> {
    const ITEMS: usize = 900;
    let ids = bytes - 700 - ITEMS * (22 + 2) - 1;
    (0..ITEMS)
        .map(|nth| {
            let length = ids / ITEMS + usize::from(nth < ids % ITEMS);
            let sign = if nth == 0 { "\"" } else { "x" };
            item(&format!("{sign}{nth:0>width$}", width = length - 1))
        })
        .collect()
}

/// The longest bid on a lot of these items that does not write more digits than a price can have.
fn longest_bid(items: &[Value]) -> String {
    let prices: serde_json::Map<_, _> =
        items.iter().map(|item| (item["id"].as_str().unwrap().to_owned(), json!("1000000000000.0000"))).collect();
    let (lot, bid_ref) = ("l".repeat(64), "\"".repeat(64));
    json!({"type": "bid", "lot": lot, "ref": bid_ref, "prices": prices, "confirmed": false}).to_string()
}

// G124
#[test]
fn a_lot_is_taken_only_where_its_longest_bid_fits_a_message() {
    let items = items_of(65_536);
    let most = with(least(), "/lots/0/items", json!(items));
    let more = with(least(), "/lots/0/items", json!(items_of(65_537)));

    let problems = parse(&more).unwrap_err();

    parsed(&most);
    assert!(longest_bid(&items).len() <= 64 << 10, "{}", longest_bid(&items).len());
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!((problems[0].path.as_str(), problems[0].code), ("/lots/0/items", Code::BidTooLarge));
    for said in ["up to 65537 bytes", "may have 65536", "shorter ids, or fewer items"] {
        assert!(problems[0].message.contains(said), "{problems:?} should say {said}");
    }
}

#[test]
fn the_longest_price_has_the_most_digits_and_the_most_places() {
    let longest: Amount = "1000000000000.0000".parse().unwrap();

    assert_eq!(longest, Amount::from(Decimal::from(limits::PRICE_MAX)));
    assert_eq!(limits::DECIMALS_MAX, 4);
}
