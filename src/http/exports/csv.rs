//! Bids, ranking, savings and acts of a lot as text files for spreadsheets.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, TryStreamExt};

use super::columns::{Columns, FileKind};
use super::download::{CSV, FileAbout, download, items_of, name_of_lot, reported_lot};
use super::{acts, bids, ranking, savings};
use crate::http::answer::ProblemDetails;
use crate::http::lots::long_read;
use crate::http::request::{Caller, InPath, SignInClient};
use crate::http::state::{AppState, RecordWork};
use crate::ids::LotId;
use crate::sheet::{csv_header, csv_row};

/// The lot's bids as CSV, one row a bid, opening offers first.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/bids.csv", tag = "files", operation_id = "bids_as_csv",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row a bid", content_type = "text/csv")),
)]
pub(in crate::http) async fn bids(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    let (access, lot) = reported_lot(&state, &caller, &client, &id, FileAbout::Bids, CSV).await?;
    let columns = bids::columns(lot.setup(), lot.bid_sight(), &items_of(&lot), FileKind::Csv);
    let mut names = Some(csv_header(&columns.header()));
    let lines = access.bid_lines(&lot).map_ok(move |bid| {
        let row: Option<Bytes> = bid.map(|bid| csv_row(&columns.row(&bid)).into());
        // Behind the first piece of the journal, so that an error there decides the status.
        match (names.take(), row) {
            (Some(names), row) => Some([names.into(), row.unwrap_or_default()].concat().into()),
            (None, row) => row,
        }
    });
    let body = long_read::body(state.engine.clone(), &state.background, lines.boxed()).await?;
    Ok(download(&name_of_lot(&state, &lot, FileAbout::Bids, CSV), CSV, body.into_response()))
}

/// The lot's ranking as CSV, one row a place.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/ranking.csv", tag = "files", operation_id = "ranking_as_csv",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row a place", content_type = "text/csv")),
)]
pub(in crate::http) async fn ranking(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    let (_, lot) = reported_lot(&state, &caller, &client, &id, FileAbout::Ranking, CSV).await?;
    let name = name_of_lot(&state, &lot, FileAbout::Ranking, CSV);
    let text = move || {
        let columns = ranking::columns(lot.bid_sight(), lot.shows_scores(), &items_of(&lot), FileKind::Csv);
        whole(&columns, &lot.ranking_rows())
    };
    written(&state, &name, text).await
}

/// What each trust gains or loses in a year as CSV, one row for each trust and each line that it buys.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/savings.csv", tag = "files", operation_id = "savings_as_csv",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row a trust and a line", content_type = "text/csv")),
)]
pub(in crate::http) async fn savings(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    let (_, lot) = reported_lot(&state, &caller, &client, &id, FileAbout::Savings, CSV).await?;
    let name = name_of_lot(&state, &lot, FileAbout::Savings, CSV);
    written(&state, &name, move || whole(&savings::columns(), &lot.saving_lines().unwrap_or_default())).await
}

/// What buyers and the clock did on the lot as CSV, one row an act.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/acts.csv", tag = "files", operation_id = "acts_as_csv",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row an act", content_type = "text/csv")),
)]
pub(in crate::http) async fn acts(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    let (_, lot) = reported_lot(&state, &caller, &client, &id, FileAbout::Acts, CSV).await?;
    let name = name_of_lot(&state, &lot, FileAbout::Acts, CSV);
    let text = move || {
        let columns = acts::columns(lot.shows_persons(), &lot.setup().event.currency);
        whole(&columns, &lot.acts())
    };
    written(&state, &name, text).await
}

/// A file that is made at once, beside the threads that judge bids.
async fn written(
    state: &AppState,
    name: &str,
    text: impl FnOnce() -> Vec<u8> + Send + 'static,
) -> Result<Response, ProblemDetails> {
    let RecordWork(work) = &state.records;
    let text = work.run(text).await?;
    Ok(download(name, CSV, text.into_response()))
}

fn whole<T>(columns: &Columns<T>, rows: &[T]) -> Vec<u8> {
    let mut text = csv_header(&columns.header());
    for row in rows {
        text.extend(csv_row(&columns.row(row)));
    }
    text
}
