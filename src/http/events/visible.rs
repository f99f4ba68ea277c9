//! The event of a request, where the caller may see it and do what it asks for.
//!
//! Whether an event is visible is always found out first: a 403 says that the event exists.

use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::Caller;
use crate::ids::EventId;

/// Checks that the caller may see the event.
///
/// # Errors
/// 404 where it may not.
pub(in crate::http) async fn visible_event(
    engine: &Engine,
    caller: &Caller,
    id: &EventId,
) -> Result<(), ProblemDetails> {
    caller.may_see()?;
    Ok(engine.see_event(&caller.0, id).await?)
}

/// Checks that the caller may see the event, and that its role may do that.
///
/// # Errors
/// 404 where it may not see the event, else 403.
pub(in crate::http) async fn event_for(
    engine: &Engine,
    caller: &Caller,
    id: &EventId,
    deed: Deed,
) -> Result<(), ProblemDetails> {
    visible_event(engine, caller, id).await?;
    caller.may(deed)
}
