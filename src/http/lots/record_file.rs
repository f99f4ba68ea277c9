//! A supplier's record of its own bids as files for spreadsheets: of one lot, or of an event's lots.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};

use super::long_read;
use super::record_sheet::{header, row, width};
use super::visible::lot_for;
use crate::auction::Setup;
use crate::auth::Deed;
use crate::engine::{Denied, LotAccess};
use crate::http::answer::pace::LongReadPiece;
use crate::http::answer::{ProblemDetails, attachment};
use crate::http::events::visible::event_for;
use crate::http::request::{Caller, InPath, SignInClient, XLSX_TYPE};
use crate::http::state::{AppState, RecordWork};
use crate::ids::{EventId, LotId, Seq};
use crate::protocol::http::OwnBid;
use crate::sheet::{NotTaken, ReportSheet, csv_header, csv_row, to_workbook};

/// The supplier's own bids on the lot as CSV, one row a bid.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/record.csv", tag = "lots", operation_id = "record_as_csv",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row a bid", content_type = "text/csv")),
)]
pub(in crate::http) async fn csv(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    let access = lot_for(&state.engine, &caller, &id, Deed::ReadRecord).await?;
    state.note_export(&caller.0, &client, format!("/api/v1/lots/{id}/record.csv")).await?;
    let lines = csv_lines(access.setup().await?, access.own_bids(Seq::ZERO)?);
    let body = long_read::body(state.engine.clone(), &state.background, lines).await?;
    Ok(attachment("text/csv; charset=utf-8", &format!("lot-{id}-record.csv"), body.into_response()))
}

/// The supplier's own bids on the lot as a workbook.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/record.xlsx", tag = "lots", operation_id = "record_as_xlsx",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "one row a bid", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub(in crate::http) async fn xlsx(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    let access = lot_for(&state.engine, &caller, &id, Deed::ReadRecord).await?;
    state.note_export(&caller.0, &client, format!("/api/v1/lots/{id}/record.xlsx")).await?;
    workbook(&state, vec![access], &format!("lot-{id}-record.xlsx")).await
}

/// The supplier's own bids on all lots of an event that invite it, as a workbook with a sheet for each lot.
#[utoipa::path(
    get, path = "/api/v1/events/{id}/record.xlsx", tag = "events", operation_id = "event_record_as_xlsx",
    params(("id" = String, Path, description = "the event's id")),
    responses((status = 200, description = "one sheet a lot, one row a bid", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub(in crate::http) async fn event_xlsx(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<EventId>,
) -> Result<Response, ProblemDetails> {
    event_for(&state.engine, &caller, &id, Deed::ReadRecord).await?;
    let lots = state.engine.own_lots(&caller.0, &id).await?;
    state.note_export(&caller.0, &client, format!("/api/v1/events/{id}/record.xlsx")).await?;
    workbook(&state, lots, &format!("event-{id}-record.xlsx")).await
}

/// The lines of a text file. The names of the columns are written with the first record that is read, so that an error
/// until then decides the status.
fn csv_lines(
    setup: Arc<Setup>,
    bids: BoxStream<'static, Result<Option<OwnBid>, Denied>>,
) -> BoxStream<'static, LongReadPiece> {
    let mut names = Some(csv_header(&header(&setup)));
    let line = move |bid: Option<OwnBid>| {
        let row = bid.map(|bid| csv_row(&row(&setup, &bid)));
        let names = names.take();
        (names.is_some() || row.is_some()).then(|| [names, row].map(Option::unwrap_or_default).concat().into())
    };
    bids.map_ok(line).boxed()
}

/// A workbook with a sheet for each lot. Only a few are made at the same time: nothing is read before it has its turn.
async fn workbook(state: &AppState, lots: Vec<LotAccess>, name: &str) -> Result<Response, ProblemDetails> {
    let RecordWork(work) = &state.records;
    let turn = work.turn().await?;
    let mut sheets = Vec::with_capacity(lots.len());
    let mut cells_left = state.limits.record_cells_max;
    for lot in &lots {
        sheets.push(sheet(state, lot, &mut cells_left).await?);
    }
    let file = turn.run(move || to_workbook(&sheets)).await?.map_err(|error| {
        tracing::error!(%error, "a workbook of bids could not be written");
        ProblemDetails::unavailable()
    })?;
    Ok(attachment(XLSX_TYPE, name, file.into_response()))
}

/// The sheet of one lot.
async fn sheet(state: &AppState, lot: &LotAccess, cells_left: &mut usize) -> Result<ReportSheet, ProblemDetails> {
    let setup = lot.setup().await?;
    let mut rows = Vec::new();
    let mut bids = long_read::pieces(state.engine.clone(), &state.background, lot.own_bids(Seq::ZERO)?);
    while let Some(read) = bids.try_next().await? {
        for bid in read {
            *cells_left =
                cells_left.checked_sub(width(&setup)).ok_or_else(|| too_large(state.limits.record_cells_max))?;
            rows.push(row(&setup, &bid));
        }
    }
    Ok(ReportSheet { title: setup.title.clone(), header: header(&setup), rows })
}

/// A longer record can be had as CSV, which is written piece by piece.
fn too_large(cells_max: usize) -> ProblemDetails {
    let detail = format!("the record has more than {cells_max} figures and texts: take record.csv of each lot");
    NotTaken::TooLarge(detail).into()
}
