//! Whether an event names an organisation: a supplier among its bidders, an observer's trust among its trusts.

use serde::Deserialize;

use crate::auth::Role;
use crate::ids::{OrgId, Seq};
use crate::journal::record::{Body, StreamId, StreamKind};
use crate::journal::{Store, StoreError};

/// Records that are read at a time. A record holds a whole document, which may be large.
const PAGE_RECORDS: u32 = 16;

/// What is read of an event's record.
#[derive(Deserialize)]
struct Change {
    document: Named,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    bidders: Vec<NamedBidder>,
    #[serde(default)]
    trusts: Vec<NamedTrust>,
}

#[derive(Deserialize)]
struct NamedBidder {
    id: String,
}

#[derive(Deserialize)]
struct NamedTrust {
    ods: String,
}

/// Returns whether an event, as it stands now, names the organisation. Other roles are of a partnership, which no event
/// has to name.
///
/// # Errors
/// Where the journal cannot be read.
pub(super) async fn is_named(store: &dyn Store, role: Role, org: &OrgId) -> Result<bool, StoreError> {
    if !matches!(role, Role::Supplier | Role::Observer) {
        return Ok(true);
    }
    let mut position: Option<(StreamId, Seq)> = None;
    // Streams come one after the other, and the last record of an event's stream has its document as it stands now.
    let mut is_named_so_far = false;
    loop {
        let page = store.scan(position.as_ref().map(|(stream, seq)| (stream, *seq)), PAGE_RECORDS).await?;
        for record in &page {
            let is_another = position.as_ref().is_none_or(|(stream, _)| *stream != record.stream);
            if is_another && is_named_so_far {
                return Ok(true);
            }
            if !matches!(record.stream.kind(), Some(StreamKind::Event(_))) && is_after_events(&record.stream) {
                return Ok(is_named_so_far);
            }
            is_named_so_far = names(&record.body, role, org);
            position = Some((record.stream.clone(), record.seq));
        }
        if page.is_empty() {
            return Ok(is_named_so_far);
        }
    }
}

/// Streams are in the order of their names.
fn is_after_events(stream: &StreamId) -> bool {
    stream.as_str() > "event0"
}

/// Whether this record of an event names the organisation. One that cannot be read names nobody: `fairlot verify` says
/// what is wrong with it.
fn names(body: &str, role: Role, org: &OrgId) -> bool {
    let change = Body::read(body).ok().and_then(|body| serde_json::from_str::<Change>(body.data.get()).ok());
    let Some(Change { document }) = change else { return false };
    match role {
        Role::Supplier => document.bidders.iter().any(|bidder| bidder.id == org.as_str()),
        Role::Observer => document.trusts.iter().any(|trust| trust.ods == org.as_str()),
        Role::Admin | Role::Buyer | Role::Auditor => true,
    }
}
