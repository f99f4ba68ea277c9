//! The lot of a request, where the caller may see it and do what it asks for.
//!
//! Whether a lot is visible is always found out first: a 403 says that the lot exists.

use crate::auth::Deed;
use crate::engine::{Engine, LotAccess, PastAccess};
use crate::http::answer::ProblemDetails;
use crate::http::request::Caller;
use crate::ids::LotId;
use crate::protocol::http::Party;

/// Returns the lot, for everything that the caller's role may do with it.
///
/// # Errors
/// 404 where the caller may not see the lot.
pub(in crate::http) async fn visible_lot(
    engine: &Engine,
    caller: &Caller,
    id: &LotId,
) -> Result<LotAccess, ProblemDetails> {
    caller.may_see()?;
    Ok(engine.lot(&caller.0, id).await?)
}

/// Returns the lot's past, for the caller's own eyes or as the party saw it.
///
/// # Errors
/// 404 where the caller may not see the lot, or the party is not of the lot; 403 for a party that is named by anybody but
/// an auditor.
pub(in crate::http) async fn past_lot(
    engine: &Engine,
    caller: &Caller,
    id: &LotId,
    party: Option<&Party>,
) -> Result<PastAccess, ProblemDetails> {
    caller.may_see()?;
    Ok(engine.past_lot(&caller.0, id, party).await?)
}

/// Returns the lot for one deed.
///
/// # Errors
/// 404 where the caller may not see the lot, else 403 where its role may not do that.
pub(in crate::http) async fn lot_for(
    engine: &Engine,
    caller: &Caller,
    id: &LotId,
    deed: Deed,
) -> Result<LotAccess, ProblemDetails> {
    let access = visible_lot(engine, caller, id).await?;
    caller.may(deed)?;
    Ok(access)
}
