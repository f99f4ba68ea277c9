//! The result of one lot as one viewer may see it, piece by piece.
//!
//! The course of the lead can be as long as the list of all offers. So it is asked for in pages, each page becomes a piece
//! of text on its own, and the whole is never in memory.

use std::sync::Arc;

use bytes::Bytes;
use futures::StreamExt;
use futures::stream::{self, BoxStream};

use super::answer::Denied;
use super::handle::{LotHandle, Question};
use crate::auction::view::{OwnPath, PathPoint, Viewer};
use crate::ids::Seq;
use crate::protocol::Hex;
use crate::protocol::http::{ResultHead, verify_command};

/// A piece of the answer's text; None where a page shows nothing.
type ResultPiece = Result<Option<Bytes>, Denied>;

/// Most changes of the lead in one page.
const PATH_PAGE_MAX: usize = 1_000;
/// About how many bytes the text of one change takes.
const POINT_BYTES: usize = 160;

/// The text of the result. The first piece is an error where the lot has not ended.
pub(super) fn pieces(handle: Arc<LotHandle>, viewer: Viewer) -> BoxStream<'static, ResultPiece> {
    let text = ResultText { handle, viewer, next: Part::Beginning, has_points: false };
    stream::try_unfold(Some(text), async |text| match text {
        Some(text) => text.piece().await.map(Some),
        None => Ok(None),
    })
    .boxed()
}

/// A result, as far as it is written.
struct ResultText {
    handle: Arc<LotHandle>,
    viewer: Viewer,
    next: Part,
    /// Whether the present list has a point, so that a comma has to follow.
    has_points: bool,
}

/// The part that is written next.
enum Part {
    Beginning,
    /// The course of a supplier's own offer.
    Own {
        path: OwnPath,
        after: Seq,
        shows_lead: bool,
    },
    /// The course of the lead.
    Lead {
        after: Seq,
    },
}

impl ResultText {
    /// The next piece, and what is left after it.
    async fn piece(mut self) -> Result<(Option<Bytes>, Option<Self>), Denied> {
        let mut text = Vec::with_capacity(PATH_PAGE_MAX * POINT_BYTES);
        let next = match std::mem::replace(&mut self.next, Part::Beginning) {
            Part::Beginning => Some(self.beginning(&mut text).await?),
            Part::Own { path, after, shows_lead } => self.own_page(path, after, shows_lead, &mut text).await?,
            Part::Lead { after } => self.lead_page(after, &mut text).await?,
        };
        let piece = (!text.is_empty()).then(|| text.into());
        Ok((piece, next.map(|next| Self { next, ..self })))
    }

    async fn beginning(&self, text: &mut Vec<u8>) -> Result<Part, Denied> {
        let (records, hash) = self.handle.ask(Question::Report).await?;
        let result = records.result(&self.viewer).ok_or(Denied::NotEnded)?;
        let head = ResultHead { seq: records.report.seq(), hash: Hex(hash.0) };
        let check = verify_command(&self.handle.entry.id);
        write_json(text, &result);
        text.pop();
        text.extend_from_slice(b",\"head\":");
        write_json(text, &head);
        text.extend_from_slice(b",\"check\":");
        write_json(text, &check);
        text.extend_from_slice(b",\"path\":[");
        Ok(match self.viewer {
            Viewer::Bidder(_) => {
                let path = OwnPath::new(&result.acts, result.decimals);
                Part::Own { path, after: Seq::ZERO, shows_lead: records.report.shows_lead(&self.viewer) }
            }
            Viewer::Buyer(_) | Viewer::Observer(_) | Viewer::Auditor(_) => Part::Lead { after: Seq::ZERO },
        })
    }

    async fn own_page(
        &mut self,
        mut path: OwnPath,
        after: Seq,
        shows_lead: bool,
        text: &mut Vec<u8>,
    ) -> Result<Option<Part>, Denied> {
        let viewer = self.viewer.clone();
        let page = self.handle.ask(|reply| Question::Offers { viewer, past: None, after, reply }).await?;
        let points = path.read(page.offers);
        self.write_points(&points, text);
        if page.looked_to < page.newest {
            return Ok(Some(Part::Own { path, after: page.looked_to, shows_lead }));
        }
        self.write_points(&path.end(), text);
        self.has_points = false;
        if shows_lead {
            text.extend_from_slice(b"],\"lead_path\":[");
            return Ok(Some(Part::Lead { after: Seq::ZERO }));
        }
        text.extend_from_slice(b"],\"lead_path\":null}");
        Ok(None)
    }

    async fn lead_page(&mut self, after: Seq, text: &mut Vec<u8>) -> Result<Option<Part>, Denied> {
        let page = self.handle.ask(|reply| Question::Path { after, limit: PATH_PAGE_MAX, reply }).await?;
        self.write_points(&page.shown_to(&self.viewer), text);
        if page.next.is_none() {
            text.extend_from_slice(b"]}");
        }
        Ok(page.next.map(|after| Part::Lead { after }))
    }

    fn write_points(&mut self, points: &[PathPoint], text: &mut Vec<u8>) {
        for point in points {
            if self.has_points {
                text.push(b',');
            }
            write_json(text, point);
            self.has_points = true;
        }
    }
}

fn write_json(text: &mut Vec<u8>, value: &impl serde::Serialize) {
    serde_json::to_writer(text, value).expect("results are texts, figures and instants");
}
