//! The cost of judging a bid alone: bids a second on a lot with 50 bidders.
#![allow(clippy::unwrap_used, reason = "a bench that meets the unexpected has failed")]

mod lots;

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use fairlot::auction::{Command, Event};
use lots::Auction;

fn decide(criterion: &mut Criterion) {
    let auction = Auction::open(50);
    let mut group = criterion.benchmark_group("decide");
    group.throughput(Throughput::Elements(1));

    let accepted = Command::PlaceBid(auction.next_bid());
    let verdict = auction.lot.decide(&accepted, auction.now()).unwrap();
    assert!(matches!(verdict[..], [Event::BidAccepted(_)]), "{verdict:?}");
    group.bench_function("a bid that counts", |bencher| {
        bencher.iter(|| auction.lot.decide(black_box(&accepted), auction.now()));
    });

    let mut worse = auction.next_bid();
    worse.prices[0] = "1000000".parse().unwrap();
    let refused = Command::PlaceBid(worse);
    let verdict = auction.lot.decide(&refused, auction.now()).unwrap();
    assert!(matches!(verdict[..], [Event::BidRefused(_)]), "{verdict:?}");
    group.bench_function("a bid that does not", |bencher| {
        bencher.iter(|| auction.lot.decide(black_box(&refused), auction.now()));
    });
    group.finish();
}

fn main() {
    let mut criterion = lots::criterion();
    decide(&mut criterion);
    criterion.final_summary();
}
