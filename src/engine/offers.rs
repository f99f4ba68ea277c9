//! The bid graph of one lot as one viewer may see it, piece by piece.
//!
//! Each page is asked for on its own and becomes a piece of text on its own. So bids are judged between two pages of a
//! long graph, and the whole graph is never in memory.

use std::sync::Arc;

use bytes::Bytes;
use futures::StreamExt;
use futures::stream::{self, BoxStream};

use super::answer::Denied;
use super::handle::{LotHandle, Question};
use crate::auction::view::{Board, OfferPage, Viewer};
use crate::ids::Seq;

/// A piece of the answer's text; None where a page shows nothing.
type GraphPiece = Result<Option<Bytes>, Denied>;

/// About how many bytes the text of one offer takes.
const OFFER_BYTES: usize = 256;

/// `{"offers": [...]}`: the offers after `after` that are accepted now, and perhaps a few that are accepted meanwhile.
pub(super) fn pieces(handle: Arc<LotHandle>, viewer: Viewer, after: Seq) -> BoxStream<'static, GraphPiece> {
    read(Graph { handle, viewer, past: None, after, end: None, has_offers: false })
}

/// The same as it was when the lot had that board.
pub(super) fn past_pieces(
    handle: Arc<LotHandle>,
    viewer: Viewer,
    past: Board,
    after: Seq,
) -> BoxStream<'static, GraphPiece> {
    read(Graph { handle, viewer, past: Some(past), after, end: None, has_offers: false })
}

fn read(graph: Graph) -> BoxStream<'static, GraphPiece> {
    stream::try_unfold(Some(graph), async |graph| match graph {
        Some(graph) => graph.piece().await.map(Some),
        None => Ok(None),
    })
    .boxed()
}

/// A bid graph, as far as it is written.
struct Graph {
    handle: Arc<LotHandle>,
    viewer: Viewer,
    /// None for the lot as it stands.
    past: Option<Board>,
    /// The last place that is written or passed over.
    after: Seq,
    /// Where the graph ended at the first page. Without this end a slow reader of a busy lot would never reach the last
    /// page.
    end: Option<Seq>,
    /// Whether an offer was written, so that a comma has to follow.
    has_offers: bool,
}

impl Graph {
    /// The next piece, and what is left after it.
    async fn piece(mut self) -> Result<(Option<Bytes>, Option<Self>), Denied> {
        let (viewer, past, after) = (self.viewer.clone(), self.past.clone().map(Box::new), self.after);
        let page = self.handle.ask(|reply| Question::Offers { viewer, past, after, reply }).await?;
        let is_first = self.end.is_none();
        let end = *self.end.get_or_insert(page.newest);
        let is_last = page.looked_to >= end;
        self.after = page.looked_to;

        let text = self.text(&page, is_first, is_last);
        let piece = (!text.is_empty()).then(|| text.into());
        Ok((piece, (!is_last).then_some(self)))
    }

    fn text(&mut self, page: &OfferPage, is_first: bool, is_last: bool) -> Vec<u8> {
        let mut text = Vec::with_capacity(page.offers.len() * OFFER_BYTES);
        if is_first {
            text.extend_from_slice(b"{\"offers\":[");
        }
        for offer in &page.offers {
            if self.has_offers {
                text.push(b',');
            }
            serde_json::to_writer(&mut text, offer).expect("offers are texts, figures and instants");
            self.has_offers = true;
        }
        if is_last {
            text.extend_from_slice(b"]}");
        }
        text
    }
}
