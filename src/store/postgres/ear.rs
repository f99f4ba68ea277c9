//! Hears what the database warns of while a statement runs.
//!
//! A commit that gave up waiting for its standby succeeds with a warning, and only the warning says that the record may
//! be lost with this machine. The driver hands warnings to nobody but `tracing`, so the future of a write carries a
//! subscriber that notes them and passes everything on to the one beneath. It is made once for each connection: to make
//! one means to go through every place in the program that could log.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::dispatcher::{Dispatch, get_default};
use tracing::field::{Field, Visit};
use tracing::instrument::{WithDispatch, WithSubscriber};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};

/// Under this name the driver tells what the database says beside its answers.
const NOTICES: &str = "sqlx::postgres::notice";

/// Notes the warnings that come while a future runs.
#[derive(Clone)]
pub(super) struct Ear {
    dispatch: Dispatch,
    heard: Arc<Mutex<Option<String>>>,
}

impl Ear {
    /// Passes on to whoever listens now.
    pub(super) fn new() -> Self {
        let heard = Arc::default();
        let beneath = get_default(Dispatch::clone);
        Self { dispatch: Dispatch::new(Listener { beneath, heard: Arc::clone(&heard) }), heard }
    }

    /// `work`, listened to.
    pub(super) fn listening_to<F: Future>(&self, work: F) -> WithDispatch<F> {
        work.with_subscriber(self.dispatch.clone())
    }

    /// The first warning since it was last asked.
    pub(super) fn heard(&self) -> Option<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for Ear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ear")
    }
}

struct Listener {
    beneath: Dispatch,
    heard: Arc<Mutex<Option<String>>>,
}

/// Warnings and worse; what is worse than a warning also comes as the statement's error.
fn is_warning(metadata: &Metadata<'_>) -> bool {
    metadata.target() == NOTICES && *metadata.level() <= Level::WARN
}

impl Subscriber for Listener {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_warning(metadata) { Interest::always() } else { self.beneath.register_callsite(metadata) }
    }

    /// What others want more of is asked of them.
    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::WARN)
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_warning(metadata) || self.beneath.enabled(metadata)
    }

    fn event(&self, event: &Event<'_>) {
        if !is_warning(event.metadata()) {
            self.beneath.event(event);
            return;
        }
        let mut words = Words::default();
        event.record(&mut words);
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(words.0);
        if self.beneath.enabled(event.metadata()) {
            self.beneath.event(event);
        }
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.beneath.new_span(span)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.beneath.record(span, values);
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.beneath.record_follows_from(span, follows);
    }

    fn enter(&self, span: &Id) {
        self.beneath.enter(span);
    }

    fn exit(&self, span: &Id) {
        self.beneath.exit(span);
    }

    fn clone_span(&self, span: &Id) -> Id {
        self.beneath.clone_span(span)
    }

    fn try_close(&self, span: Id) -> bool {
        self.beneath.try_close(span)
    }
}

/// The message of an event.
#[derive(Default)]
struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            value.clone_into(&mut self.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_warning_is_heard_whatever_is_logged() {
        let ear = Ear::new();

        let work = async {
            tracing::warn!(target: "sqlx::postgres::notice", message = "first");
            tracing::warn!(target: "sqlx::postgres::notice", message = "second");
            7
        };

        assert_eq!(ear.listening_to(work).await, 7);
        assert_eq!(ear.heard().as_deref(), Some("first"));
        assert_eq!(ear.heard(), None);
    }

    #[tokio::test]
    async fn what_is_no_warning_of_the_database_is_not_heard() {
        let ear = Ear::new();

        ear.listening_to(async {
            tracing::warn!(target: "sqlx::query", message = "slow");
            tracing::info!(target: "sqlx::postgres::notice", message = "by the way");
        })
        .await;
        tracing::warn!(target: "sqlx::postgres::notice", message = "after it");

        assert_eq!(ear.heard(), None);
    }
}
