//! The folds on several cores, beside a naive check of one record after the other.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use futures::{FutureExt, Stream, StreamExt, stream};
use proptest::prelude::*;
use tokio::runtime::Builder;

use super::in_flight::{InFlight, KIB_MAX, PAGES_MAX};
use super::*;
use crate::ids::Seq;
use crate::journal::record::{Body, Broken, Chain, Committed, Record, StreamId};
use crate::journal::testing::{draft, lot, seal_drafts, sealed};

/// Counts records. Refuses one record, and panics at one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Counting {
    refused: Option<Seq>,
    panics_at: Option<Seq>,
    taken: u64,
}

impl StreamFold for Counting {
    type Read = Seq;

    fn read(body: &Body) -> Seq {
        body.seq
    }

    fn take(&mut self, body: &Body, read: Seq, place: Committed) -> Result<(), String> {
        assert_eq!((read, body.seq), (place.seq, place.seq));
        assert!(self.panics_at != Some(read), "a forged record");
        if self.refused == Some(read) {
            return Err("refused".to_owned());
        }
        self.taken += 1;
        Ok(())
    }
}

/// What became of a stream.
type Told = (StreamId, Committed, Result<Counting, Broken>);

/// Checks and folds one record after the other.
fn naive(records: &[Record], fold_of: impl Fn(&StreamId) -> Counting) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let mut chain: Option<Chain> = None;
    for record in records {
        if chain.as_ref().is_none_or(|chain| *chain.stream() != record.stream) {
            chain = Some(Chain::new(record.stream.clone()));
            told.push((record.stream.clone(), Committed::NOTHING, Ok(fold_of(&record.stream))));
        }
        let (Some(chain), Some((stream, last, outcome))) = (&mut chain, told.last_mut()) else { continue };
        let Ok(fold) = outcome else { continue };
        let fault = |fault: &str| Broken { stream: stream.clone(), seq: record.seq, fault: fault.to_owned() };
        let taken = chain.check(record).and_then(|_| match record.seq {
            seq if fold.panics_at == Some(seq) => Err(fault("it contradicts the records before it")),
            seq if fold.refused == Some(seq) => Err(fault("refused")),
            _ => {
                fold.taken += 1;
                Ok(())
            }
        });
        match taken {
            Ok(()) => *last = record.into(),
            Err(broken) => *outcome = Err(broken),
        }
    }
    told
}

/// The same on two threads, with the records in pages of these lengths, over and over.
async fn folded<F: StreamFold>(
    records: &[Record],
    pages: &[usize],
    fold_of: impl Fn(&StreamId) -> F + Send + Sync + 'static,
) -> Vec<(StreamId, Committed, Result<F, Broken>)> {
    folded_by(2, records, pages, fold_of).await
}

/// The same on that many threads.
async fn folded_by<F: StreamFold>(
    workers: usize,
    records: &[Record],
    pages: &[usize],
    fold_of: impl Fn(&StreamId) -> F + Send + Sync + 'static,
) -> Vec<(StreamId, Committed, Result<F, Broken>)> {
    let (mut rest, mut last, mut lengths) = (records, None, pages.iter().cycle());
    let pages = stream::iter(std::iter::from_fn(|| {
        let (page, others) = rest.split_at((*lengths.next()?).min(rest.len()));
        rest = others;
        (!page.is_empty()).then(|| Ok::<_, ()>(runs_of(page.to_vec(), &mut last)))
    }));
    let mut folding = Folding::with_workers(workers, pages, fold_of);
    let mut told = Vec::new();
    while let Some(FoldedStream { stream, last, outcome }) = folding.next().await.unwrap() {
        told.push((stream, last, outcome));
    }
    told
}

/// A fault that somebody with access to the store can make.
#[derive(Debug, Clone, Copy)]
enum Tampering {
    Missing,
    Doubled,
    OtherKind,
    OtherSeq,
    OtherHash,
    OtherBody,
    OtherStream,
    EarliestInstant,
}

const TAMPERINGS: [Tampering; 8] = [
    Tampering::Missing,
    Tampering::Doubled,
    Tampering::OtherKind,
    Tampering::OtherSeq,
    Tampering::OtherHash,
    Tampering::OtherBody,
    Tampering::OtherStream,
    Tampering::EarliestInstant,
];

impl Tampering {
    fn apply(self, records: &mut Vec<Record>, place: usize) {
        let place = place % records.len();
        let copy = records[place].clone();
        let record = &mut records[place];
        match self {
            Self::Missing => drop(records.remove(place)),
            Self::Doubled => records.insert(place, copy),
            Self::OtherKind => record.kind = "bid_refused".into(),
            Self::OtherSeq => record.seq = Seq(record.seq.0 + 1),
            Self::OtherHash => record.hash.0[7] ^= 1,
            Self::OtherBody => record.body = record.body.replacen("\"ref\"", "\"rfe\"", 1).into(),
            Self::OtherStream => record.stream = StreamId::from_storage("lot/zz"),
            Self::EarliestInstant => record.at = crate::clock::Instant::from_micros(i64::MIN),
        }
    }
}

/// Streams of different lengths with a few faults.
fn journal() -> impl Strategy<Value = Vec<Record>> {
    let streams = prop::collection::vec(1usize..40, 2..6);
    let tampering = (prop::sample::select(&TAMPERINGS[..]), 0usize..200);
    (streams, prop::collection::vec(tampering, 0..4)).prop_map(|(lengths, tamperings)| {
        let streams = lengths.iter().enumerate().map(|(n, length)| sealed(&lot(&format!("l{n}")), *length));
        let mut records: Vec<Record> = streams.flatten().collect();
        for (tampering, place) in tamperings {
            tampering.apply(&mut records, place);
        }
        records
    })
}

proptest! {
    #[test]
    fn folds_on_any_number_of_threads_tell_what_a_naive_check_tells(
        records in journal(),
        pages in prop::collection::vec(1usize..20, 1..4),
        refused in prop::option::of(1u64..40),
        panics_at in prop::option::of(1u64..60),
    ) {
        let fold_of = move |stream: &StreamId| match stream.as_str() {
            "lot/l0" | "lot/l3" => Counting { refused: refused.map(Seq), ..Counting::default() },
            "lot/l1" => Counting { panics_at: panics_at.map(Seq), ..Counting::default() },
            _ => Counting::default(),
        };
        let runtime = Builder::new_current_thread().build().unwrap();

        let expected = naive(&records, fold_of);
        for workers in [1, 2, 5] {
            let told = runtime.block_on(folded_by(workers, &records, &pages, fold_of));

            prop_assert_eq!(&told, &expected, "{} threads", workers);
        }
    }
}

#[tokio::test]
async fn a_broken_stream_ends_alone_and_the_others_are_told_in_their_order() {
    let mut records: Vec<Record> = ["a", "b", "c", "d"].iter().flat_map(|id| sealed(&lot(id), 30)).collect();
    Tampering::OtherBody.apply(&mut records, 40);
    let fold_of =
        |stream: &StreamId| Counting { panics_at: (*stream == lot("c")).then_some(Seq(20)), ..Counting::default() };

    let told = folded(&records, &[7], fold_of).await;

    let words = told.into_iter().map(|(_, last, outcome)| match outcome {
        Ok(fold) => format!("{} taken, last {}", fold.taken, last.seq),
        Err(broken) => format!("{broken}, last {}", last.seq),
    });
    let b = "stream lot/b, record 11: the hash does not match the body and the hash before, last 10";
    let c = "stream lot/c, record 20: it contradicts the records before it, last 19";
    assert_eq!(words.collect::<Vec<_>>(), ["30 taken, last 30", b, c, "30 taken, last 30"]);
}

#[tokio::test]
async fn a_source_that_fails_tells_the_streams_that_had_ended_before() {
    let records: Vec<Record> = ["a", "b"].iter().flat_map(|id| sealed(&lot(id), 3)).collect();
    let runs = runs_of(records, &mut None);
    for pages in [vec![Ok(runs), Err("lost")], vec![Err("lost")]] {
        let ended = pages.len() - 1;
        let mut folding = Folding::of(stream::iter(pages), |_| Counting::default());

        for _ in 0..ended {
            assert_eq!(folding.next().await.unwrap().unwrap().stream, lot("a"));
        }
        assert_eq!(folding.next().await.unwrap_err(), "lost", "b may have more records");
    }
}

/// Notes on which threads records are taken.
struct OnThreads(Arc<Mutex<BTreeSet<String>>>);

impl StreamFold for OnThreads {
    type Read = ();

    fn read(_: &Body) {}

    fn take(&mut self, _: &Body, (): (), _: Committed) -> Result<(), String> {
        let id: ThreadId = thread::current().id();
        self.0.lock().unwrap().insert(format!("{id:?}"));
        Ok(())
    }
}

#[tokio::test]
async fn a_stream_of_one_page_is_folded_where_it_is_asked_for() {
    let (threads, records) = (Arc::new(Mutex::new(BTreeSet::new())), sealed(&lot("a"), 10));
    let noted = Arc::clone(&threads);

    let told = folded(&records, &[10], move |_| OnThreads(Arc::clone(&noted))).await;

    assert_eq!(told[0].1, Committed::from(&records[9]));
    assert_eq!(*threads.lock().unwrap(), BTreeSet::from([format!("{:?}", thread::current().id())]));
}

#[tokio::test]
async fn one_worker_folds_all_pages_on_one_other_thread() {
    let (threads, records) = (Arc::new(Mutex::new(BTreeSet::new())), sealed(&lot("a"), 50));
    let noted = Arc::clone(&threads);

    let told = folded_by(1, &records, &[3], move |_| OnThreads(Arc::clone(&noted))).await;

    let threads = threads.lock().unwrap();
    assert_eq!(told[0].1, Committed::from(&records[49]));
    assert!(threads.len() == 1 && !threads.contains(&format!("{:?}", thread::current().id())), "{threads:?}");
}

/// Where folds wait for one another: for as long as no more than a given number are there.
#[derive(Default)]
struct Meeting {
    present: Mutex<usize>,
    came: Condvar,
}

impl Meeting {
    /// Whether that many folds were there at the same time, before a long time had passed.
    fn waits_for(&self, expected: usize) -> bool {
        let mut present = self.present.lock().unwrap();
        *present += 1;
        self.came.notify_all();
        let long = Duration::from_mins(1);
        let waited = self.came.wait_timeout_while(present, long, |present| *present < expected).unwrap();
        *waited.0 >= expected
    }
}

/// Waits at its first record until another stream's fold has come to it.
struct Meets(Arc<Meeting>);

impl StreamFold for Meets {
    type Read = ();

    fn read(_: &Body) {}

    fn take(&mut self, body: &Body, (): (), _: Committed) -> Result<(), String> {
        let has_met = body.seq != Seq(1) || self.0.waits_for(2);
        if has_met { Ok(()) } else { Err("was alone".to_owned()) }
    }
}

#[tokio::test]
async fn two_streams_are_folded_at_the_same_time() {
    let records: Vec<Record> = ["a", "b"].iter().flat_map(|id| sealed(&lot(id), 10)).collect();
    let meeting = Arc::new(Meeting::default());

    let told = folded(&records, &[10], move |_| Meets(Arc::clone(&meeting))).await;

    assert!(
        told.iter().all(|(_, _, outcome)| outcome.is_ok()),
        "{:?}",
        told.iter().map(|told| told.1).collect::<Vec<_>>()
    );
}

/// Waits at each record until the test lets it go on, and counts them.
struct Waits {
    gate: Arc<Mutex<()>>,
    taken: Arc<AtomicUsize>,
}

impl StreamFold for Waits {
    type Read = ();

    fn read(_: &Body) {}

    fn take(&mut self, _: &Body, (): (), _: Committed) -> Result<(), String> {
        let _open = self.gate.lock().unwrap();
        self.taken.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

/// That many pages of one stream, counted as they are read. From the second one on they are broken, because each repeats the
/// first one.
fn counted<'a>(
    page: &'a [Record],
    pages: usize,
    read: &'a AtomicUsize,
) -> impl Stream<Item = Result<Vec<StreamRun<Record>>, ()>> + Send + 'a {
    stream::iter(0..pages).map(move |number| {
        read.fetch_add(1, Ordering::Relaxed);
        let before = (number > 0).then(|| Committed::from(&page[0]));
        Ok(vec![StreamRun { stream: page[0].stream.clone(), before, records: page.to_vec() }])
    })
}

/// How many pages are read while the first record is being taken.
async fn read_ahead(page: Vec<Record>, pages: usize) -> usize {
    let (gate, read) = (Arc::new(Mutex::new(())), AtomicUsize::new(0));
    let waiting = Arc::clone(&gate);
    let fold_of = move |_: &StreamId| Waits { gate: Arc::clone(&waiting), taken: Arc::default() };
    let mut folding = Folding::of(counted(&page, pages, &read), fold_of);
    let held = gate.lock().unwrap();

    // The source never waits, so this reads as much as it ever will.
    let first = folding.next().now_or_never();

    assert!(first.is_none());
    let while_held = read.load(Ordering::Relaxed);
    drop(held);
    folding.next().await.unwrap();
    assert_eq!(read.load(Ordering::Relaxed), pages, "the rest is read later");
    while_held
}

#[tokio::test]
async fn no_more_pages_are_read_ahead_than_the_bound() {
    assert_eq!(read_ahead(sealed(&lot("a"), 3), 5 * PAGES_MAX).await, PAGES_MAX);
}

#[tokio::test]
async fn no_more_text_is_read_ahead_than_the_bound() {
    let third = format!(r#"{{"text":"{}"}}"#, "x".repeat(usize::try_from(KIB_MAX / 3).unwrap() * 1_024 - 1_024));
    let whole = format!(r#"{{"text":"{}"}}"#, "x".repeat(usize::try_from(KIB_MAX + 1).unwrap() * 1_024));

    for (text, expected) in [(third, 3), (whole, 1)] {
        let records = seal_drafts(&lot("a"), &[draft("message_sent", 0, &text)]);

        assert_eq!(read_ahead(records, 10).await, expected);
    }
}

#[test]
fn pages_that_grow_exceed_the_bound_by_one_page_at_most() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let bytes = |kib: u32| usize::try_from(kib).unwrap() * 1_024;
    runtime.block_on(async {
        let mut in_flight = InFlight::new();
        let small = in_flight.hold(in_flight.room().await, bytes(1)).await;
        let room = in_flight.room().await;

        assert!(in_flight.hold(room, bytes(KIB_MAX)).now_or_never().is_none(), "the small one is still there");
        drop(small);
        let large = in_flight.hold(in_flight.room().now_or_never().unwrap(), bytes(1)).await;
        drop(large);
        let rooms: Vec<_> = (0..PAGES_MAX).map_while(|_| in_flight.room().now_or_never()).collect();
        assert_eq!(rooms.len(), PAGES_MAX, "what was held is free again");
    });
}

#[test]
fn workers_end_without_taking_the_rest_once_nobody_waits_for_results() {
    const WORKERS: usize = 2;
    let (gate, taken, read) = (Arc::new(Mutex::new(())), Arc::new(AtomicUsize::new(0)), AtomicUsize::new(0));
    let records = sealed(&lot("a"), 3 * PAGES_MAX);
    let mut last = None;
    let pages: Vec<_> = records.chunks(3).map(|page| Ok::<_, ()>(runs_of(page.to_vec(), &mut last))).collect();
    let runtime = Builder::new_current_thread().build().unwrap();
    let (waiting, counting) = (Arc::clone(&gate), Arc::clone(&taken));
    let fold_of = move |_: &StreamId| Waits { gate: Arc::clone(&waiting), taken: Arc::clone(&counting) };
    let held = gate.lock().unwrap();
    runtime.block_on(async {
        let pages = stream::iter(pages).inspect(|_| _ = read.fetch_add(1, Ordering::Relaxed));
        let mut folding = Folding::with_workers(WORKERS, pages, fold_of);
        assert!(folding.next().now_or_never().is_none());
    });
    assert_eq!(read.load(Ordering::Relaxed), PAGES_MAX);

    drop(held);
    // Waits until all threads of the runtime have ended.
    drop(runtime);

    assert_eq!((Arc::strong_count(&gate), Arc::strong_count(&taken)), (1, 1), "nothing keeps a fold");
    assert!(taken.load(Ordering::Relaxed) <= WORKERS * 3, "{taken:?}");
}
