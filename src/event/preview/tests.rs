//! A preview passes through the real judge, at each state.

use serde_json::json;

use super::*;
use crate::auction::view::{Constants, Viewer};
use crate::event::fixture::{at, least, parsed, with};

const NOW: &str = "2026-11-01T09:00:00Z";

fn facts() -> PreviewFacts {
    PreviewFacts {
        event: EventId::parse("e").unwrap(),
        owner: OrgId::parse("wtp").unwrap(),
        lot: LotId::parse("l").unwrap(),
        digest: None,
        alias_key: AliasKey([7; 32]),
        now: at(NOW),
    }
}

fn setup(document: &serde_json::Value) -> Setup {
    preview_setup(&parsed(document), 0, &facts()).unwrap()
}

fn offer(bidder: &str, price: &str) -> PreviewOffer {
    let prices = [(ItemId::parse("m").unwrap(), price.parse().unwrap())];
    PreviewOffer { bidder: BidderId::parse(bidder).unwrap(), prices: prices.into(), confirmed: false }
}

fn shown(document: &serde_json::Value, state: PreviewState, offers: &[PreviewOffer]) -> PreviewedLot {
    preview_lot(setup(document), state, offers, at(NOW)).unwrap()
}

// G19
#[test]
fn each_state_can_be_shown_with_its_offers_judged_in_turn() {
    let offers = [offer("acme", "3.00"), offer("bolt", "2.50"), offer("acme", "3.50"), offer("crux", "2.505")];

    for (state, reached, refused) in [
        (PreviewState::Scheduled, State::Scheduled, vec![Reason::NotOpen; 4]),
        (PreviewState::Open, State::Open, vec![Reason::NotImproved, Reason::TooManyDecimals]),
        (PreviewState::Paused, State::Paused, vec![Reason::NotImproved, Reason::TooManyDecimals]),
        (PreviewState::Closed, State::Closed, vec![Reason::NotImproved, Reason::TooManyDecimals]),
    ] {
        let preview = shown(&least(), state, &offers);

        assert_eq!(preview.lot.board().state(), reached);
        assert_eq!(preview.refused.iter().map(|refusal| refusal.reason).collect::<Vec<_>>(), refused, "{state:?}");
    }
    let refusal = &shown(&least(), PreviewState::Open, &offers).refused[0];
    assert_eq!((refusal.offer, refusal.bidder.as_str()), (2, "acme"));
    assert!(!refusal.message.is_empty());
}

// G19
#[test]
fn a_draft_that_opens_at_publication_or_has_terms_can_be_shown() {
    let now = with(with(least(), "/practice", json!(true)), "/lots/0/opens_at", json!("now"));
    let terms = with(with(now, "/terms", json!("You accept.")), "/lots/0/closes_at", json!("2026-11-01T09:00:02Z"));

    let preview = shown(&terms, PreviewState::Closed, &vec![offer("acme", "3.00"); 1_000]);

    assert_eq!(preview.lot.board().state(), State::Closed);
    assert_eq!(preview.refused.len(), 999, "the first one counts");
}

// G19
#[test]
fn what_cannot_be_shown_is_refused_with_its_place() {
    let document = parsed(&least());
    let past = with(with(least(), "/practice", json!(true)), "/lots/0/opens_at", json!("now"));
    let past = with(past, "/lots/0/closes_at", json!("2026-10-01T09:00:00Z"));

    let no_lot = preview_setup(&document, 1, &facts()).unwrap_err();
    let closed = preview_setup(&parsed(&past), 0, &facts()).unwrap_err();
    let strangers = [offer("acme", "1"), offer("dune", "1"), offer("echo", "1")];
    let strangers = preview_lot(setup(&least()), PreviewState::Open, &strangers, at(NOW)).unwrap_err();

    assert_eq!((no_lot.path.as_str(), no_lot.code), ("/lot", Code::UnknownReference));
    assert_eq!((closed.path.as_str(), closed.code), ("/document/lots/0/closes_at", Code::Contradiction));
    let paths: Vec<&str> = strangers.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["/offers/1/bidder", "/offers/2/bidder"]);
}

// G19
#[test]
fn a_bidder_that_is_previewed_sees_no_other_name() {
    let preview = shown(&least(), PreviewState::Closed, &[offer("acme", "3.00"), offer("bolt", "2.50")]);
    let constants = Constants::new(preview.lot.setup());

    let view = preview.lot.board().view(&constants, &Viewer::Bidder(BidderId::parse("acme").unwrap()), preview.now);

    let text = serde_json::to_string(&view).unwrap();
    assert!(!text.contains("Bolt") && !text.contains("bolt"), "{text}");
}
