//! Lots as their viewers may see them, and as they saw them.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures::stream::BoxStream;

use super::visible::{past_lot, visible_lot};
use crate::background::Background;
use crate::engine::{Engine, PastView};
use crate::http::answer::pace::{self, LongReadPiece, Pace};
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{After, Caller, InPast, InPath, PastQuery, with_seq};
use crate::ids::LotId;

/// A page of offers is much work already, which the lot's actor does between its bids.
const OFFERS_PACE: Pace = Pace { pieces_max: 1, pause_per_work: 14 };

/// A lot as the caller may see it, never older than any answer already sent; or as it was seen at a past moment.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}", tag = "lots", operation_id = "lot",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("at" = Option<String>, Query, description = "a past moment: an instant, or seq:7 for right after record 7"),
        ("as" = Option<String>, Query, description = "an auditor names whose view it was: bidder:acme, observer:RFS, buyer or auditor"),
    ),
    responses((status = 200, description = "the same as the WebSocket's `lot`", body = ref("#/components/schemas/ServerMessage"), content_type = "application/json", headers(("Fairlot-Seq" = u64, description = "with `at`: the last record of what is shown")))),
)]
pub(in crate::http) async fn show(
    State(engine): State<Engine>,
    State(background): State<Background>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    InPast(past): InPast,
) -> Result<Response, ProblemDetails> {
    let Some(PastQuery { moment, party }) = past else {
        return Ok(RenderedJson(visible_lot(&engine, &caller, &id).await?.view().await?).into_response());
    };
    let past = past_lot(&engine, &caller, &id, party.as_ref()).await?;
    let PastView { text, seq } = past.view(moment, &background).await?;
    Ok(with_seq(Some(seq), RenderedJson(text).into_response()))
}

/// Accepted offers in order, as the caller may see them: all of them, streamed; or as they were seen at a past moment.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/offers", tag = "lots", operation_id = "offers",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only those after this record"),
        ("at" = Option<String>, Query, description = "a past moment: an instant, or seq:7 for right after record 7"),
        ("as" = Option<String>, Query, description = "an auditor names whose view it was: bidder:acme, observer:RFS, buyer or auditor"),
    ),
    responses((status = 200, description = "the offers", body = ref("#/components/schemas/OfferList"), content_type = "application/json", headers(("Fairlot-Seq" = u64, description = "with `at`: the last record of what is shown")))),
)]
pub(in crate::http) async fn offers(
    State(engine): State<Engine>,
    State(background): State<Background>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    After(after): After,
    InPast(past): InPast,
) -> Result<Response, ProblemDetails> {
    let Some(PastQuery { moment, party }) = past else {
        let access = visible_lot(&engine, &caller, &id).await?;
        return Ok(RenderedJson(offer_list(engine, access.offers(after)).await?).into_response());
    };
    let past = past_lot(&engine, &caller, &id, party.as_ref()).await?;
    let (seq, offers) = past.offers(moment, after, &background).await?;
    Ok(with_seq(Some(seq), RenderedJson(offer_list(engine, offers).await?).into_response()))
}

async fn offer_list(engine: Engine, offers: BoxStream<'static, LongReadPiece>) -> Result<Body, ProblemDetails> {
    let chunks = pace::chunks(offers, OFFERS_PACE, move || engine.any_lot_is_open());
    Ok(pace::body(chunks).await?)
}
