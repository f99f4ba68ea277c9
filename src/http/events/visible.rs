//! The event of a request, where the caller may see it.

use axum::body::Bytes;

use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::Caller;
use crate::ids::EventId;

/// Returns the event as the caller may see it, in JSON.
///
/// # Errors
/// 404 where the caller may not see the event. Ask this before [`Caller::may`], whose 403 says that the event exists.
pub(in crate::http) async fn visible_event(
    engine: &Engine,
    caller: &Caller,
    id: &EventId,
) -> Result<Bytes, ProblemDetails> {
    if !caller.0.role.may(Deed::See) {
        return Err(ProblemDetails::not_found());
    }
    Ok(engine.event(&caller.0, id).await?)
}
