//! Grouping, bounds, failures, conflicts, and callers that stop waiting. A gate in the store acts as a slow disk.

mod faults;

use std::sync::Mutex;

use futures::future::{BoxFuture, join_all};
use futures::{FutureExt, StreamExt, TryStreamExt, poll};

use super::*;
use crate::journal::faulty::FaultyStore;
use crate::journal::testing::{START, bids, draft, lot, sealed};
use crate::journal::verify::StructureOnly;

const ROOMY: WriterLimits = WriterLimits { commit_records_max: 100, commit_bytes_max: 1_000_000, queue_len_max: 100 };

/// A store in memory that notes the size of each commit.
#[derive(Default)]
struct Recorded {
    memory: FaultyStore,
    commits: Mutex<Vec<usize>>,
}

impl Recorded {
    fn commits(&self) -> Vec<usize> {
        self.commits.lock().unwrap().clone()
    }

    fn seqs_of(&self, id: &str) -> Vec<u64> {
        let page = self.memory.page(&lot(id), Seq::ZERO, 1_000).now_or_never().unwrap().unwrap();
        page.iter().map(|record| record.seq.0).collect()
    }
}

impl Store for Recorded {
    fn append<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, Result<(), StoreError>> {
        self.commits.lock().unwrap().push(records.len());
        self.memory.append(records)
    }

    fn page<'a>(&'a self, id: &'a StreamId, after: Seq, n: u32) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        self.memory.page(id, after, n)
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        n: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        self.memory.scan(after, n)
    }

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        self.memory.note_alive(at)
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        self.memory.last_alive()
    }
}

type Task = JoinHandle<Result<(), StoreError>>;

fn start(limits: WriterLimits) -> (Arc<Recorded>, Journal, Task) {
    let store = Arc::new(Recorded::default());
    let (journal, task) = Journal::start(store.clone(), limits);
    (store, journal, task)
}

/// A journal whose first commit, one record of stream `first`, waits at the gate.
async fn held_up(limits: WriterLimits) -> (Arc<Recorded>, Journal, Task, BoxFuture<'static, AppendOutcome>) {
    let (store, journal, task) = start(limits);
    store.memory.hold();
    let first = append(journal.create(lot("first")), 1).await;
    store.memory.commit_waits().await;
    (store, journal, task, first)
}

type AppendOutcome = (Stream, Result<Vec<Committed>, AppendError>);

/// An append that was handed in, if there was room, and is not answered yet.
async fn append(mut stream: Stream, count: usize) -> BoxFuture<'static, AppendOutcome> {
    let mut appending = async move {
        let outcome = stream.append(bids(count)).await;
        (stream, outcome)
    }
    .boxed();
    assert!(poll!(&mut appending).is_pending());
    appending
}

fn unavailable<T>(outcome: &Result<T, AppendError>) -> bool {
    matches!(outcome, Err(AppendError::Unavailable))
}

#[tokio::test]
async fn an_append_moves_the_tail_to_what_is_stored() {
    let (store, journal, _task) = start(ROOMY);
    let mut stream = journal.create(lot("a"));

    let committed = stream.append(bids(2)).await.unwrap();
    let nothing = stream.append(Vec::new()).await.unwrap();

    let records = store.page(&lot("a"), Seq::ZERO, 10).await.unwrap();
    assert_eq!(committed, records.iter().map(Committed::from).collect::<Vec<_>>());
    assert_eq!((stream.tail(), nothing), (committed[1], vec![]));
    let mut resumed = journal.resume(lot("a"), stream.tail());
    assert_eq!(resumed.append(vec![draft("b", 9, "{}")]).await.unwrap()[0].seq, Seq(3));
    assert_eq!(store.commits(), [2, 1]);
}

#[tokio::test]
async fn waiting_batches_are_committed_together() {
    let (store, journal, _task, first) = held_up(ROOMY).await;
    let waiting = [append(journal.create(lot("a")), 2).await, append(journal.create(lot("b")), 3).await];

    store.memory.release();
    let outcomes = join_all(waiting).await;

    assert!(first.await.1.is_ok() && outcomes.iter().all(|(_, outcome)| outcome.is_ok()));
    assert_eq!(store.commits(), [1, 5]);
}

#[tokio::test]
async fn a_commit_has_bounds_and_a_larger_batch_goes_alone() {
    let body_bytes = sealed(&lot("a"), 1)[0].body.len();
    for (limits, commits) in [
        (WriterLimits { commit_records_max: 3, ..ROOMY }, [1, 3, 1, 4, 1].as_slice()),
        (WriterLimits { commit_bytes_max: body_bytes * 3, ..ROOMY }, &[1, 3, 1, 4, 1]),
        (WriterLimits { commit_records_max: 1, ..ROOMY }, &[1, 1, 2, 1, 4, 1]),
        (ROOMY, &[1, 9]),
    ] {
        let (store, journal, _task, _first) = held_up(limits).await;
        let mut waiting = Vec::new();
        for (id, count) in [("a", 1), ("b", 2), ("c", 1), ("d", 4), ("e", 1)] {
            waiting.push(append(journal.create(lot(id)), count).await);
        }

        store.memory.release();

        assert!(join_all(waiting).await.iter().all(|(_, outcome)| outcome.is_ok()));
        assert_eq!(store.commits(), commits, "{limits:?}");
    }
}

#[tokio::test]
async fn closing_commits_the_waiting_batches_and_takes_no_more() {
    let (store, journal, task, first) = held_up(ROOMY).await;
    let queued = append(journal.create(lot("queued")), 1).await;

    journal.close();
    let late = journal.create(lot("late")).append(bids(1)).await;
    store.memory.release();

    assert!(unavailable(&late) && !journal.is_writable());
    assert!(first.await.1.is_ok() && queued.await.1.is_ok());
    assert!(task.await.unwrap().is_ok());
    assert_eq!((store.seqs_of("queued"), store.seqs_of("late")), (vec![1], vec![]));
}

#[tokio::test]
async fn the_writer_ends_with_the_last_handle() {
    let (_store, journal, task) = start(ROOMY);
    let stream = journal.create(lot("a"));

    drop(journal);
    assert!(!task.is_finished());
    drop(stream);

    assert!(task.await.unwrap().is_ok());
}

#[tokio::test]
async fn a_record_that_could_not_be_read_back_is_a_bug_of_its_owner_and_is_never_written() {
    let (store, journal, _task) = start(ROOMY);
    let mut stream = journal.create(lot("a"));
    let tail = stream.append(vec![draft("b", 2, "{}")]).await.unwrap()[0];

    for bad in [draft("b", 1, "{}"), draft("b", 3, r#"{"a": 1}"#), draft("b", 3, "[]"), draft("b", 3, "1")] {
        let mut stream = journal.resume(lot("a"), tail);
        let owner = tokio::spawn(async move { stream.append(vec![bad]).await });
        assert!(owner.await.unwrap_err().is_panic());
    }

    assert!(journal.is_writable());
    assert_eq!(store.seqs_of("a"), [1]);
}

#[tokio::test]
async fn reads_go_through_all_pages() {
    let (_store, journal, _task) = start(WriterLimits { commit_records_max: 5_000, ..ROOMY });
    let (mut a, mut b) = (journal.create(lot("a")), journal.create(lot("b")));
    a.append(bids(2_000)).await.unwrap();
    b.append(bids(1_001)).await.unwrap();

    let from_500: Vec<Record> = journal.read(lot("a"), Seq(500)).try_collect().await.unwrap();
    let mut all = journal.fold_all(|_| StructureOnly);

    assert_eq!((from_500.len(), from_500[0].seq, from_500[1_499].seq), (1_500, Seq(501), Seq(2_000)));
    for (id, last) in [("a", 2_000), ("b", 1_001)] {
        let folded = [all.next().await.unwrap(), journal.fold(lot(id), |_| StructureOnly).await.unwrap()];
        assert!(folded.iter().flatten().all(|folded| (&folded.stream, folded.last.seq) == (&lot(id), Seq(last))));
        assert!(folded.iter().all(|folded| folded.as_ref().is_some_and(|folded| folded.outcome.is_ok())), "{id}");
    }
    assert!(all.next().await.unwrap().is_none());
    assert!(journal.fold_whole(lot("c"), |_| StructureOnly).await.unwrap().is_none());
    assert!(journal.read(lot("c"), Seq::ZERO).next().await.is_none());
}

#[tokio::test]
async fn a_store_without_an_index_reads_a_stream_to_find_its_last_record() {
    for count in [0, 1, 999, 1_000, 1_001, 2_500] {
        let store = Recorded::default();
        store.memory.append(&sealed(&lot("a"), count)).await.unwrap();

        let head = store.background_head(&lot("a")).await.unwrap();

        assert_eq!(head, (count > 0).then_some(Seq(count as u64)));
    }
}

#[tokio::test]
async fn commits_are_measured() {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let (store, journal, _task) = metrics::with_local_recorder(&recorder, || start(ROOMY));
    store.memory.hold();
    let first = append(journal.create(lot("first")), 1).await;
    store.memory.commit_waits().await;
    let second = append(journal.create(lot("second")), 3).await;
    store.memory.release();
    assert!(first.await.1.is_ok() && second.await.1.is_ok());

    let text = recorder.handle().render();

    assert!(text.contains("fairlot_commit_seconds_count 2"), "{text}");
    assert!(text.contains("fairlot_commit_records_sum 4"), "{text}");
    assert!(text.contains("fairlot_journal_queue 0"), "{text}");
}
