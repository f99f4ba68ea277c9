//! Each code of a document's problems and of the lint can occur.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::document::limits;
use super::fixture::{WORKED, at, least, parse, parsed, plain, with, without};
use super::lint::{self, OtherEvent, lint};
use super::{EventDocument, Finding, Level};
use crate::ids::EventId;
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
        document("/lots/0/items/0/gtin", json!("00000000"), Code::GtinZero),
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

/// As [`doubts`], for what people or programs may mistake.
fn doubts_about_names_and_figures() -> Vec<(Value, &'static str, Code)> {
    let numbered = |gtin: &str| with(least(), "/lots/0/items/0/gtin", json!(gtin));
    let twice = with(numbered("5012345678900"), "/lots/0/items/-", item("l"));
    let points = json!([{"bidder": "acme", "quality": "41"}, {"bidder": "bolt"}, {"bidder": "crux"}]);
    let weighted = with(least(), "/lots/0/bidders", points);
    let two = with(least(), "/trusts/-", json!({"ods": "RHQ", "name": "Sheffield"}));
    let two = with(two, "/lots/0/items/0/volumes/RHQ", json!("10"));
    let baselines = |figures: Value| with(two.clone(), "/lots/0/items/0/baselines", figures);
    let ceiling = with(baselines(json!({"RFS": "2", "RHQ": "2"})), "/lots/0/rules", json!({"ceiling": "31.99"}));
    vec![
        (numbered("2012345678903"), "/lots/0/items/0/gtin", Code::RestrictedNumber),
        (with(twice, "/lots/0/items/1/gtin", json!("05012345678900")), "/lots/0/items/1/gtin", Code::GtinTwice),
        (with(least(), "/title", json!("Glo\u{ad}ves")), "/title", Code::InvisibleText),
        (with(least(), "/trusts/0/name", json!("Chester\u{200b}field")), "/trusts/0/name", Code::InvisibleText),
        (
            with(least(), "/lots/0/items/0/description", json!("\u{feff}Medium")),
            "/lots/0/items/0/description",
            Code::InvisibleText,
        ),
        (with(least(), "/bidders/2/id", json!("асme")), "/bidders/2/id", Code::IdsLookAlike),
        (with(least(), "/lots/0/items/-", item("M")), "/lots/0/items/1/id", Code::IdsLookAlike),
        (with(least(), "/bidders/2/name", json!("ACME")), "/bidders/2/name", Code::NameTwice),
        (
            with(weighted, "/lots/0/rules", json!({"scoring": "weighted", "price_weight": "60"})),
            "/lots/0/bidders/0/quality",
            Code::ScoreAbove100,
        ),
        (ceiling, "/lots/0/rules/ceiling", Code::CeilingFarBelowSpend),
        (baselines(json!({"RFS": "2", "RHQ": "20"})), "/lots/0/items/0/baselines/RHQ", Code::BaselineApart),
        (baselines(json!({"RFS": "2"})), "/lots/0/items/0/baselines", Code::NoBaseline),
        (least(), "/lots/0", Code::NoBaseline),
        (least(), "/contact", Code::NoContact),
    ]
}

// G124
#[test]
fn each_doubt_about_names_and_figures_has_its_path_and_is_a_warning() {
    let without_doubts = lint(&parsed(&plain()), at(PUBLISHED));

    for (document, path, code) in doubts_about_names_and_figures() {
        let findings = lint(&parsed(&document), at(PUBLISHED));
        let told: Vec<_> = findings.iter().filter(|finding| finding.code == code).collect();

        assert_eq!(told.len(), 1, "{code:?}: {findings:#?}");
        assert_eq!((told[0].path.as_str(), told[0].level), (path, Level::Warning), "{findings:#?}");
    }
    assert_eq!(without_doubts, []);
}

// G124
#[test]
fn a_doubt_says_the_figures_and_the_names() {
    let said = [
        (Code::ScoreAbove100, "41 quality points and a price weight of 60 make a score of up to 101"),
        (Code::CeilingFarBelowSpend, "a ceiling of £31.99 against £40 spent today"),
        (Code::BaselineApart, "is £20, and the others pay £2"),
        (Code::InvisibleText, "U+00AD as character 4"),
        (Code::IdsLookAlike, "the id \"acme\""),
        (Code::NameTwice, "the name \"Acme\""),
        (Code::GtinTwice, "the item \"m\""),
        (Code::NoBaseline, "none for RHQ"),
    ];

    for (code, words) in said {
        let (document, ..) = doubts_about_names_and_figures().into_iter().find(|(_, _, known)| *known == code).unwrap();
        let findings = lint(&parsed(&document), at(PUBLISHED));
        assert!(
            findings.iter().any(|finding| finding.code == code && finding.message.contains(words)),
            "{findings:#?}"
        );
    }
}

// G124
#[test]
fn a_reference_that_another_event_has_is_a_doubt_and_names_that_event() {
    let referenced = parsed(&with(plain(), "/reference", json!("WTP-14")));
    let other = |reference: &str| OtherEvent {
        id: EventId::parse("e7").unwrap(),
        title: "Masks".to_owned(),
        reference: reference.to_owned(),
    };
    let beside =
        |others: &[OtherEvent]| lint::beside(lint(&referenced, at(PUBLISHED)), referenced.reference.as_deref(), others);

    let used = beside(&[other("WTP-13"), other("wtp-14 ")]);

    assert_eq!((used.len(), used[0].code, used[0].level), (1, Code::ReferenceUsed, Level::Warning));
    assert!(used[0].path == "/reference" && used[0].message.contains("the event e7, \"Masks\""), "{used:?}");
    assert_eq!(beside(&[other("WTP-13")]), []);
    assert_eq!(lint::beside(Vec::new(), None, &[other("WTP-14")]), []);
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
    seen.extend(doubts_about_names_and_figures().iter().map(|(_, _, code)| *code));
    seen.insert(Code::ReferenceUsed);
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
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        assert!(code.as_str().bytes().all(is_plain), "{code:?}");
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

            let rule = paragraph.map_or(finding.code.as_str(), |(_, paragraph)| paragraph);
            assert_eq!(finding.rule.as_deref(), Some(rule));
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
