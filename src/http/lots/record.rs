//! A supplier's record of its own bids as a list in pages.

use axum::body::{Body, Bytes};
use axum::extract::State;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::long_read;
use super::page::PageQuery;
use super::visible::lot_for;
use crate::auth::Deed;
use crate::background::Background;
use crate::engine::{Denied, Engine};
use crate::http::answer::pace::LongReadPiece;
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{Caller, InPath};
use crate::ids::{LotId, Seq};
use crate::protocol::http::OwnBid;

/// The supplier's own bids on the lot, accepted and refused, newest last.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/record", tag = "lots", operation_id = "record",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only those after this record: the `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "how many at most, 1 to 500; 100 without it"),
    ),
    responses((status = 200, description = "the bids", body = ref("#/components/schemas/OwnBidList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(engine): State<Engine>,
    State(background): State<Background>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    PageQuery { after, limit }: PageQuery,
) -> Result<RenderedJson<Body>, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::ReadRecord).await?;
    let pieces = Listing { id, limit, shown: 0, last: Seq::ZERO }.pieces(access.own_bids(after)?);
    Ok(RenderedJson(long_read::body(engine, &background, pieces).await?))
}

/// A page while it is written: `{"lot":…,"items":[…],"next":…}`.
struct Listing {
    id: LotId,
    limit: usize,
    shown: usize,
    last: Seq,
}

impl Listing {
    /// The page's text, piece by piece. Nothing is written before the first bid is found, so that an error until then
    /// decides the status.
    fn pieces(self, bids: BoxStream<'static, Result<Option<OwnBid>, Denied>>) -> BoxStream<'static, LongReadPiece> {
        stream::try_unfold(Some((self, bids)), async |reading| {
            let Some((mut listing, mut bids)) = reading else { return Ok(None) };
            Ok(Some(match bids.try_next().await? {
                Some(None) => (None, Some((listing, bids))),
                Some(Some(bid)) if listing.shown < listing.limit => (Some(listing.item(&bid)), Some((listing, bids))),
                Some(Some(_)) => (Some(listing.end(true)), None),
                None => (Some(listing.end(false)), None),
            }))
        })
        .boxed()
    }

    fn item(&mut self, bid: &OwnBid) -> Bytes {
        let mut text = self.between();
        serde_json::to_writer(&mut text, bid).expect("a bid is texts, figures and instants");
        self.shown += 1;
        self.last = bid.seq;
        text.into()
    }

    fn end(&self, has_more: bool) -> Bytes {
        let mut text = if self.shown == 0 { self.between() } else { Vec::new() };
        let next = if has_more { format!("\"{}\"", self.last) } else { "null".to_owned() };
        text.extend_from_slice(format!("],\"next\":{next}}}").as_bytes());
        text.into()
    }

    /// The text before the next bid: a comma, or the page's beginning.
    fn between(&self) -> Vec<u8> {
        if self.shown > 0 {
            return b",".to_vec();
        }
        let id = serde_json::to_string(&self.id).expect("an id is text");
        format!("{{\"lot\":{id},\"items\":[").into_bytes()
    }
}
