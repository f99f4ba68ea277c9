//! The bid graph: every accepted offer in order, page by page.

use proptest::prelude::*;
use serde_json::json;

use crate::auction::fixture::*;
use crate::auction::view::{OfferPage, OfferPoint, Viewer};
use crate::ids::Seq;

#[test]
fn the_bid_graph_is_paged_in_order_with_opening_offers_first() {
    let mut play = Play::open(with(|setup| {
        for invited in &mut setup.bidders[..2] {
            invited.opening = Some([amount("12")].into_iter().collect());
        }
    }));
    for price in ["11", "10", "9"] {
        play.bid(ACME, price);
    }
    play.act(annul(ACME)).unwrap();
    let seqs = |points: &[OfferPoint]| points.iter().map(|point| point.seq.0).collect::<Vec<u64>>();

    let first = play.lot.offers(&buyer(), Seq::ZERO, 1).offers;
    assert_eq!(seqs(&first), [1, 1]);
    assert_eq!((first[0].rank, first[1].rank, first[0].at), (1, 2, OPEN));
    let next = play.lot.offers(&buyer(), Seq(1), 2).offers;
    assert_eq!(seqs(&next), [3, 4]);
    let last = play.lot.offers(&buyer(), Seq(4), 2).offers;
    assert_eq!((seqs(&last), last[0].annulled, last[0].bidder.clone()), (vec![5], true, Some(id(ACME))));
    assert_eq!(play.lot.offers(&buyer(), Seq(5), 2).offers, []);

    assert_eq!(seqs(&play.lot.offers(&supplier(BOLT), Seq::ZERO, 9).offers), [1]);
    assert_eq!(play.lot.offers(&observer("RFS"), Seq::ZERO, 9).offers[0].bidder, None);
}

/// A lot on which these bidders bid one after the other, two of them from an opening offer on.
fn play_of(bidders: impl IntoIterator<Item = usize>, all_prices: bool) -> Play {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"show": {"all_prices": all_prices}}));
        for invited in &mut setup.bidders[..2] {
            invited.opening = Some([amount("900")].into_iter().collect());
        }
    }));
    for (nth, bidder) in bidders.into_iter().enumerate() {
        accepted(&play.bid([ACME, BOLT, CREW][bidder], &format!("{}", 800 - nth)));
    }
    play
}

/// All pages of the graph; each page looks at one offer or more.
fn paged(play: &Play, viewer: &Viewer, limit: usize) -> Vec<OfferPage> {
    let (mut pages, mut after) = (Vec::new(), Seq::ZERO);
    while after < play.lot.board().seq() {
        let page = play.lot.offers(viewer, after, limit);
        assert!(page.looked_to > after, "{page:?} after {after}");
        after = page.looked_to;
        pages.push(page);
    }
    pages
}

#[test]
fn a_page_skips_a_bounded_number_of_hidden_offers() {
    let play = play_of((0..70).map(|nth| if nth == 69 { 2 } else { 0 }), false);

    let pages = paged(&play, &supplier(CREW), 2);

    let looked_to: Vec<u64> = pages.iter().map(|page| page.looked_to.0).collect();
    assert_eq!(looked_to, [20, 40, 60, 72], "two opening offers, then one record an offer");
    assert_eq!(pages.iter().map(|page| page.offers.len()).collect::<Vec<_>>(), [0, 0, 0, 1]);
}

#[test]
fn a_page_says_where_the_graph_ends() {
    let play = play_of([0, 1, 2], false);

    let page = play.lot.offers(&observer("RFS"), Seq(3), 1);

    assert_eq!((page.looked_to, page.newest), (Seq(4), Seq(5)));
    assert_eq!(play.lot.offers(&observer("RFS"), Seq(5), 1).looked_to, Seq(5));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn page_by_page_it_is_what_it_is_at_once(
        bidders in prop::collection::vec(0..3_usize, 0..60),
        all_prices in any::<bool>(),
        annulled in 0..4_usize,
        limit in 1..7_usize,
    ) {
        let mut play = play_of(bidders, all_prices);
        for _ in 0..annulled {
            let _ = play.act(annul(ACME));
        }
        for viewer in [supplier(ACME), supplier(BOLT), supplier(CREW), observer("RFS"), buyer(), auditor()] {
            let parts: Vec<_> = paged(&play, &viewer, limit).into_iter().flat_map(|page| page.offers).collect();

            prop_assert_eq!(parts, play.lot.offers(&viewer, Seq::ZERO, 1_000).offers, "{:?}", viewer);
        }
    }
}
