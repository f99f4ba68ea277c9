//! Reads a supplier's sheet of prices and says what they come to. It bids nothing.

use axum::Json;
use axum::extract::State;
use indexmap::IndexMap;

use crate::auction::Setup;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::event::document::limits;
use crate::http::answer::ProblemDetails;
use crate::http::lots::visible::lot_for;
use crate::http::request::{Caller, InPath, SheetBody};
use crate::http::state::SheetWork;
use crate::ids::{ItemId, LotId};
use crate::money::Amount;
use crate::protocol::http::PriceSheetAnswer;
use crate::sheet::prices::{PricedItem, read_prices};
use crate::sheet::{NotTaken, read};

/// Reads a price for each item of the lot. Nothing is bid.
#[utoipa::path(
    post, path = "/api/v1/lots/{id}/sheet", tag = "sheets", operation_id = "read_prices",
    params(("id" = String, Path, description = "the lot's id")),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "the prices, and what they come to", body = ref("#/components/schemas/PriceSheetAnswer"), content_type = "application/json")),
)]
pub(in crate::http) async fn read_sheet(
    State(engine): State<Engine>,
    State(SheetWork(work)): State<SheetWork>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    sheet: SheetBody,
) -> Result<Json<PriceSheetAnswer>, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::Bid).await?;
    let setup = access.setup().await?;
    let read = work.run({
        let setup = setup.clone();
        move || {
            let read = read_prices(read(&sheet.bytes, sheet.kind)?, &items(&setup), &limits::price(setup.decimals))?;
            Ok::<_, NotTaken>((in_order(&setup, read.entries), read.warnings))
        }
    });
    let (prices, warnings) = read.await??;
    let (total, evaluated) = access.worth(&setup, &prices)?;
    Ok(Json(PriceSheetAnswer { prices, total, evaluated, warnings }))
}

fn items(setup: &Setup) -> Vec<PricedItem<'_>> {
    setup.items.iter().map(|item| PricedItem { id: &item.id, description: &item.description }).collect()
}

fn in_order(setup: &Setup, entries: Vec<(ItemId, Amount)>) -> IndexMap<ItemId, Amount> {
    let read: IndexMap<ItemId, Amount> = entries.into_iter().collect();
    setup.items.iter().filter_map(|item| Some((item.id.clone(), *read.get(&item.id)?))).collect()
}
