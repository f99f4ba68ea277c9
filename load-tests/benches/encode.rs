//! The cost of writing answers and views: bytes a second.
//!
//! A view's members are rendered as the feed renders them. The frame around them is private to the engine and is not
//! measured.
#![allow(clippy::unwrap_used, reason = "a bench that meets the unexpected has failed")]

mod lots;

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use fairlot::auction::view::{Constants, Viewer};
use fairlot::ids::{BidRef, LotId, OdsCode, Seq};
use fairlot::protocol::ws::AcceptedMessage;
use fairlot::protocol::{Hex, ServerMessage};
use lots::Auction;

fn answer(criterion: &mut Criterion) {
    let message = ServerMessage::Accepted(AcceptedMessage {
        lot: LotId::parse("0196a7b2-7c4e-7d10-8f3a-5b1c2d3e4f50").unwrap(),
        bid_ref: BidRef::parse("12345").unwrap(),
        seq: Seq(12_345),
        at: Auction::open(1).now(),
        received_at: Auction::open(1).now(),
        hash: Hex([7; 32]),
        rank: 1,
        total: "178800.00".parse().unwrap(),
        evaluated: "178800.00".parse().unwrap(),
        receipt: None,
    });
    let mut group = criterion.benchmark_group("encode");
    group.throughput(Throughput::Bytes(message.to_text().len() as u64));
    group.bench_function("an accepted", |bencher| bencher.iter(|| black_box(&message).to_text()));
    group.finish();
}

fn views(criterion: &mut Criterion) {
    let auction = Auction::open(50);
    let constants = Constants::new(auction.lot.setup());
    let bidder = auction.next_bid().bidder;
    let viewers =
        [("a bidder", Viewer::Bidder(bidder)), ("an observer", Viewer::Observer(OdsCode::parse("RFS").unwrap()))];
    let mut group = criterion.benchmark_group("encode: the view of a lot with 50 bidders");
    for (name, viewer) in viewers {
        let render = || auction.lot.board().view(&constants, black_box(&viewer), auction.now()).fields();
        let bytes: usize = render().iter().map(|(name, text)| name.len() + text.get().len()).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |bencher| bencher.iter(render));
    }
    group.finish();
}

fn main() {
    let mut criterion = lots::criterion();
    answer(&mut criterion);
    views(&mut criterion);
    criterion.final_summary();
}
