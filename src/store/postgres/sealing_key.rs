//! The key under which secrets of people are sealed, in a table of its own.

use sqlx::postgres::PgConnection;

use crate::auth::PeopleKey;
use crate::auth::key::KeyError;
use crate::store::OpenError;

/// The key in the database, made where there is none. Two servers that start at once get the same key.
pub(super) async fn load_or_create(connection: &mut PgConnection) -> Result<PeopleKey, OpenError> {
    if let Some(key) = load(connection).await? {
        return Ok(key);
    }
    store(connection, &PeopleKey::random()).await
}

/// Stores the key in the database, which must not hold another one.
pub(super) async fn keep(connection: &mut PgConnection, key: &PeopleKey) -> Result<(), OpenError> {
    if store(connection, key).await? == *key {
        return Ok(());
    }
    Err(KeyError::Another { place: "the table sealing_key".to_owned() }.into())
}

/// Stores the key unless there is one. Returns the key that the database then holds.
async fn store(connection: &mut PgConnection, key: &PeopleKey) -> Result<PeopleKey, OpenError> {
    let insert = "INSERT INTO sealing_key (\"only\", key) VALUES (1, $1) ON CONFLICT DO NOTHING";
    sqlx::query(insert).bind(key.to_text().as_str()).execute(&mut *connection).await?;
    load(connection).await?.ok_or(OpenError::Key(KeyError::NotKept))
}

async fn load(connection: &mut PgConnection) -> Result<Option<PeopleKey>, OpenError> {
    let select = sqlx::query_scalar("SELECT key FROM sealing_key").fetch_optional(connection);
    let text: Option<String> = select.await?;
    Ok(text.map(|text| PeopleKey::from_text(&text)).transpose()?)
}
