//! Requests about people that carry an `Idempotency-Key`: a repeat makes nothing, and is answered as the first one was.
//!
//! The answer of a repeat shows the person or the invitation as it stands now, and never a link.

use super::asking::people;
use crate::auth::Principal;
use crate::auth::people::SentBefore;
use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::idempotency::IdempotencyKey;

/// The request that the caller sent under this key before.
///
/// # Errors
/// 422 where it was another request.
pub(super) async fn sent_before(
    state: &AppState,
    caller: &Principal,
    key: Option<&IdempotencyKey>,
) -> Result<Option<SentBefore>, ProblemDetails> {
    let Some(key) = key else { return Ok(None) };
    let found = people(state).sent_before(&caller.person, key.key.as_str(), state.clock.now()).await?;
    if found.as_ref().is_some_and(|sent| sent.print != *key.print.as_bytes()) {
        return Err(ProblemDetails::key_reused());
    }
    Ok(found)
}

/// What is remembered of a request that made `made`.
pub(super) fn remembered(
    state: &AppState,
    caller: &Principal,
    key: Option<&IdempotencyKey>,
    made: &str,
) -> Option<SentBefore> {
    let IdempotencyKey { key, print } = key?;
    Some(SentBefore {
        caller: caller.person.clone(),
        key: key.as_str().to_owned(),
        print: *print.as_bytes(),
        made: made.to_owned(),
        at: state.clock.now(),
    })
}
