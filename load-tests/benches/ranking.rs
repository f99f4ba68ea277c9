//! The cost of the ranking as the number of bidders grows: every bid takes the lead, so that all ranks change.
//!
//! The ranking is private to the lot, so it is measured through a lot that decides and applies whole bids.

mod lots;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use lots::Auction;

const BIDS: u64 = 200;

fn ranking(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ranking: decide and apply, everybody overtaken");
    group.throughput(Throughput::Elements(BIDS));
    for bidders in [10, 100, 1_000] {
        let auction = Auction::open(bidders);
        group.bench_function(BenchmarkId::new("bidders", bidders), |bencher| {
            bencher.iter_batched_ref(
                || auction.clone(),
                |auction| (0..BIDS).for_each(|_| drop(auction.bid())),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = lots::criterion();
    ranking(&mut criterion);
    criterion.final_summary();
}
