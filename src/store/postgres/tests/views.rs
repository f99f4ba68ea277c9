//! SQL users see the same rows in both kinds of database.

use sqlx::AssertSqlSafe;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnection, SqlitePool};

use super::*;
use crate::store::SqliteStore;
use crate::store::testing::{lots_with_their_times, records_of_a_lot};

#[tokio::test]
async fn views_have_the_same_columns_and_rows_in_both_databases() {
    let database = Empty::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.db").display().to_string();
    let (one, other) = (SqliteStore::open(&file).await.unwrap(), database.open().await);
    let records = seal(&lot("l1"), Committed::NOTHING, &records_of_a_lot());
    let before = seal(&lot("l2"), Committed::NOTHING, &records_of_a_lot()[..1]);

    for record in records.iter().chain(&before) {
        one.append(std::slice::from_ref(record)).await.unwrap();
        other.append(std::slice::from_ref(record)).await.unwrap();

        for view in ["bids", "lots"] {
            let expected = sqlite_rows(one.readers(), view).await;
            assert_eq!(postgres_rows(&database.url, view).await, expected, "{view} after {}", record.kind);
        }
    }
    assert_eq!(sqlite_rows(one.readers(), "lots").await.len(), 3);
}

// L5.17, G66
#[tokio::test]
async fn the_view_of_lots_says_the_same_of_each_lot_in_both_databases() {
    let database = Empty::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.db").display().to_string();
    let (one, other) = (SqliteStore::open(&file).await.unwrap(), database.open().await);
    let cases = lots_with_their_times();

    for (n, case) in cases.iter().enumerate() {
        let records = seal(&lot(&format!("l{n}")), Committed::NOTHING, &case.drafts);
        one.append(&records).await.unwrap();
        other.append(&records).await.unwrap();
    }

    let expected = sqlite_rows(one.readers(), "lots").await;
    assert_eq!(expected.len(), 1 + cases.len());
    assert_eq!(postgres_rows(&database.url, "lots").await, expected);
}

/// The names of a view's columns, and its rows as texts.
async fn sqlite_rows(pool: &SqlitePool, view: &str) -> Vec<Vec<Option<String>>> {
    let mut connection: PoolConnection<sqlx::Sqlite> = pool.acquire().await.unwrap();
    let connection: &mut SqliteConnection = &mut connection;
    let columns = format!("SELECT name FROM pragma_table_info('{view}') ORDER BY cid");
    let columns: Vec<String> = sqlx::query_scalar(AssertSqlSafe(columns)).fetch_all(&mut *connection).await.unwrap();
    let rows = sqlx::query(AssertSqlSafe(as_texts(view, &columns))).fetch_all(connection).await.unwrap();
    let cells = |row: &sqlx::sqlite::SqliteRow| (0..columns.len()).map(|n| row.get(n)).collect();
    [vec![columns.iter().cloned().map(Some).collect()], rows.iter().map(cells).collect()].concat()
}

async fn postgres_rows(url: &str, view: &str) -> Vec<Vec<Option<String>>> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let columns =
        "SELECT column_name::text FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position";
    let columns: Vec<String> = sqlx::query_scalar(columns).bind(view).fetch_all(&mut connection).await.unwrap();
    let rows = sqlx::query(AssertSqlSafe(as_texts(view, &columns))).fetch_all(&mut connection).await.unwrap();
    let cells = |row: &sqlx::postgres::PgRow| (0..columns.len()).map(|n| row.get(n)).collect();
    [vec![columns.iter().cloned().map(Some).collect()], rows.iter().map(cells).collect()].concat()
}

fn as_texts(view: &str, columns: &[String]) -> String {
    let columns: Vec<String> = columns.iter().map(|column| format!("CAST({column} AS TEXT)")).collect();
    format!("SELECT {} FROM {view} ORDER BY 1, 2", columns.join(", "))
}
