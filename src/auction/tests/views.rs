//! The views: which members each viewer sees, and what they say.

use serde_json::{Value, json};

use crate::auction::command::{Act, Command};
use crate::auction::fixture::*;
use crate::auction::refusal::{self, Reason};
use crate::auction::view::Viewer;
use crate::ids::{OrgId, Seq};

fn names(view: &Value) -> Vec<&str> {
    view.as_object().unwrap().keys().map(String::as_str).collect()
}

const BEFORE: [&str; 13] = [
    "seq",
    "now",
    "title",
    "state",
    "opens_at",
    "closes_at",
    "ended_at",
    "resumes_at",
    "extensions",
    "items",
    "decimals",
    "rules",
    "words",
];

/// After the formula, which a supplier alone has.
const AFTER: [&str; 3] = ["event", "pause", "latest_close"];

// L7.6
#[test]
fn the_members_of_a_view_depend_on_the_viewer_alone() {
    let play = Play::open(setup());
    let own = |more: &[&'static str]| [&BEFORE[..], &AFTER, more].concat();

    let to_supplier = [&BEFORE[..], &["formula"], &AFTER, &["you", "market", "notices", "result", "savings"]].concat();
    assert_eq!(names(&play.view(&supplier(ACME))), to_supplier);
    assert_eq!(names(&play.view(&observer("RFS"))), own(&["market", "notices", "result", "savings"]));
    let buyer_side = own(&["market", "notices", "result", "savings", "proposals", "requests", "bidders"]);
    assert_eq!(names(&play.view(&buyer())), buyer_side);
    assert_eq!(names(&play.view(&auditor())), buyer_side);
}

#[test]
fn fields_are_the_members_of_the_view() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    for viewer in [supplier(ACME), observer("RFS"), buyer()] {
        let view = play.lot_view(&viewer);

        let fields: Vec<String> =
            view.fields().iter().map(|(name, json)| format!("\"{name}\":{}", json.get())).collect();

        assert_eq!(serde_json::to_string(&view).unwrap(), format!("{{{}}}", fields.join(",")));
    }
}

#[test]
fn all_views_share_one_text_of_each_constant_member() {
    let mut play = Play::open(setup());
    let text_of = |play: &Play, viewer: &Viewer, name: &str| {
        let fields = play.lot_view(viewer).fields();
        let (_, text) = fields.into_iter().find(|(field, _)| *field == name).unwrap();
        std::sync::Arc::<serde_json::value::RawValue>::from(text)
    };
    for name in ["items", "rules", "words", "event"] {
        let before = text_of(&play, &supplier(ACME), name);

        play.bid(ACME, "10");

        for bidder in [ACME, BOLT] {
            assert!(std::sync::Arc::ptr_eq(&before, &text_of(&play, &supplier(bidder), name)), "{name} of {bidder}");
        }
        assert_ne!(before.get(), text_of(&play, &buyer(), name).get(), "{name}");
    }
}

// L7.2
#[test]
fn a_supplier_sees_its_own_side() {
    let mut play = Play::open(ruled(&json!({"min_decrement": {"absolute": "5"}})));
    play.bid(BOLT, "9");
    play.bid(ACME, "10");

    let view = play.view(&supplier(ACME));

    assert_eq!(
        view["you"],
        json!({
            "rank": 2, "total": "1000.00", "evaluated": "1000.00", "score": null, "prices": {"glove": "10.00"},
            "highest_allowed": "995.00", "lowest_allowed": null,
            "suggested": {"prices": {"glove": "9.95"}, "total": "995.00"},
            "figures": {"factor": "1", "divisor": "1", "addition": "0", "quality": null},
            "terms_accepted": null, "excluded": false, "exclusion": null, "may_bid": true, "standing": {"seq": 4},
            "annulment_requested": false, "annulled": null, "bids": {"accepted": 1, "refused": 0}
        })
    );
    assert_eq!(view["market"], json!({"lead": "900.00", "bidders": 3, "offers": null}));
    assert_eq!(view["items"], json!([{"id": "glove", "description": "The glove", "unit": "box", "volume": "100"}]));
    assert_eq!(view["savings"], json!(null));
}

// L7.2, L7.7
#[test]
fn the_market_is_shown_as_the_rules_say() {
    let cases = [
        (json!({}), json!({"lead": "900.00", "bidders": 3, "offers": null})),
        (json!({"lead_price": false}), json!({"lead": null, "bidders": 3, "offers": null})),
        (json!({"bidder_count": false}), json!({"lead": "900.00", "bidders": null, "offers": null})),
        (json!({"gate": "first_bid"}), json!({"lead": null, "bidders": null, "offers": null})),
    ];
    for (show, market) in cases {
        let mut play = Play::open(ruled(&json!({"show": show})));
        play.bid(BOLT, "9");

        assert_eq!(play.view(&supplier(ACME))["market"], market, "{show}");
        assert_eq!(play.view(&buyer())["market"]["lead"], "900.00");
    }
}

// L7.7
#[test]
fn the_gate_is_passed_with_the_first_accepted_offer_or_an_opening_offer() {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"show": {"gate": "first_bid", "all_prices": true}}));
        setup.bidders[1].opening = Some([amount("12")].into_iter().collect());
    }));
    let sees = |play: &Play, bidder: &str| !play.view(&supplier(bidder))["market"]["lead"].is_null();
    play.bid(ACME, "0");
    assert!(!sees(&play, ACME) && sees(&play, BOLT));
    assert_eq!(play.lot.offers(&supplier(ACME), Seq::ZERO, 9).offers, []);

    play.bid(ACME, "10");
    assert!(sees(&play, ACME));
    assert_eq!(play.lot.offers(&supplier(BOLT), Seq::ZERO, 9).offers.len(), 2);

    play.act(annul(ACME)).unwrap();
    assert!(sees(&play, ACME));
}

// L7.4
#[test]
fn all_prices_show_a_supplier_no_more_of_others_than_what_is_compared() {
    let mut play = Play::open(ruled(&json!({"show": {"all_prices": true}})));
    play.bid(BOLT, "9");
    play.bid(ACME, "10");

    let offers = play.view(&supplier(ACME))["market"]["offers"].clone();

    let [other, own] = &offers.as_array().unwrap()[..] else { panic!("{offers}") };
    assert_eq!((&other["evaluated"], &other["total"], other.get("prices")), (&json!("900.00"), &json!(null), None));
    assert_eq!((&own["total"], &own["own"], other.get("own")), (&json!("1000.00"), &json!(true), None));
    assert_eq!((other.get("bidder"), own.get("bidder")), (None, None));
}

// L7.4
#[test]
fn no_supplier_sees_another_suppliers_opening_offer() {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"show": {"all_prices": true}}));
        setup.bidders[1].opening = Some([amount("12")].into_iter().collect());
    }));
    play.bid(ACME, "13");
    let shown = |play: &Play, viewer: &Viewer| {
        let graph = play.lot.offers(viewer, Seq::ZERO, 9).offers.len();
        (graph, play.view(viewer)["market"]["offers"].as_array().unwrap().len())
    };

    assert_eq!(shown(&play, &supplier(ACME)), (1, 1));
    assert_eq!(shown(&play, &supplier(BOLT)), (2, 2));
    assert_eq!(shown(&play, &observer("RFS")), (2, 2));
    play.bid(BOLT, "11");
    assert_eq!(shown(&play, &supplier(ACME)), (2, 2));
}

#[test]
fn the_schema_of_a_view_names_its_members() {
    let schema = serde_json::to_value(schemars::schema_for!(crate::auction::view::LotView)).unwrap();
    let play = Play::open(setup());

    for viewer in [supplier(ACME), buyer()] {
        for name in names(&play.view(&viewer)) {
            assert!(schema["properties"].get(name).is_some(), "{name}");
        }
    }
}

// L7.2
#[test]
fn identities_are_shown_to_viewers_that_may_know_them() {
    // Rule for buyers, rule for observers; who sees identities before and after the close.
    let cases = [
        ("always", true, [true, false, true], [true, true, true]),
        ("after_close", false, [false, false, true], [true, false, true]),
    ];
    for (to_buyer, to_observer, before, after) in cases {
        let show = json!({"identities_to_buyer": to_buyer, "identities_to_observer": to_observer});
        let mut play = Play::open(ruled(&json!({"show": show})));
        play.bid(ACME, "10");
        let seen = |play: &Play| {
            [buyer(), observer("RFS"), auditor()].map(|viewer| play.view(&viewer).to_string().contains("acme"))
        };
        assert_eq!(seen(&play), before, "{show}");
        play.act(close()).unwrap();
        assert_eq!(seen(&play), after, "{show}");
    }
}

/// G4
#[test]
fn a_name_stands_beside_each_bidder_that_a_viewer_may_know() {
    for (to_buyer, name) in [("always", json!("acme Ltd")), ("after_close", json!(null))] {
        let mut play = Play::open(with(|setup| {
            setup.rules = rules_with(&json!({"show": {"identities_to_buyer": to_buyer}}));
            setup.event.four_eyes = true;
        }));
        let bid = play.glove(ACME, "10");
        play.place(bid.clone());
        let (bidder, bid_ref, reason) = (bid.bidder, bid.bid_ref, "a slip".to_owned());
        play.send(&Command::RequestAnnulment { bidder, bid_ref, reason }).unwrap();
        play.act(annul(ACME)).unwrap();
        let named = |view: &Value, member: &str| view.pointer(member).unwrap().get("name").cloned();

        let view = play.view(&buyer());
        let point = play.lot.offers(&buyer(), Seq::ZERO, 9).offers.remove(0);

        let known = (!name.is_null()).then(|| name.clone());
        for member in ["/market/offers/0", "/requests/0", "/proposals/0/act"] {
            assert_eq!(named(&view, member), known, "{to_buyer}: {member} of {view}");
        }
        assert_eq!(json!(point.name), name);
        play.act(close()).unwrap();
        assert_eq!(named(&play.view(&buyer()), "/result/ranking/0"), Some(json!("acme Ltd")), "after the close");
    }
}

/// G31
#[test]
fn an_offer_of_the_market_names_its_record_to_every_viewer_alike() {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"show": {"all_prices": true}}));
        setup.bidders[0].opening = Some([amount("12")].into_iter().collect());
    }));
    play.bid(BOLT, "10");
    let seqs = |viewer: &Viewer| {
        let offers = play.view(viewer)["market"]["offers"].clone();
        offers.as_array().unwrap().iter().map(|offer| offer["seq"].clone()).collect::<Vec<_>>()
    };

    for viewer in [supplier(ACME), observer("RFS"), buyer(), auditor()] {
        assert_eq!(seqs(&viewer), [json!(3), json!(null)]);
    }
    assert_eq!(seqs(&supplier(BOLT)), [json!(3)]);
}

#[test]
fn a_buyer_who_may_not_know_names_acts_by_alias() {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"show": {"identities_to_buyer": "after_close"}}));
        setup.event.four_eyes = true;
    }));
    play.bid(ACME, "10");
    let view = play.view(&buyer());
    let alias = view["market"]["offers"][0]["alias"].as_str().unwrap();

    let owner = OrgId::parse("wtp").unwrap();
    assert_eq!(play.lot.bidder_of_alias(&owner, alias), Some(&id(ACME)));
    assert_eq!(play.lot.bidder_of_alias(&owner, "Bidder D"), None);

    play.act(Act::Annul { bidder: id(ACME), offer: None, reason: "typing mistake".into() }).unwrap();
    let act = play.view(&buyer())["proposals"][0]["act"].clone();
    assert_eq!(act, json!({"type": "annul", "offer": null, "reason": "typing mistake", "alias": alias}));
}

// L7.8
#[test]
fn aliases_of_two_viewers_or_two_lots_cannot_be_joined() {
    let many = |key: u8| {
        Play::open(with(|setup| {
            setup.bidders = (0..60).map(|nth| invited(&format!("bidder-{nth:02}"))).collect();
            setup.alias_key.0 = [key; 32];
        }))
    };
    let order = |play: &Play, viewer: &Viewer| {
        let rows = play.view(viewer)["bidders"].clone();
        rows.as_array().unwrap().iter().map(|row| row["alias"].as_str().unwrap().to_owned()).collect::<Vec<String>>()
    };
    let other = Viewer::Auditor(OrgId::parse("audit office").unwrap());
    let (one, two) = (many(1), many(2));

    let mut sorted = order(&one, &auditor());
    assert_ne!(sorted, order(&one, &other));
    assert_ne!(sorted, order(&two, &auditor()));
    assert_eq!(sorted, order(&one, &buyer()));

    sorted.sort_by_key(|alias| (alias.len(), alias.clone()));
    assert_eq!([&sorted[0], &sorted[25], &sorted[26], &sorted[59]], ["Bidder A", "Bidder Z", "Bidder AA", "Bidder BH"]);
}

// L7.11
#[test]
fn savings_are_shown_by_trust_at_the_leads_prices() {
    let mut play = Play::open(with(|setup| {
        let mut other = item("other", ["10", "5"]);
        other.baselines.shift_remove(&trust("RHQ"));
        setup.items.push(other);
    }));
    assert_eq!(play.view(&observer("RFS"))["savings"], json!(null));
    let bid = play.priced(ACME, &[("glove", "10.00"), ("other", "11.00")]);
    play.place(bid);

    let savings = json!({
        "basis": "lead",
        "trusts": [
            {
                "ods": "RFS", "name": "Chesterfield", "baseline_spend": "600.00", "spend": "510.00", "saving": "90.00", "percent": "15.0",
                "items": [
                    {"item": "glove", "volume": "40", "baseline": "12.00", "price": "10.00", "today": "480.00", "offer": "400.00", "saving": "80.00", "percent": "16.7"},
                    {"item": "other", "volume": "10", "baseline": "12.00", "price": "11.00", "today": "120.00", "offer": "110.00", "saving": "10.00", "percent": "8.3"},
                ]
            },
            {"ods": "RHQ", "name": "Sheffield", "baseline_spend": "570.00", "spend": "600.00", "saving": "-30.00", "percent": "-5.3"},
        ],
        "total": {"baseline_spend": "1170.00", "spend": "1110.00", "saving": "60.00", "percent": "5.1"},
        "not_counted": 1
    });
    assert_eq!(play.view(&observer("RFS"))["savings"], savings);
    play.act(close()).unwrap();
    assert_eq!(play.view(&buyer())["savings"]["basis"], "result");
}

// G68, G111
#[test]
fn an_observer_sees_its_own_trusts_lines_and_no_other_viewer_sees_any() {
    for other_trusts in [true, false] {
        let mut play = Play::open(ruled(&json!({"show": {"other_trusts": other_trusts}})));
        play.bid(ACME, "10");
        let lines = |viewer: &Viewer| {
            let trusts = play.view(viewer)["savings"]["trusts"].clone();
            let has_lines = |trust: &Value| trust.get("items").is_some();
            trusts
                .as_array()
                .unwrap()
                .iter()
                .filter(|trust| has_lines(trust))
                .map(|trust| trust["ods"].clone())
                .collect::<Vec<_>>()
        };

        assert_eq!(lines(&observer("RFS")), [json!("RFS")], "{other_trusts}");
        assert_eq!(lines(&observer("RHQ")), [json!("RHQ")], "{other_trusts}");
        for viewer in [buyer(), auditor()] {
            assert_eq!(lines(&viewer), [json!(null); 0], "{other_trusts}");
        }
        let total = play.view(&observer("RFS"))["savings"]["total"].clone();
        assert_eq!(total, play.view(&buyer())["savings"]["total"]);
    }
}

// G68
#[test]
fn a_line_without_a_baseline_has_its_price_and_is_in_no_figure_of_its_trust() {
    let mut play = Play::open(with(|setup| {
        let mut other = item("other", ["10.5", "5"]);
        other.baselines.shift_remove(&trust("RFS"));
        setup.items.push(other);
    }));
    let bid = play.priced(ACME, &[("glove", "12.50"), ("other", "11.01")]);
    play.place(bid);

    let own = play.view(&observer("RFS"))["savings"]["trusts"][0].clone();

    let line = json!({
        "item": "other", "volume": "10.5", "baseline": null, "price": "11.01",
        "today": null, "offer": null, "saving": null, "percent": null
    });
    assert_eq!(own["items"][1], line);
    assert_eq!((&own["saving"], &own["items"][0]["saving"]), (&json!("-20.00"), &json!("-20.00")));
}

// L6.8, L7.6
#[test]
fn a_supplier_sees_its_own_result_and_others_see_the_whole_result() {
    let mut play = Play::open(ruled(&json!({"reserve": "900"})));
    play.bid(ACME, "10");
    play.bid(BOLT, "9");
    assert_eq!(play.view(&buyer())["result"], json!(null));
    play.act(close()).unwrap();

    assert_eq!(play.view(&supplier(ACME))["result"], json!({"rank": 2, "of": 3, "total": "1000.00"}));
    assert_eq!(play.view(&supplier(CREW))["result"], json!({"rank": null, "of": 3, "total": null}));
    let result = play.view(&buyer())["result"].clone();
    assert_eq!((&result["ranking"][0]["bidder"], &result["reserve_met"]), (&json!(BOLT), &json!(true)));
    assert_eq!(play.view(&observer("RFS"))["result"].get("reserve_met"), None);
}

// L7.10
#[test]
fn only_the_bidder_that_a_notice_is_about_sees_that_it_is_its_own() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    play.act(annul(ACME)).unwrap();
    play.act(broadcast("to all", None)).unwrap();
    play.act(broadcast("to bolt", Some(BOLT))).unwrap();

    let told = |viewer: &Viewer| {
        let notices = play.view(viewer)["notices"].clone();
        let told = |notice: &Value| (notice["seq"].as_u64().unwrap(), notice["own"] == true);
        notices.as_array().unwrap().iter().map(told).collect::<Vec<(u64, bool)>>()
    };
    assert_eq!(told(&supplier(ACME)), [(2, false), (4, true), (5, false)]);
    assert_eq!(told(&supplier(BOLT)), [(2, false), (4, false), (5, false), (6, true)]);
    assert_eq!(told(&observer("RFS")), [(2, false), (4, false), (5, false)]);
    assert_eq!(told(&buyer()), [(2, false), (4, false), (5, false), (6, false)]);

    let texts = |viewer: &Viewer, after| {
        let messages = play.lot.board().messages(viewer, Seq(after));
        messages.iter().map(|message| message.text.to_string()).collect::<Vec<String>>()
    };
    assert_eq!(texts(&supplier(BOLT), 0), ["to all", "to bolt"]);
    assert_eq!(texts(&supplier(BOLT), 5), ["to bolt"]);
    assert_eq!(texts(&supplier(ACME), 0), ["to all"]);
}

// L7.10
#[test]
fn notices_are_the_newest_fifty() {
    let mut play = Play::open(setup());
    for nth in 0..60 {
        play.act(broadcast(&format!("to all {nth}"), None)).unwrap();
        play.act(broadcast(&format!("to bolt {nth}"), Some(BOLT))).unwrap();
    }

    let notices = play.view(&supplier(BOLT))["notices"].clone();
    let notices = notices.as_array().unwrap();
    assert_eq!(
        (notices.len(), &notices[0]["text"], &notices[49]["text"]),
        (50, &json!("to all 35"), &json!("to bolt 59"))
    );
    assert_eq!(play.view(&supplier(ACME))["notices"].as_array().unwrap().len(), 50);
}

// L2.18
#[test]
fn refusals_are_told_in_plain_english() {
    let setup = with(|setup| {
        setup.rules = rules_with(&json!({"ceiling": "200000", "min_decrement": {"absolute": "250"},
            "max_decrement": {"percent": "25", "mode": "refuse"}}));
    });
    let mut play = Play::open(setup.clone());
    let cases = [
        (
            Reason::DecrementTooSmall,
            Some("178550"),
            "9",
            "Total must be £178,550.00 or less. In this lot each new offer must be at least £250.00 below your own.",
        ),
        (
            Reason::DecrementTooLarge,
            Some("134100"),
            "9",
            "Total must be £134,100.00 or more. One offer cannot drop by more than 25%. You can go lower in a further offer.",
        ),
        (
            Reason::AboveCeiling,
            Some("200000"),
            "9",
            "Total must be £200,000.00 or less, the most the partnership can pay for this lot.",
        ),
        (
            Reason::NotImproved,
            Some("178799.99"),
            "9",
            "Total must be £178,799.99 or less. A new offer must be below your own.",
        ),
        (
            Reason::TiesWithLead,
            Some("176399.99"),
            "9",
            "Total must be £176,399.99 or less. Another bidder made an offer of the same value first.",
        ),
        (Reason::NotPositive, None, "0", "Price for The glove must be more than £0."),
        (Reason::TooManyDecimals, None, "1.001", "Price for The glove must have 2 decimal places or fewer."),
        (Reason::TermsNotAccepted, None, "9", "Accept the terms of this event before you send an offer."),
    ];
    for (reason, limit, price, text) in cases {
        let prices = play.glove(ACME, price).prices;

        assert_eq!(refusal::message(&setup, reason, limit.map(amount), &prices), text);
    }
    let missing = refusal::message(&setup, Reason::MissingPrice, None, &indexmap::IndexMap::new());
    assert_eq!(missing, "Enter a price for The glove.");
}
