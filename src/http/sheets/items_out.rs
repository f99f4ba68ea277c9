//! A lot's items as a file for spreadsheets: what comes out goes in again as the same items.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::engine::Engine;
use crate::http::answer::{ProblemDetails, attachment};
use crate::http::events::visible::visible_event;
use crate::http::request::{Caller, InPath, SignInClient, XLSX_TYPE};
use crate::http::state::{AppState, SheetWork};
use crate::ids::{EventId, ItemId, OdsCode};
use crate::sheet::SheetItem;
use crate::sheet::items::item_rows;
use crate::sheet::{to_csv, to_xlsx};

/// A lot of an event, by its place in the document.
type LotPlace = (EventId, usize);

/// The items of a lot as CSV, a draft's too.
#[utoipa::path(
    get, path = "/api/v1/events/{id}/lots/{n}/items.csv", tag = "sheets", operation_id = "items_as_csv",
    params(
        ("id" = String, Path, description = "the event's id"),
        ("n" = usize, Path, description = "the lot's place in the document, from 0"),
    ),
    responses((status = 200, description = "one row an item", content_type = "text/csv")),
)]
pub(in crate::http) async fn csv(
    State(state): State<AppState>,
    State(SheetWork(work)): State<SheetWork>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath((id, lot)): InPath<LotPlace>,
) -> Result<Response, ProblemDetails> {
    let rows = rows(&state.engine, &caller, &id, lot).await?;
    state.note_export(&caller.0, &client, format!("/api/v1/events/{id}/lots/{lot}/items.csv")).await?;
    let file = work.run(move || to_csv(&rows)).await?;
    Ok(attachment("text/csv; charset=utf-8", &format!("lot-{}-items.csv", lot + 1), file.into_response()))
}

/// The items of a lot as a workbook, a draft's too.
#[utoipa::path(
    get, path = "/api/v1/events/{id}/lots/{n}/items.xlsx", tag = "sheets", operation_id = "items_as_xlsx",
    params(
        ("id" = String, Path, description = "the event's id"),
        ("n" = usize, Path, description = "the lot's place in the document, from 0"),
    ),
    responses((status = 200, description = "one row an item", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub(in crate::http) async fn xlsx(
    State(state): State<AppState>,
    State(SheetWork(work)): State<SheetWork>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath((id, lot)): InPath<LotPlace>,
) -> Result<Response, ProblemDetails> {
    let rows = rows(&state.engine, &caller, &id, lot).await?;
    state.note_export(&caller.0, &client, format!("/api/v1/events/{id}/lots/{lot}/items.xlsx")).await?;
    let file = work.run(move || to_xlsx("Items", &rows)).await?.map_err(|error| {
        tracing::error!(%error, "a workbook of items could not be written");
        ProblemDetails::unavailable()
    })?;
    Ok(attachment(XLSX_TYPE, &format!("lot-{}-items.xlsx", lot + 1), file.into_response()))
}

/// The rows of a lot that the caller may see, with what it may see of them.
async fn rows(engine: &Engine, caller: &Caller, id: &EventId, lot: usize) -> Result<Vec<Vec<String>>, ProblemDetails> {
    visible_event(engine, caller, id).await?;
    let event = engine.event(&caller.0, id).await?.text;
    let event: Value = serde_json::from_slice(&event).map_err(|error| {
        tracing::error!(%error, event = %id, "the engine's view of an event is no JSON");
        ProblemDetails::unavailable()
    })?;
    let document = &event["document"];
    let trusts = document["trusts"].as_array().into_iter().flatten();
    let trusts: Vec<OdsCode> = trusts.filter_map(|trust| OdsCode::parse(trust["ods"].as_str()?).ok()).collect();
    let items = items(document, lot).ok_or_else(ProblemDetails::not_found)?;
    Ok(item_rows(&trusts, &items))
}

/// The items of the lot in that place. A view that leaves lots out says the place of each. A document without any lot
/// has a first one without items, so that a sheet to fill in can be had before a lot is set up.
fn items(document: &Value, lot: usize) -> Option<Vec<SheetItem>> {
    let lots = document["lots"].as_array().map(Vec::as_slice).unwrap_or_default();
    let place =
        |(nth, lot): (usize, &Value)| lot["index"].as_u64().map_or(Some(nth), |place| usize::try_from(place).ok());
    let found = lots.iter().enumerate().find(|(nth, stated)| place((*nth, stated)) == Some(lot));
    let Some((_, found)) = found else { return (lots.is_empty() && lot == 0).then(Vec::new) };
    let items = found["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().enumerate().map(|(nth, stated)| item(nth, stated)).collect()
}

/// An item as the document states it, as far as it can be read: a draft may be unfinished.
fn item(nth: usize, stated: &Value) -> Option<SheetItem> {
    let text = |name: &str| stated[name].as_str().map(str::to_owned);
    let figures = |name: &str| {
        let figures = stated[name].as_object().into_iter().flatten();
        let read =
            figures.filter_map(|(trust, figure)| Some((OdsCode::parse(trust).ok()?, figure.as_str()?.parse().ok()?)));
        read.collect()
    };
    let id = text("id").and_then(|id| ItemId::parse(&id).ok());
    Some(SheetItem {
        id: id.or_else(|| ItemId::parse(&format!("line-{}", nth + 1)).ok())?,
        description: text("description").unwrap_or_default(),
        unit: text("unit"),
        gtin: text("gtin"),
        volumes: figures("volumes"),
        baselines: figures("baselines"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    // G22
    #[test]
    fn a_draft_without_a_lot_has_a_first_sheet_to_fill_in() {
        for document in [json!({}), json!({"lots": []}), json!({"lots": null}), json!({"lots": [{}]})] {
            assert_eq!(items(&document, 0), Some(Vec::new()), "{document}");
            assert_eq!(items(&document, 1), None, "{document}");
        }
    }

    // G22
    #[test]
    fn an_unfinished_item_comes_out_as_far_as_it_is_stated() {
        let stated =
            json!([{}, {"id": 5, "description": "Glove", "unit": null, "volumes": {"RFS": "many", "RHQ": "2"}}]);

        let items = items(&json!({"lots": [{"items": stated}]}), 0).unwrap();

        assert_eq!((items[0].id.as_str(), items[1].id.as_str()), ("line-1", "line-2"));
        assert_eq!((items[0].description.as_str(), items[1].description.as_str()), ("", "Glove"));
        assert_eq!((items[1].volumes.len(), &items[1].unit), (1, &None));
    }

    // G22
    #[test]
    fn a_lot_is_found_by_its_place_in_the_whole_document() {
        let seen = json!({"lots": [{"index": 2, "items": [{"id": "m"}]}]});

        assert_eq!(items(&seen, 2).map(|items| items.len()), Some(1));
        assert_eq!(items(&seen, 0), None);
    }
}
