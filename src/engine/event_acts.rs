//! One act of a buyer on several lots of an event.
//!
//! There is no transaction over lots: each lot decides alone, and each has its own answer. What is wrong with the request
//! as a whole is found before any lot is asked to act.

use std::future::Future;

use futures::StreamExt;
use futures::stream;

use super::answer::Denied;
use super::lot_access::LotAccess;
use crate::idempotency::IdempotencyKey;
use crate::ids::LotId;
use crate::json::{Code, Problem};
use crate::protocol::http::EventAct;

/// Most lots that are asked at the same time.
const LOTS_AT_ONCE: usize = 16;

/// The named lots in order, each with the access to it, or why there is none.
pub(super) type NamedLots = Vec<(LotId, Result<LotAccess, Denied>)>;

/// What became of something on each lot, in the order in which the lots were named.
pub type LotAnswers<T> = Vec<(LotId, Result<T, Denied>)>;

/// Checks what has to be right on all lots together. A lot that cannot be asked now is left to answer for itself.
///
/// # Errors
/// [`Denied::KeyReused`] where a lot knows the key with another request; [`Denied::Problems`] where the act names a
/// bidder by its id, and a lot hides its bidders' names or no lot invites it.
pub(super) async fn check(lots: &NamedLots, act: &EventAct, key: Option<&IdempotencyKey>) -> Result<(), Denied> {
    let bidder = act.bidder();
    if key.is_none() && bidder.is_none() {
        return Ok(());
    }
    let named = each(lots.clone(), |access| {
        let key = key.cloned();
        async move { access.names_bidders(key).await }
    });
    let named = named.await;
    if named.iter().any(|(_, named)| *named == Err(Denied::KeyReused)) {
        return Err(Denied::KeyReused);
    }
    let Some((member, bidder)) = bidder else { return Ok(()) };
    let hides = |(nth, (_, named)): (usize, &(LotId, Result<bool, Denied>))| {
        let message = "hides its bidders' names from you: send the act to that lot, with the alias";
        (*named == Ok(false)).then(|| Problem::new(format!("/lots/{nth}"), Code::Contradiction, message))
    };
    let hidden: Vec<Problem> = named.iter().enumerate().filter_map(hides).collect();
    if !hidden.is_empty() {
        return Err(Denied::Problems(hidden));
    }
    let mut readable = lots.iter().filter_map(|(_, access)| access.as_ref().ok()).peekable();
    if readable.peek().is_some() && !readable.any(|access| access.invites(bidder)) {
        let message = "no bidder of that name is invited to any of these lots";
        return Err(Denied::Problems(vec![Problem::new(format!("/{member}"), Code::UnknownReference, message)]));
    }
    Ok(())
}

/// Asks each lot, several at a time.
pub(super) async fn each<T, F>(lots: NamedLots, ask: impl Fn(LotAccess) -> F) -> LotAnswers<T>
where
    F: Future<Output = Result<T, Denied>>,
{
    let asked = lots.into_iter().map(|(lot, access)| {
        let asked = access.map(&ask);
        async move {
            match asked {
                Ok(answer) => (lot, answer.await),
                Err(denied) => (lot, Err(denied)),
            }
        }
    });
    stream::iter(asked).buffered(LOTS_AT_ONCE).collect().await
}
