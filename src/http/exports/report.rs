//! Reports of a lot and of an event: workbooks with all that their reader may see.

use axum::extract::State;
use axum::response::Response;

use super::download::{FileAbout, XLSX, download, name_of_lot, note, reported_lot};
use super::file_name::file_name;
use super::workbook::{WorkbookOrder, workbook};
use crate::auth::{Deed, Role};
use crate::http::answer::ProblemDetails;
use crate::http::events::visible::visible_event;
use crate::http::request::{Caller, InPath, SignInClient};
use crate::http::state::AppState;
use crate::ids::{EventId, LotId};

/// The lot as a workbook: what it is about, ranking, bids, savings, acts.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/report.xlsx", tag = "files", operation_id = "lot_report",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "a sheet each", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub(in crate::http) async fn of_lot(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    let lot = reported_lot(&state, &caller, &client, &id, FileAbout::Report, XLSX).await?;
    let name = name_of_lot(&state, &lot.1, FileAbout::Report, XLSX);
    let (sheets, as_at) = (sheets(caller.0.role), state.clock.now());
    let order = WorkbookOrder { lots: vec![lot], has_about: true, sheets, names_lots: false, as_at };
    Ok(download(&name, XLSX, workbook(&state, order).await?))
}

/// All lots of an event that the caller may see as one workbook. Each row names its lot.
#[utoipa::path(
    get, path = "/api/v1/events/{id}/report.xlsx", tag = "files", operation_id = "event_report",
    params(("id" = String, Path, description = "the event's id")),
    responses((status = 200, description = "a sheet each", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub(in crate::http) async fn of_event(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<EventId>,
) -> Result<Response, ProblemDetails> {
    visible_event(&state.engine, &caller, &id).await?;
    let seen = state.engine.own_lots(&caller.0, &id).await?;
    note(&state, &caller, &client, format!("/api/v1/events/{id}/report.xlsx")).await?;
    let mut lots = Vec::with_capacity(seen.len());
    for access in seen {
        let reported = access.report().await?;
        lots.push((access, reported));
    }
    let Some((_, first)) = lots.first() else { return Err(ProblemDetails::not_found()) };
    let as_at = state.clock.now();
    let name = file_name(&first.setup().event, None, FileAbout::Report.as_str(), as_at, "xlsx");
    let order = WorkbookOrder { lots, has_about: true, sheets: sheets(caller.0.role), names_lots: true, as_at };
    Ok(download(&name, XLSX, workbook(&state, order).await?))
}

/// The sheets that a role may see, in order.
fn sheets(role: Role) -> Vec<FileAbout> {
    let all = [FileAbout::Ranking, FileAbout::Bids, FileAbout::Savings, FileAbout::Acts];
    let may_see = |about: &FileAbout| *about != FileAbout::Savings || role.may(Deed::ReadSavings);
    all.into_iter().filter(may_see).collect()
}
