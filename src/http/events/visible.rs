//! The event of a request, where the caller may see it.

use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::Caller;
use crate::ids::EventId;

/// Checks that the caller may see the event.
///
/// # Errors
/// 404 where it may not. Ask this before [`Caller::may`], whose 403 says that the event exists.
pub(in crate::http) async fn visible_event(
    engine: &Engine,
    caller: &Caller,
    id: &EventId,
) -> Result<(), ProblemDetails> {
    if !caller.0.role.may(Deed::See) {
        return Err(ProblemDetails::not_found());
    }
    Ok(engine.see_event(&caller.0, id).await?)
}
