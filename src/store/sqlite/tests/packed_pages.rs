//! A page that is read as one value equals the page that is read row by row.

use super::*;
use crate::store::sqlite::{packed, rows};

const AWKWARD: &str = r#"{"text":"1 2 3 4 5 6 \" \\ ö 😀 ' ; --","n":1.50e3}"#;

/// A store of two streams whose names and bodies look like lengths and separators.
async fn awkward_store(folder: &Folder) -> (SqliteStore, Vec<Record>) {
    let store = folder.open().await;
    let drafts = [draft("it's 1 2", 0, AWKWARD), draft("b", 1, "{}")];
    let streams = [lot("1 2 3"), lot("Größe \"4\"")];
    let records: Vec<Record> = streams.iter().flat_map(|stream| seal(stream, Committed::NOTHING, &drafts)).collect();
    store.append(&records).await.unwrap();
    (store, records)
}

#[tokio::test]
async fn a_valid_page_is_read_as_one_value() {
    let folder = Folder::new();
    let (store, records) = awkward_store(&folder).await;
    let mut reader = store.readers().acquire().await.unwrap();

    for stream in [&records[0].stream, &records[2].stream] {
        let expected: Vec<Record> = records.iter().filter(|record| record.stream == *stream).cloned().collect();
        assert_eq!(packed::page(&mut reader, stream, Seq::ZERO, 10).await.unwrap(), expected);
        assert_eq!(packed::page(&mut reader, stream, Seq(1), 10).await.unwrap(), expected[1..]);
        assert_eq!(packed::page(&mut reader, stream, Seq(2), 10).await.unwrap(), []);
    }
    assert_eq!(packed::scan(&mut reader, None, 10).await.unwrap(), records);
    assert_eq!(packed::scan(&mut reader, None, 3).await.unwrap(), records[..3]);
    assert_eq!(packed::scan(&mut reader, Some((&records[1].stream, Seq(2))), 10).await.unwrap(), records[2..]);
}

#[tokio::test]
async fn both_ways_agree_for_any_content_of_the_table() {
    for tampering in [
        "UPDATE journal SET body = CAST(x'00ff' || CAST(body AS BLOB) || x'0000' AS TEXT)",
        "UPDATE journal SET body = ''",
        "UPDATE journal SET kind = CAST(x'ff0020' AS TEXT)",
        "UPDATE journal SET at = 'x' || char(0) || '1 2'",
        "UPDATE journal SET seq = seq + 9000000000000000000",
        "UPDATE journal SET hash = zeroblob(32)",
        "UPDATE journal SET stream = CAST(x'ff00' AS TEXT) WHERE stream = 'lot/1 2 3'",
        "UPDATE journal SET stream = ''  WHERE stream = 'lot/1 2 3'",
        "PRAGMA ignore_check_constraints = ON; UPDATE journal SET seq = -seq",
        "PRAGMA ignore_check_constraints = ON; UPDATE journal SET hash = x'20312032'",
        "DELETE FROM journal WHERE seq = 1",
    ] {
        let folder = Folder::new();
        let (store, _) = awkward_store(&folder).await;
        store.writer().await.execute(sqlx::AssertSqlSafe(tampering)).await.unwrap();
        let mut reader = store.readers().acquire().await.unwrap();

        let by_rows = rows::scan_by_rows(&mut reader, None, 10).await.unwrap();
        let packed = packed::scan(&mut reader, None, 10).await;
        assert!(packed.is_none_or(|records| records == by_rows), "{tampering}");
        assert_eq!(rows::scan(&mut reader, None, 10).await.unwrap(), by_rows, "{tampering}");

        for stream in by_rows.iter().map(|record| &record.stream) {
            let by_rows = rows::page_by_rows(&mut reader, stream, Seq::ZERO, 10).await.unwrap();
            let packed = packed::page(&mut reader, stream, Seq::ZERO, 10).await;
            assert!(packed.is_none_or(|records| records == by_rows), "{tampering}");
        }
    }
}
