//! Events as documents: drafts, templates and what is published; and what events say of organisations.

use bytes::Bytes;

use super::Engine;
use crate::auth::Principal;
use crate::auth::people_rights::EventParties;
use crate::engine::answer::{Conditions, Denied, EventReply};
use crate::engine::event::EventFilter;
use crate::engine::readmission::{ReadmissionOrder, ReadmissionRecord};
use crate::event::Stated;
use crate::event::lint::OtherEvent;
use crate::idempotency::IdempotencyKey;
use crate::ids::EventId;
use crate::protocol::http::CopyRequest;

impl Engine {
    /// Creates a draft. Answers an `EventSummary`.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn create_event(
        &self,
        by: &Principal,
        stated: Stated,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.parts.events.create(by, stated, conditions).await
    }

    /// Replaces what a draft or a template says; the same answer.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn revise_event(
        &self,
        by: &Principal,
        id: &EventId,
        stated: Stated,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.parts.events.revise(by, id, stated, conditions).await
    }

    /// The published events of the caller's partnership that have the reference, practice left out.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub async fn published_with(&self, by: &Principal, reference: &str) -> Result<Vec<OtherEvent>, Denied> {
        self.parts.events.published_with(&by.org, reference).await
    }

    /// Freezes a draft and schedules its lots; the same answer.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn publish_event(
        &self,
        by: &Principal,
        id: &EventId,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.parts.events.publish(by, id, conditions).await
    }

    /// Takes a draft or a template away.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn delete_event(&self, by: &Principal, id: &EventId, conditions: Conditions) -> Result<(), Denied> {
        self.parts.events.delete(by, id, conditions).await
    }

    /// Makes a draft or a template from what an event says; the same answer.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn copy_event(
        &self,
        by: &Principal,
        id: &EventId,
        request: CopyRequest,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.parts.events.copy(by, id, request, conditions).await
    }

    /// The first answer to a change of an event that the same person has asked for before with the same key. Asked before
    /// rights and state: what was done stays answered.
    ///
    /// # Errors
    /// [`Denied::KeyReused`] where the key came with another request; `Overloaded`, `Unavailable`.
    pub async fn answered_before(
        &self,
        by: &Principal,
        idempotency: &IdempotencyKey,
    ) -> Result<Option<EventReply>, Denied> {
        self.parts.events.answered_before(by, idempotency).await
    }

    /// Records that a buyer lets a person back in.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn readmit(
        &self,
        by: &Principal,
        id: &EventId,
        order: ReadmissionOrder,
    ) -> Result<ReadmissionRecord, Denied> {
        self.parts.events.readmit(by, id, order).await
    }

    /// An event as `by` may see it: an `EventAnswer`.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn event(&self, by: &Principal, id: &EventId) -> Result<EventReply, Denied> {
        self.parts.events.event(by, id).await
    }

    /// Whether `by` may see the event; nothing is rendered.
    ///
    /// # Errors
    /// [`Denied::NotFound`] where it may not; `Overloaded`, `Unavailable`.
    pub async fn see_event(&self, by: &Principal, id: &EventId) -> Result<(), Denied> {
        self.parts.events.see(by, id).await
    }

    /// Whether an event that `by` may see is a template.
    ///
    /// # Errors
    /// As [`Self::see_event`].
    pub async fn is_template(&self, by: &Principal, id: &EventId) -> Result<bool, Denied> {
        self.parts.events.is_template(by, id).await
    }

    /// The events that `by` may see and asks for, newest first: an `EventList`.
    ///
    /// # Errors
    /// `NotFound` where the caller's organisation can see none at all; `Overloaded`, `Unavailable`.
    pub async fn events(&self, by: &Principal, filter: &EventFilter) -> Result<Bytes, Denied> {
        self.parts.events.events(by, filter).await
    }

    /// The name of the caller's organisation, a supplier or a trust, in the newest event that names it and that `by` may
    /// see. None where there is no such event, and for a partnership.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub async fn org_name(&self, by: &Principal) -> Result<Option<String>, Denied> {
        self.parts.events.org_name(by).await
    }

    /// The bidders and trusts that events name, drafts too, as they stand to the partnership of the caller.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub async fn parties(&self, by: &Principal) -> Result<EventParties, Denied> {
        self.parts.events.parties(&by.org).await
    }
}
