//! Previews of buyers' acts: what they show, and what they must not tell.

use serde_json::{Value, json};

use crate::auction::command::{Act, Command};
use crate::auction::fixture::*;
use crate::auction::state::WrongState;
use crate::auction::view::PreviewView;
use crate::ids::{BidRef, Seq};

fn look(play: &Play, act: &Act) -> Result<PreviewView, WrongState> {
    play.lot.copy_for(act.clone()).preview(&person("bea"), &buyer(), play.now)
}

fn seen(play: &Play, act: &Act) -> Value {
    serde_json::to_value(look(play, act).unwrap()).unwrap()
}

/// Acme leads with its second offer, before bolt.
fn two_bidders(rules: &Value) -> Play {
    let mut play = Play::open(ruled(rules));
    play.at(second(60)).bid(ACME, "10");
    play.bid(BOLT, "9");
    play.at(second(70)).bid(ACME, "8");
    play
}

// G30
#[test]
fn an_annulment_shows_the_offer_that_counts_again() {
    let play = two_bidders(&json!({"beat": "lead"}));

    let preview = seen(&play, &annul(ACME));

    let totals = |side: &str| -> Vec<(Value, Value)> {
        let ranking = preview[side]["ranking"].as_array().unwrap().iter();
        ranking.map(|place| (place["bidder"].clone(), place["total"].clone())).collect()
    };
    assert_eq!(totals("before"), [(json!(ACME), json!("800.00")), (json!(BOLT), json!("900.00"))]);
    assert_eq!(totals("after"), [(json!(BOLT), json!("900.00")), (json!(ACME), json!("1000.00"))]);
    assert_eq!(preview["before"]["saving"]["saving"], "250.00");
    assert_eq!(preview["after"]["saving"]["saving"], "150.00");
    assert_eq!((&preview["waits"], &preview["step_up"]), (&json!(false), &json!(false)));
    assert_eq!((&preview["seq"], &preview["at"]), (&json!(5), &json!(second(70))));
    assert_eq!(
        preview["told"],
        json!({"at": second(70), "kind": "bid_annulled", "reason": "typing mistake", "to": null})
    );
    let highest = |side: &str| preview[side]["limits"][0]["highest_allowed"].clone();
    assert_ne!(highest("before"), highest("after"));
    assert_eq!(play.rank(ACME), Some(1), "nothing has happened");
}

// G30
#[test]
fn an_annulment_may_be_looked_at_in_a_lot_of_many_bids() {
    let mut play = Play::open(setup());
    for nth in 0..300 {
        play.bid([ACME, BOLT, CREW][nth % 3], &format!("{}", 1_000 - nth));
    }

    let preview = seen(&play, &annul(CREW));

    assert_eq!(preview["before"]["ranking"][0]["total"], "70100.00");
    assert_eq!(preview["after"]["ranking"][2]["total"], "70400.00");
    play.act(annul(CREW)).unwrap();
    assert_eq!(seen(&play, &pause())["before"]["ranking"], preview["after"]["ranking"]);
}

// G30
#[test]
fn each_act_shows_what_it_does_and_what_bidders_would_be_told() {
    let play = two_bidders(&json!({}));
    let now = play.now;
    let cases = [
        (
            pause(),
            json!({"at": now, "kind": "lot_paused", "cause": "buyer", "reason": "a lost connection", "to": null}),
        ),
        (
            extend(second(900)),
            json!({"at": now, "kind": "lot_extended", "cause": "buyer", "reason": "more time", "closes_at": second(900), "to": null}),
        ),
        (close(), json!({"at": now, "kind": "lot_closed", "cause": "buyer", "reason": "all have offered", "to": null})),
        (cancel(), json!({"at": now, "kind": "lot_cancelled", "reason": "no money", "to": null})),
        (exclude(BOLT), json!({"at": now, "kind": "bidder_excluded", "reason": "insolvent", "to": null})),
        (
            broadcast("hello", None),
            json!({"at": now, "kind": "message", "reason": "to be clear", "text": "hello", "to": null}),
        ),
    ];
    let alias = seen(&play, &pause())["before"]["ranking"][1]["alias"].clone();

    for (act, told) in cases {
        assert_eq!(seen(&play, &act)["told"], told, "{act:?}");
    }
    assert_eq!(seen(&play, &broadcast("hello", Some(BOLT)))["told"]["to"], alias);
    assert_eq!(seen(&play, &exclude(BOLT))["after"]["excluded"], json!([alias]));
    let closed = seen(&play, &close());
    assert_eq!((&closed["after"]["state"], &closed["after"]["closes_at"]), (&json!("closed"), &json!(now)));
    assert_eq!((&closed["after"]["limits"], closed["before"]["limits"].as_array().unwrap().len()), (&json!([]), 3));
    assert_eq!(seen(&play, &cancel())["after"]["saving"], Value::Null);
    assert_eq!(seen(&play, &extend(second(900)))["after"]["closes_at"], json!(second(900)));
    assert_eq!(seen(&play, &pause())["after"]["state"], "paused");
}

// G30
#[test]
fn a_request_that_would_be_declined_tells_only_its_bidder() {
    let mut play = two_bidders(&json!({}));
    let bid_ref = BidRef::parse("ref-3").unwrap();
    play.send(&Command::RequestAnnulment { bidder: id(ACME), bid_ref, reason: "a slip".into() }).unwrap();
    let request = play.lot.board().seq();

    let preview = seen(&play, &decline(request.0));

    assert_eq!(preview["told"]["kind"], "annulment_declined");
    assert_eq!(preview["told"]["to"], preview["before"]["ranking"][0]["alias"]);
    assert_eq!(preview["before"], preview["after"]);
}

// G30
#[test]
fn an_act_that_would_wait_is_shown_with_its_effect_to_both_buyers() {
    let mut setup = setup();
    setup.event.four_eyes = true;
    let mut play = Play::open(setup);
    play.bid(ACME, "10");
    play.bid(BOLT, "9");

    let proposed = look(&play, &exclude(BOLT)).unwrap();
    play.act_by("bob", exclude(BOLT)).unwrap();
    let proposal = play.lot.board().seq();
    let approved = look(&play, &approve(proposal.0)).unwrap();
    let own = play.lot.copy_for(approve(proposal.0)).preview(&person("bob"), &buyer(), play.now);

    assert!(proposed.waits && !approved.waits);
    assert_eq!(
        (&proposed.before, &proposed.after, &proposed.told),
        (&approved.before, &approved.after, &approved.told)
    );
    assert_eq!(proposed.after.excluded.len(), 1);
    assert_eq!(own, Err(WrongState::OwnProposal));
}

// G30
#[test]
fn a_preview_is_refused_as_the_act_is() {
    let play = two_bidders(&json!({}));
    let now_ago = extend(second(1));
    let not_standing = Act::Annul { bidder: id(ACME), offer: Some(Seq(3)), reason: "r".into() };

    for act in [resume(), now_ago, annul(CREW), not_standing, approve(2), decline(2), exclude("nobody")] {
        let looked = look(&play, &act).map(|_| ());
        let done = play.clone().act(act.clone()).map(|_| ());

        assert!(looked.is_err(), "{act:?}");
        assert_eq!(looked, done, "{act:?}");
    }
}

// G30
#[test]
fn a_look_at_the_close_names_no_bidder_that_is_hidden_until_then() {
    let play = two_bidders(&json!({"show": {"identities_to_buyer": "after_close"}}));

    let preview = seen(&play, &close());

    assert_eq!(preview["after"]["state"], "closed");
    let text = preview.to_string();
    for name in [ACME, BOLT, CREW] {
        assert!(!text.contains(name), "{name} in {text}");
    }
    let aliases: Vec<_> = preview["before"]["limits"].as_array().unwrap().iter().map(|one| &one["alias"]).collect();
    assert_eq!(aliases, ["Bidder A", "Bidder B", "Bidder C"], "in an order that tells nothing");
}
