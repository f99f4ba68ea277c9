//! Reads a sheet of bidders, for the page that puts them into a draft.

use axum::Json;
use axum::extract::State;

use crate::auth::Deed;
use crate::event::document::limits::{FACTOR, TITLE_BYTES_MAX, price_of_any_lot};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, SheetBody};
use crate::http::state::SheetWork;
use crate::protocol::http::BidderSheetAnswer;
use crate::sheet::bidders::{BidderSheetRules, read_bidders};
use crate::sheet::read;

/// Reads the bidders of a sheet. Nothing is stored.
#[utoipa::path(
    post, path = "/api/v1/sheets/bidders", tag = "sheets", operation_id = "read_bidders",
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "the bidders", body = ref("#/components/schemas/BidderSheetAnswer"), content_type = "application/json")),
)]
pub(in crate::http) async fn read_sheet(
    State(SheetWork(work)): State<SheetWork>,
    caller: Caller,
    sheet: SheetBody,
) -> Result<Json<BidderSheetAnswer>, ProblemDetails> {
    caller.may(Deed::SetUpEvents)?;
    let read = work.run(move || {
        let rules = BidderSheetRules { name_bytes_max: TITLE_BYTES_MAX, factor: FACTOR, price: price_of_any_lot() };
        read_bidders(read(&sheet.bytes, sheet.kind)?, &rules)
    });
    let read = read.await??;
    let rows = read.entries.len();
    Ok(Json(BidderSheetAnswer { bidders: read.entries, rows, skipped: read.skipped, warnings: read.warnings }))
}
