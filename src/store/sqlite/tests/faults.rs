//! A full disk, and a file that another program has changed.

use sqlx::{AssertSqlSafe, Executor};

use super::*;
use crate::journal::verify::{StructureOnly, stored};

#[tokio::test]
async fn a_full_disk_and_a_write_protected_file_are_failures_not_conflicts() {
    let big = draft("b", 2, &json!({"text": "x".repeat(4_000_000)}).to_string());
    let begun = sealed(&lot("l1"), 1);
    let begins = seal(&lot("l2"), Committed::NOTHING, std::slice::from_ref(&big));
    let goes_on = seal(&lot("l1"), Committed::from(&begun[0]), &[big]);
    for records in [begins, goes_on] {
        for (pragma, word) in [("max_page_count = 1", "full"), ("query_only = on", "readonly")] {
            let folder = Folder::new();
            let store = folder.open().await;
            store.append(&begun).await.unwrap();
            store.writer().await.execute(AssertSqlSafe(format!("PRAGMA {pragma}"))).await.unwrap();

            let failed = store.append(&records).await;

            assert!(matches!(&failed, Err(StoreError::Failed(text)) if text.contains(word)), "{failed:?}");
            assert_eq!(store.scan(None, 10).await.unwrap(), begun);
            // On a full disk a heartbeat may find room.
            let alive = store.note_alive(START).await;
            assert!(word == "full" || matches!(alive, Err(StoreError::Failed(_))), "{alive:?}");
        }
    }
}

#[tokio::test]
async fn an_append_into_a_transaction_that_was_left_open_fails() {
    let folder = Folder::new();
    let store = folder.open().await;
    let mut writer = store.writer().await;
    std::mem::forget(writer.begin().await.unwrap());
    drop(writer);

    assert!(matches!(store.note_alive(START).await, Err(StoreError::Failed(_))));
    for count in [1, 250] {
        let outcome = store.append(&sealed(&lot("l1"), count)).await;
        assert!(matches!(outcome, Err(StoreError::Failed(_))), "{count} records: {outcome:?}");
    }
    assert_eq!(store.scan(None, 10).await.unwrap(), []);
}

#[tokio::test]
async fn a_record_that_was_left_out_silently_is_a_failure() {
    let folder = Folder::new();
    let store = folder.open().await;
    let leaves_out = "CREATE TRIGGER t BEFORE INSERT ON journal WHEN new.seq = 1 BEGIN SELECT RAISE(IGNORE); END";
    store.writer().await.execute(leaves_out).await.unwrap();

    for count in [1, 2, 250] {
        let outcome = store.append(&sealed(&lot(&format!("l{count}")), count)).await;
        let text = format!("{outcome:?}");
        assert!(matches!(outcome, Err(StoreError::Failed(_))) && text.contains("records were written"), "{text}");
    }
}

#[tokio::test]
async fn the_same_position_twice_in_one_append_is_a_failure() {
    let folder = Folder::new();
    let store = folder.open().await;
    let record = sealed(&lot("l1"), 1);

    let outcome = store.append(&[record.clone(), record].concat()).await;

    assert!(matches!(outcome, Err(StoreError::Failed(_))), "{outcome:?}");
    assert_eq!(store.scan(None, 10).await.unwrap(), []);
}

/// Changes of every column of the table by another program.
#[tokio::test]
async fn a_changed_record_breaks_its_stream_and_no_other() {
    for change in [
        "UPDATE journal SET body = replace(body, 'b1', 'b7') WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET body = CAST(x'ff' || CAST(body AS BLOB) AS TEXT) WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET kind = 'bid_refused' WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET kind = CAST(x'ff' AS TEXT) WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET at = replace(at, '.000001Z', '.000002Z') WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET at = replace(at, 'Z', '+00:00') WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET at = 'x' WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET hash = zeroblob(32) WHERE stream = 'lot/b' AND seq = 2",
        "PRAGMA ignore_check_constraints = on; UPDATE journal SET hash = x'00' WHERE stream = 'lot/b' AND seq = 2",
        "PRAGMA ignore_check_constraints = on; UPDATE journal SET seq = 99 WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET stream = 'lot/c' WHERE stream = 'lot/b' AND seq = 2",
        "DELETE FROM journal WHERE stream = 'lot/b' AND seq = 2",
    ] {
        let folder = Folder::new();
        let store = folder.open().await;
        for id in ["a", "b", "d"] {
            store.append(&sealed(&lot(id), 3)).await.unwrap();
        }
        store.writer().await.execute(change).await.unwrap();
        let mut reports = Vec::new();

        stored(&store, |_| StructureOnly, |report| reports.push(report)).await.unwrap();

        let broken: Vec<_> = reports.iter().filter_map(|report| report.outcome.as_ref().err()).collect();
        assert_eq!((broken[0].stream.as_str(), broken[0].seq), ("lot/b", Seq(2)), "{change}");
        assert!(broken[1..].iter().all(|broken| broken.stream.as_str() == "lot/c"), "{change}");
        let whole = reports.iter().filter(|report| report.outcome.is_ok());
        assert_eq!(whole.map(|report| report.stream.as_str()).collect::<Vec<_>>(), ["lot/a", "lot/d"], "{change}");
    }
}
