//! What a supplier is shown of scores and aliases by the rules of its lot.

use serde_json::{Value, json};

use crate::auction::fixture::*;

// L7.5
#[test]
fn a_supplier_sees_its_score_only_where_the_lead_is_shown() {
    for (lead_price, score) in [(true, json!("70")), (false, Value::Null)] {
        let show = json!({"lead_price": lead_price, "all_prices": true});
        let mut play = Play::open(with(|setup| {
            setup.rules = rules_with(&json!({"scoring": "weighted", "price_weight": "40", "show": show}));
            setup.bidders[0].quality = Some(amount("30"));
        }));
        play.bid(ACME, "10");

        let view = play.view(&supplier(ACME));

        assert_eq!((&view["you"]["score"], &view["market"]["offers"][0]["score"]), (&score, &score), "{lead_price}");
    }
}

// L7.8, L7.9
#[test]
fn an_alias_is_a_letter_only_for_a_viewer_that_may_know_how_many_are_invited() {
    let alias = |bidder_count: bool, viewer: &crate::auction::view::Viewer| {
        let mut play = Play::open(ruled(&json!({"show": {"all_prices": true, "bidder_count": bidder_count}})));
        play.bid(BOLT, "9");
        play.view(viewer)["market"]["offers"][0]["alias"].as_str().unwrap().to_owned()
    };
    let letters = ["Bidder A", "Bidder B", "Bidder C"];

    let hidden = alias(false, &supplier(ACME));

    let digits = hidden.strip_prefix("Bidder ").unwrap();
    assert!(digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hidden}");
    assert!(letters.contains(&alias(true, &supplier(ACME)).as_str()));
    assert!(letters.contains(&alias(false, &observer("RFS")).as_str()));
}
