//! Stores that fail, streams with two owners, callers that stop waiting.

use std::pin::pin;

use super::*;
use crate::journal::verify::{StructureOnly, stored};

#[tokio::test]
async fn a_failed_commit_fails_all_waiting_and_later_batches() {
    let limits = WriterLimits { commit_records_max: 1, queue_len_max: 1, ..ROOMY };
    let (store, journal, task, first) = held_up(limits).await;
    let queued = append(journal.create(lot("queued")), 1).await;
    let without_room = append(journal.create(lot("without-room")), 1).await;
    store.memory.fail_next(1);

    store.memory.release();
    let (_, outcome) = first.await;

    assert!(unavailable(&outcome) && !journal.is_writable());
    assert!(unavailable(&queued.await.1) && unavailable(&without_room.await.1));
    assert!(unavailable(&journal.create(lot("late")).append(bids(1)).await));
    assert!(journal.note_alive(START).await.is_err());
    assert!(matches!(task.await.unwrap(), Err(StoreError::Failed(_))));
    assert_eq!((store.commits(), store.memory.scan(None, 10).await.unwrap()), (vec![1], vec![]));
}

#[tokio::test]
async fn a_doubtful_commit_is_never_tried_again() {
    let (store, journal, task) = start(ROOMY);
    let mut stream = journal.create(lot("a"));
    store.memory.fail_next_in_doubt();

    let outcome = stream.append(bids(1)).await;

    assert!(unavailable(&outcome) && unavailable(&stream.append(bids(1)).await));
    assert!(task.await.unwrap().is_err());
    assert_eq!((store.commits(), store.seqs_of("a")), (vec![1], vec![1]));
}

#[tokio::test]
async fn a_conflict_refuses_only_the_owner_that_lost_its_stream() {
    let (store, journal, _task, _first) = held_up(ROOMY).await;
    let mut waiting = Vec::new();
    for id in ["a", "lost", "b"] {
        waiting.push(append(journal.create(lot(id)), 2).await);
    }
    store.memory.conflict_on(lot("lost"));

    store.memory.release();
    let mut outcomes = join_all(waiting).await;

    assert!(outcomes[0].1.is_ok() && outcomes[2].1.is_ok() && journal.is_writable());
    assert_eq!(outcomes[1].1, Err(AppendError::Conflict(lot("lost"))));
    assert!(unavailable(&outcomes[1].0.append(bids(1)).await));
    assert!(outcomes[2].0.append(vec![draft("b", 9, "{}")]).await.is_ok());
    assert_eq!((store.seqs_of("a"), store.seqs_of("lost"), store.seqs_of("b")), (vec![1, 2], vec![], vec![1, 2, 3]));
}

#[tokio::test]
async fn the_second_of_two_owners_loses_the_stream() {
    let (store, journal, _task) = start(ROOMY);
    let (mut one, mut other) = (journal.create(lot("a")), journal.create(lot("a")));

    one.append(bids(1)).await.unwrap();
    let outcome = other.append(bids(1)).await;

    assert_eq!(outcome, Err(AppendError::Conflict(lot("a"))));
    assert_eq!((store.commits(), store.seqs_of("a")), (vec![1, 1], vec![1]));
}

/// Otherwise a batch whose position is free would be written behind a gap.
#[tokio::test]
async fn no_batch_is_written_that_was_handed_in_after_a_lost_one() {
    for together in [true, false] {
        let (store, journal, _task) = start(ROOMY);
        let (mut owner, mut loser) = (journal.create(lot("a")), journal.create(lot("a")));
        owner.append(bids(1)).await.unwrap();
        store.memory.hold();

        let mut first = loser.hand_in(bids(1)).await.unwrap();
        if !together {
            store.memory.commit_waits().await;
        }
        let mut second = loser.hand_in(vec![draft("b", 9, "{}")]).await.unwrap();
        store.memory.release();

        let lost = Err(AppendError::Conflict(lot("a")));
        assert_eq!([first.committed().await, second.committed().await], [lost.clone(), lost]);
        assert!(unavailable(&loser.append(vec![draft("b", 9, "{}")]).await));
        assert_eq!(store.seqs_of("a"), [1]);
        assert!(owner.append(vec![draft("b", 9, "{}")]).await.is_ok() && journal.is_writable());
    }
}

#[tokio::test]
async fn batches_are_handed_in_one_after_the_other_and_fail_together() {
    let (store, journal, _task, first) = held_up(ROOMY).await;
    let mut stream = journal.create(lot("a"));
    let mut one = stream.hand_in(bids(2)).await.unwrap();
    let mut two = stream.hand_in(vec![draft("b", 9, "{}")]).await.unwrap();
    assert_eq!((one.has_been_committed(), two.records()[0].seq), (None, Seq(3)));

    store.memory.let_one_through();
    assert!(first.await.1.is_ok());
    store.memory.fail_next(1);
    store.memory.release();

    assert!(unavailable(&one.committed().await) && unavailable(&two.committed().await));
    assert!(unavailable(&stream.hand_in(bids(1)).await.map(|_| ())));
}

#[tokio::test]
async fn a_failure_during_the_handling_of_a_conflict_answers_every_owner() {
    let (store, journal, task, _first) = held_up(ROOMY).await;
    let a = append(journal.create(lot("a")), 1).await;
    let b = append(journal.create(lot("b")), 1).await;
    let c = append(journal.create(lot("c")), 1).await;
    store.memory.conflict_on(lot("c"));

    // The first commit, the one of all three, and the one of `a` alone.
    for _ in 0..3 {
        store.memory.let_one_through();
    }
    let (_, outcome_a) = a.await;
    store.memory.fail_next(1);
    store.memory.release();

    assert!(outcome_a.is_ok() && unavailable(&b.await.1) && unavailable(&c.await.1));
    assert!(task.await.unwrap().is_err() && !journal.is_writable());
    assert_eq!(store.commits(), [1, 3, 1, 1]);
}

#[tokio::test]
async fn batches_of_one_append_are_written_together_or_not_at_all() {
    let (store, journal, _task) = start(ROOMY);
    let (mut event, mut a, mut b) = (journal.create(lot("e")), journal.create(lot("a")), journal.create(lot("b")));

    let committed = journal.append_all(vec![(&mut event, bids(1)), (&mut a, bids(2)), (&mut b, vec![])]).await.unwrap();
    assert_eq!(committed.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 0]);
    assert_eq!((event.tail(), a.tail(), b.tail()), (committed[0][0], committed[1][1], Committed::NOTHING));
    assert_eq!(store.commits(), [3]);

    store.memory.conflict_on(lot("b"));
    let more = |n| vec![draft("b", 9, "{}"); n];
    let outcome = journal.append_all(vec![(&mut event, more(1)), (&mut a, more(1)), (&mut b, more(1))]).await;
    assert_eq!(outcome, Err(AppendError::Conflict(lot("b"))));
    assert!(unavailable(&event.append(more(1)).await) && unavailable(&a.append(more(1)).await));
    assert_eq!((store.seqs_of("e"), store.seqs_of("a"), store.seqs_of("b")), (vec![1], vec![1, 2], vec![]));
}

#[tokio::test]
async fn a_caller_that_stops_waiting_after_handing_in_leaves_its_stream_in_doubt() {
    let (store, journal, _task, first) = held_up(ROOMY).await;
    let (mut gone, mut stays) = (journal.create(lot("gone")), journal.create(lot("stays")));
    {
        let mut leaving = pin!(gone.append(bids(1)));
        assert!(poll!(&mut leaving).is_pending());
    }
    let mut staying = pin!(stays.append(bids(1)));
    assert!(poll!(&mut staying).is_pending());

    store.memory.release();

    assert!(first.await.1.is_ok() && staying.await.is_ok() && journal.is_writable());
    assert!(unavailable(&gone.append(bids(1)).await));
    let both = journal.append_all(vec![(&mut gone, bids(1)), (&mut journal.create(lot("new")), bids(1))]).await;
    assert!(unavailable(&both));
    assert_eq!((store.seqs_of("gone"), store.seqs_of("new")), (vec![1], vec![]));
}

#[tokio::test]
async fn a_caller_that_stops_waiting_before_there_was_room_changes_nothing() {
    let limits = WriterLimits { queue_len_max: 1, ..ROOMY };
    let (store, journal, _task, first) = held_up(limits).await;
    let queued = append(journal.create(lot("queued")), 1).await;
    let mut stream = journal.create(lot("a"));
    {
        let mut leaving = pin!(stream.append(bids(1)));
        assert!(poll!(&mut leaving).is_pending());
    }

    store.memory.release();

    assert!(first.await.1.is_ok() && queued.await.1.is_ok());
    assert_eq!(stream.append(bids(1)).await.unwrap()[0].seq, Seq(1));
    assert_eq!(store.seqs_of("a"), [1]);
}

/// Owners append freely while the store fails: every acknowledged record is stored, in an unbroken chain.
#[tokio::test]
async fn no_acknowledged_record_is_ever_missing() {
    for seed in 0..50_usize {
        let limits =
            WriterLimits { commit_records_max: 1 + seed % 7, commit_bytes_max: 5_000, queue_len_max: 1 + seed % 3 };
        let (store, journal, task) = start(limits);
        let owner = |id: usize| {
            let mut stream = journal.create(lot(&format!("l{id}")));
            tokio::spawn(async move {
                let mut acknowledged = Committed::NOTHING;
                for round in 0..20 {
                    let at = i64::try_from(round * 10).unwrap();
                    let drafts = vec![draft("b", at, "{}"); 1 + (round * 7 + id + seed) % 4];
                    let Ok(records) = stream.append(drafts).await else { break };
                    acknowledged = *records.last().unwrap();
                    tokio::task::yield_now().await;
                }
                (stream.id().clone(), acknowledged)
            })
        };
        let owners: Vec<_> = (0..8).map(owner).collect();
        for _ in 0..seed % 11 {
            tokio::task::yield_now().await;
        }
        if seed % 2 == 0 {
            store.memory.conflict_on(lot("l3"));
        }
        if seed % 3 == 0 {
            store.memory.fail_next(1);
        } else if seed % 3 == 1 {
            store.memory.fail_next_in_doubt();
        }

        for owner in owners {
            let (id, acknowledged) = owner.await.unwrap();
            let kept = store.page(&id, Seq::ZERO, 1_000).await.unwrap();
            let found = kept.iter().find(|record| record.seq == acknowledged.seq).map(Committed::from);
            assert_eq!(found.unwrap_or(Committed::NOTHING), acknowledged, "seed {seed}, {id}");
        }
        stored(&*store, |_| StructureOnly, |report| assert!(report.outcome.is_ok(), "seed {seed}: {report:?}"))
            .await
            .unwrap();
        drop(journal);
        assert_eq!(task.await.unwrap().is_err(), seed % 3 != 2, "seed {seed}");
    }
}
