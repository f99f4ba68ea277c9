//! The key that signs tokens, in a table of its own.

use sqlx::postgres::PgConnection;

use crate::auth::ServerKey;
use crate::auth::key::KeyError;
use crate::store::OpenError;

/// The key in the database, made where there is none. Two servers that start at once get the same key.
pub(super) async fn load_or_create(connection: &mut PgConnection) -> Result<ServerKey, OpenError> {
    if let Some(key) = load(connection).await? {
        return Ok(key);
    }
    store(connection, &ServerKey::random()).await
}

/// Stores the key in the database, which must not hold another one.
pub(super) async fn keep(connection: &mut PgConnection, key: &ServerKey) -> Result<(), OpenError> {
    if store(connection, key).await?.public_hex() == key.public_hex() {
        return Ok(());
    }
    Err(KeyError::Another { place: "the table signing_key".to_owned() }.into())
}

/// Stores the key unless there is one. Returns the key that the database then holds.
async fn store(connection: &mut PgConnection, key: &ServerKey) -> Result<ServerKey, OpenError> {
    let pem = key.to_pem();
    let insert = "INSERT INTO signing_key (\"only\", pem) VALUES (1, $1) ON CONFLICT DO NOTHING";
    sqlx::query(insert).bind(pem.as_str()).execute(&mut *connection).await?;
    load(connection).await?.ok_or(OpenError::Key(KeyError::NotKept))
}

async fn load(connection: &mut PgConnection) -> Result<Option<ServerKey>, OpenError> {
    let select = sqlx::query_scalar("SELECT pem FROM signing_key").fetch_optional(connection);
    let pem: Option<String> = select.await?;
    Ok(pem.map(|pem| ServerKey::from_pem(&pem)).transpose()?)
}
