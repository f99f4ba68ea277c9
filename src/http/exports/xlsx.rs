//! Bids, ranking, savings and acts of a lot as workbooks of one sheet.

use axum::extract::State;
use axum::response::Response;

use super::download::{FileAbout, XLSX, download, name_of_lot, reported_lot};
use super::workbook::{WorkbookOrder, workbook};
use crate::auth::ClientFacts;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, SignInClient};
use crate::http::state::AppState;
use crate::ids::LotId;

/// The lot's bids as a workbook, one row a bid, opening offers first.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/bids.xlsx", tag = "files", operation_id = "bids_as_xlsx",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row a bid", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub(in crate::http) async fn bids(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    sheet(&state, &caller, &client, &id, FileAbout::Bids).await
}

/// The lot's ranking as a workbook, one row a place.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/ranking.xlsx", tag = "files", operation_id = "ranking_as_xlsx",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row a place", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub(in crate::http) async fn ranking(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    sheet(&state, &caller, &client, &id, FileAbout::Ranking).await
}

/// What each trust gains or loses in a year as a workbook, one row for each trust and each line that it buys.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/savings.xlsx", tag = "files", operation_id = "savings_as_xlsx",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row a trust and a line", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub(in crate::http) async fn savings(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    sheet(&state, &caller, &client, &id, FileAbout::Savings).await
}

/// What buyers and the clock did on the lot as a workbook, one row an act.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/acts.xlsx", tag = "files", operation_id = "acts_as_xlsx",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row an act", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub(in crate::http) async fn acts(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    sheet(&state, &caller, &client, &id, FileAbout::Acts).await
}

async fn sheet(
    state: &AppState,
    caller: &Caller,
    client: &ClientFacts,
    id: &LotId,
    about: FileAbout,
) -> Result<Response, ProblemDetails> {
    let lot = reported_lot(state, caller, client, id, about, XLSX).await?;
    let name = name_of_lot(state, &lot.1, about, XLSX);
    let as_at = state.clock.now();
    let order = WorkbookOrder { lots: vec![lot], has_about: false, sheets: vec![about], names_lots: false, as_at };
    Ok(download(&name, XLSX, workbook(state, order).await?))
}
