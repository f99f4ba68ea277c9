//! Acts on several lots of an event at once: a buyer's act, and a supplier's acceptance of the terms.

use bytes::Bytes;

use super::Engine;
use crate::auction::view::PreviewView;
use crate::auth::{Principal, Role};
use crate::engine::answer::{ActAnswer, Denied};
use crate::engine::event_acts::{self, LotAnswers, NamedLots};
use crate::engine::lot_access::LotAccess;
use crate::idempotency::IdempotencyKey;
use crate::ids::EventId;
use crate::protocol::Hex;
use crate::protocol::http::{AcceptedTerms, ActOnLots, TermsRecord};

impl Engine {
    /// Records a supplier's acceptance in each lot that it is invited to. `{"lots": [{"lot", "seq", "at", "hash"}]}`.
    ///
    /// # Errors
    /// [`Denied`], each as it says. Some lots may have recorded it nevertheless; asking again is safe.
    pub async fn accept_terms(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let lots = self.parts.events.lots_with_terms(by, id).await?;
        if by.role != Role::Supplier {
            return Err(Denied::Forbidden("only a supplier accepts the terms".to_owned()));
        }
        let mut recorded = Vec::with_capacity(lots.len());
        for id in lots {
            let Some(entry) = self.parts.registry.find(&id).await? else { return Err(Denied::Unavailable) };
            if entry.summary().has_ended() {
                continue;
            }
            let record = self.lot(by, &id).await?.accept_terms().await?;
            recorded.push(TermsRecord { lot: id, seq: record.seq, at: record.at, hash: Hex(record.hash.0) });
        }
        Ok(serde_json::json!(AcceptedTerms { lots: recorded }).to_string().into())
    }

    /// A buyer's act on several lots of an event, lot by lot; there is no transaction over them. With a key, each lot that
    /// has done the same request before gives its first answer again, and the others do it now.
    ///
    /// # Errors
    /// [`Denied`], each as it says, where the request as a whole is refused: then nothing has happened on any lot.
    pub async fn act_on_lots(
        &self,
        by: &Principal,
        id: &EventId,
        act: &ActOnLots,
        key: Option<IdempotencyKey>,
    ) -> Result<LotAnswers<ActAnswer>, Denied> {
        let lots = self.named_lots(by, id, act, key.as_ref()).await?;
        let ask = |access: LotAccess| {
            let (act, key) = (act.act.on_a_lot(), key.clone());
            async move { access.perform(act, key).await }
        };
        Ok(event_acts::each(lots, ask).await)
    }

    /// What a buyer's act on several lots of an event would do, lot by lot. Nothing happens.
    ///
    /// # Errors
    /// [`Denied`], exactly as for the act itself.
    pub async fn preview_on_lots(
        &self,
        by: &Principal,
        id: &EventId,
        act: &ActOnLots,
    ) -> Result<LotAnswers<PreviewView>, Denied> {
        let lots = self.named_lots(by, id, act, None).await?;
        let ask = |access: LotAccess| {
            let act = act.act.on_a_lot();
            async move { access.preview_of(act).await }
        };
        Ok(event_acts::each(lots, ask).await)
    }

    /// The lots that the act names, where the request as a whole is right. A lot of another event is not found.
    async fn named_lots(
        &self,
        by: &Principal,
        id: &EventId,
        act: &ActOnLots,
        key: Option<&IdempotencyKey>,
    ) -> Result<NamedLots, Denied> {
        let of_event = self.parts.events.published_lots(by, id).await?;
        if by.role != Role::Buyer {
            return Err(Denied::Forbidden("only a buyer acts on a lot".to_owned()));
        }
        let mut lots = Vec::with_capacity(act.lots.len());
        for lot in &act.lots {
            let access = if of_event.contains(lot) { self.lot(by, lot).await } else { Err(Denied::NotFound) };
            lots.push((lot.clone(), access));
        }
        event_acts::check(&lots, &act.act, key).await?;
        Ok(lots)
    }
}
