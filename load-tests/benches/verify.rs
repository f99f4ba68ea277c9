//! The cost of an audit without the disk: records a second that are hashed and judged again.
#![allow(clippy::unwrap_used, reason = "a bench that meets the unexpected has failed")]

mod lots;

use std::hint::black_box;
use std::io::Cursor;
use std::sync::Arc;

use criterion::{Criterion, Throughput};
use fairlot::engine::Rejudge;
use fairlot::journal::record::{Chain, Hash, Record};
use fairlot::journal::{StreamId, verify};
use tokio::runtime::Builder;

const BIDDERS: usize = 50;
const BIDS: usize = 5_000;

/// Reads a stream as the audit of a database does.
fn check(stream: &StreamId, records: &[Record]) -> String {
    let (mut chain, mut judge) = (Chain::new(stream.clone()), Rejudge::new(stream));
    for record in records {
        let body = chain.check(record).unwrap();
        judge.record(&body).unwrap();
    }
    judge.end()
}

fn export(records: &[Record]) -> String {
    let (mut text, mut prev) = (String::new(), Hash::ZERO);
    for record in records {
        text.push_str(&record.export_line(&prev));
        text.push('\n');
        prev = record.hash;
    }
    text
}

fn audit(criterion: &mut Criterion) {
    let (stream, records) = lots::journal(BIDDERS, BIDS);
    let file: Arc<[u8]> = export(&records).into_bytes().into();
    assert_eq!(check(&stream, &records), "not closed (open)");
    let mut group = criterion.benchmark_group("verify");
    group.throughput(Throughput::Elements(records.len() as u64));
    group.bench_function("records of a database", |bencher| bencher.iter(|| check(&stream, black_box(&records))));
    let runtime = Builder::new_current_thread().build().unwrap();
    group.bench_function("lines of an export, on all cores", |bencher| {
        bencher.iter(|| runtime.block_on(verify::exported(Cursor::new(Arc::clone(&file)), Rejudge::new)));
    });
    let bodies: Vec<&[u8]> = records.iter().map(|record| record.body.as_bytes()).collect();
    group.bench_function("the hashes alone", |bencher| {
        bencher.iter(|| bodies.iter().fold(Hash::ZERO, |prev, body| prev.followed_by(black_box(body))));
    });
    group.finish();
}

fn main() {
    let mut criterion = lots::criterion();
    audit(&mut criterion);
    criterion.final_summary();
}
