//! The lot of a request, where the caller may see it.

use crate::auth::Deed;
use crate::engine::{Engine, LotAccess};
use crate::http::answer::ProblemDetails;
use crate::http::request::Caller;
use crate::ids::LotId;

/// Returns the lot, for everything that the caller's role may do with it.
///
/// # Errors
/// 404 where the caller may not see the lot. Ask this before [`Caller::may`], whose 403 says that the lot exists.
pub(in crate::http) async fn visible_lot(
    engine: &Engine,
    caller: &Caller,
    id: &LotId,
) -> Result<LotAccess, ProblemDetails> {
    if !caller.0.role.may(Deed::See) {
        return Err(ProblemDetails::not_found());
    }
    Ok(engine.lot(&caller.0, id).await?)
}
