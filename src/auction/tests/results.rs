//! The result of a lot, by role.

use serde_json::{Value, json};

use crate::auction::fixture::*;
use crate::auction::setup::Setup;
use crate::auction::view::Viewer;

/// A lot with two offers and a refused bid, an annulled offer and an excluded bidder, closed by time.
fn ended(setup: Setup) -> Play {
    let mut play = Play::open(setup);
    play.bid(ACME, "10");
    play.bid(BOLT, "9");
    play.bid(BOLT, "9.50");
    play.bid(ACME, "8");
    play.bid(CREW, "7");
    play.act(annul(ACME)).unwrap();
    play.act(exclude(CREW)).unwrap();
    close_by_time(&mut play);
    play
}

fn close_by_time(play: &mut Play) {
    play.at(CLOSE.plus_micros(200_000)).wake();
}

fn result(play: &Play, viewer: &Viewer) -> Value {
    play.result(viewer).unwrap()
}

fn each<'v>(list: &'v Value, member: &str) -> Vec<&'v Value> {
    list.as_array().unwrap().iter().map(|entry| &entry[member]).collect()
}

// G64
#[test]
fn there_is_no_result_before_the_end() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    assert!(play.result(&buyer()).is_none());
    play.act(pause()).unwrap();
    assert!(play.result(&buyer()).is_none());
}

// G64, G66
#[test]
fn a_buyer_sees_who_ended_where_with_all_that_happened() {
    let play = ended(ruled(&json!({"reserve": "950"})));

    let result = result(&play, &buyer());

    assert_eq!(
        (&result["state"], &result["cause"], &result["reason"]),
        (&json!("closed"), &json!("time"), &json!(null))
    );
    assert_eq!((&result["opens_at"], &result["ended_at"]), (&json!(OPEN), &json!(CLOSE)));
    assert_eq!(each(&result["ranking"], "bidder"), ["bolt", "acme"]);
    assert_eq!(each(&result["ranking"], "total"), ["900.00", "1000.00"]);
    assert_eq!(result["ranking"][0]["prices"], json!({"glove": "9.00"}));
    assert_eq!(each(&result["excluded"], "name"), ["crew Ltd"]);
    assert_eq!(
        (&result["excluded"][0]["reason"], &result["excluded"][0]["total"]),
        (&json!("insolvent"), &json!("700.00"))
    );
    assert_eq!(result["counts"], json!({"invited": 3, "accepted": 4, "refused": 1, "annulled": 1}));
    assert_eq!((&result["of"], &result["reserve_met"]), (&json!(3), &json!(true)));
    assert_eq!((&result["practice"], &result["digest"]), (&json!(false), &json!("sha256:00")));
    assert!(result["words"].as_array().unwrap().len() > 3, "{}", result["words"]);
}

// G65
#[test]
fn an_observer_sees_names_after_the_close_and_neither_refusals_nor_the_reserve() {
    let reserve = json!({"reserve": "950"});
    let hidden = json!({"reserve": "950", "show": {"identities_to_observer": false}});

    let named = result(&ended(ruled(&reserve)), &observer("RFS"));
    let unnamed = result(&ended(ruled(&hidden)), &observer("RFS"));

    assert_eq!(named["counts"], json!({"invited": 3, "accepted": 4, "refused": null, "annulled": 1}));
    assert!(named.get("reserve_met").is_none());
    assert_eq!(each(&named["ranking"], "name"), ["bolt Ltd", "acme Ltd"]);
    assert!(unnamed["ranking"].as_array().unwrap().iter().all(|place| place.get("bidder").is_none()));
    assert!(!unnamed.to_string().contains("crew"), "{unnamed}");
    assert!(named["acts"].as_array().unwrap().iter().all(|act| act.get("by").is_none()));
}

// G65
#[test]
fn a_supplier_sees_its_own_place_and_counts_and_no_savings() {
    let play = ended(ruled(&json!({"reserve": "950"})));

    let of_acme = result(&play, &supplier(ACME));
    let of_crew = result(&play, &supplier(CREW));

    assert_eq!(
        (each(&of_acme["ranking"], "rank"), each(&of_acme["ranking"], "own")),
        (vec![&json!(2)], vec![&json!(true)])
    );
    assert_eq!(of_acme["ranking"][0]["prices"], json!({"glove": "10.00"}));
    assert_eq!(of_acme["counts"], json!({"invited": 3, "accepted": 2, "refused": 0, "annulled": 1}));
    assert_eq!((&of_acme["of"], &of_acme["savings"], &of_acme["excluded"]), (&json!(3), &json!(null), &json!([])));
    assert!(of_acme.get("reserve_met").is_none());
    assert!(!of_acme.to_string().contains("bolt") && !of_acme.to_string().contains("900.00"), "{of_acme}");
    assert_eq!((&of_crew["ranking"], each(&of_crew["excluded"], "own")), (&json!([]), vec![&json!(true)]));
}

// G65
#[test]
fn a_supplier_sees_how_many_were_invited_and_others_offers_only_where_the_rules_show_them() {
    let shown = ended(ruled(&json!({"show": {"all_prices": true}})));
    let hidden = ended(ruled(&json!({"show": {"bidder_count": false}})));

    let [shown, hidden] = [shown, hidden].map(|play| result(&play, &supplier(ACME)));

    assert_eq!(each(&shown["ranking"], "evaluated"), ["900.00", "1000.00"]);
    assert_eq!(each(&shown["ranking"], "total"), [&json!(null), &json!("1000.00")]);
    assert_eq!((&hidden["of"], &hidden["counts"]["invited"]), (&json!(null), &json!(null)));
}

// G65, G66
#[test]
fn a_cancelled_lot_has_neither_ranking_nor_savings() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    play.at(second(60)).act(cancel()).unwrap();

    let result = result(&play, &buyer());

    assert_eq!(
        (&result["state"], &result["cause"], &result["reason"]),
        (&json!("cancelled"), &json!("buyer"), &json!("no money"))
    );
    assert_eq!(
        (&result["ranking"], &result["savings"], &result["reserve_met"]),
        (&json!([]), &json!(null), &json!(null))
    );
    assert_eq!(result["ended_at"], json!(second(60)));
}

// G66
#[test]
fn an_early_close_ended_the_lot_at_its_record() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    play.at(second(60)).act(close()).unwrap();

    let result = result(&play, &buyer());

    assert_eq!((&result["cause"], &result["reason"]), (&json!("buyer"), &json!("all have offered")));
    assert_eq!(result["ended_at"], json!(second(60)));
}

/// Two lines for two trusts. What one trust pays for one line is not known.
fn two_lines() -> Setup {
    with(|setup| {
        setup.items.push(item("gown", ["10", "0.5"]));
        setup.items[1].baselines.shift_remove(&trust("RFS"));
    })
}

fn sum(items: &Value, member: &str) -> rust_decimal::Decimal {
    each(items, member).iter().filter_map(|figure| Some(amount(figure.as_str()?).decimal())).sum()
}

// G68
#[test]
fn the_lines_of_a_trust_are_its_figures_exactly_and_so_are_the_lines_of_all() {
    let mut play = Play::open(two_lines());
    let bid = play.priced(ACME, &[(GLOVE, "10.01"), ("gown", "3.33")]);
    play.place(bid);
    close_by_time(&mut play);

    let savings = &result(&play, &buyer())["savings"];

    assert_eq!((&savings["basis"], &savings["not_counted"]), (&json!("result"), &json!(1)));
    let trusts = savings["trusts"].as_array().unwrap();
    for sums in trusts.iter().chain([&savings["total"]]) {
        for (line, whole) in [("today", "baseline_spend"), ("offer", "spend"), ("saving", "saving")] {
            assert_eq!(sum(&sums["items"], line), amount(sums[whole].as_str().unwrap()).decimal(), "{line} of {sums}");
        }
    }
    assert_eq!(each(&trusts[0]["items"], "baseline"), [&json!("12.00"), &json!(null)]);
    assert_eq!(each(&trusts[0]["items"], "saving"), [&json!("79.60"), &json!(null)]);
    assert_eq!(each(&savings["total"]["items"], "not_counted"), [&json!(0), &json!(1)]);
    assert_eq!(each(&savings["total"]["items"], "volume"), ["100", "10.5"]);
}

// G68
#[test]
fn an_observer_that_sees_no_other_trust_gets_its_own_and_the_total_without_lines() {
    let setup = with(|setup| {
        *setup = two_lines();
        setup.rules = rules_with(&json!({"show": {"other_trusts": false}}));
    });
    let mut play = Play::open(setup);
    let bid = play.priced(ACME, &[(GLOVE, "10.01"), ("gown", "3.33")]);
    play.place(bid);
    close_by_time(&mut play);

    let savings = &result(&play, &observer("RHQ"))["savings"];

    assert_eq!(each(&savings["trusts"], "ods"), ["RHQ"]);
    assert_eq!(savings["trusts"][0]["items"].as_array().unwrap().len(), 2);
    assert!(savings["total"].get("items").is_none() && savings["total"]["saving"].is_string());
}

// G69
#[test]
fn acts_are_what_buyers_and_the_clock_did() {
    let mut play =
        Play::open(ruled(&json!({"extension": {"window_s": 600, "extend_s": 600, "from": "bid", "trigger": "any"}})));
    play.bid(ACME, "10");
    play.act(pause()).unwrap();
    play.at(second(10)).act(resume()).unwrap();
    play.act(extend(second(1_000))).unwrap();
    play.act(broadcast("hello", None)).unwrap();
    play.act(annul(ACME)).unwrap();
    play.act(close()).unwrap();

    let acts = result(&play, &buyer())["acts"].clone();

    let kinds = ["lot_opened", "lot_paused", "lot_resumed", "lot_extended", "bid_annulled", "lot_closed"];
    assert_eq!(each(&acts, "kind"), kinds);
    assert_eq!(acts[1]["what"], json!({"cause": "buyer"}));
    assert_eq!(acts[3]["what"]["closes_at"], json!(second(1_000)));
    let annulled = &acts[4]["what"];
    assert_eq!(
        (&annulled["bidder"], &annulled["offer"], &annulled["total"]),
        (&json!("acme"), &json!(3), &json!("1000.00"))
    );
    assert!(acts.as_array().unwrap().iter().all(|act| act["by"].is_null() && act.get("by").is_some()));
}

// G65, G69
#[test]
fn a_supplier_is_told_acts_as_its_notices_tell_them() {
    let play = ended(setup());

    let [of_acme, of_bolt] = [ACME, BOLT].map(|bidder| result(&play, &supplier(bidder))["acts"].clone());

    let what = |acts: &Value, kind: &str| {
        let acts = acts.as_array().unwrap();
        acts.iter().find(|act| act["kind"] == kind).unwrap()["what"].clone()
    };
    assert_eq!(
        (&what(&of_acme, "bid_annulled")["own"], &what(&of_acme, "bid_annulled")["total"]),
        (&json!(true), &json!("800.00"))
    );
    assert_eq!(what(&of_bolt, "bid_annulled"), json!({}));
    assert_eq!(what(&of_acme, "bidder_excluded"), json!({}));
}

// G70
#[test]
fn each_act_has_words() {
    let play = ended(setup());

    let words = |viewer: &Viewer| -> Vec<String> {
        play.lot.report().acts(viewer).iter().map(|act| act.in_words("GBP")).collect()
    };

    let expected = [
        "The lot opened. It was to close at 10:23:20pm on Tuesday 14 November 2023.",
        "The offer of £800.00 from acme Ltd was annulled.",
        "crew Ltd was excluded.",
        "The closing time came, and the lot closed.",
    ];
    assert_eq!(words(&buyer()), expected);
    assert_eq!(words(&supplier(ACME))[1..3], ["Your offer of £800.00 was annulled.", "A bidder was excluded."]);
    assert_eq!(words(&supplier(BOLT))[1], "An offer of another bidder was annulled.");
}
