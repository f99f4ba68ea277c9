//! Notes the warnings of the database that arrive while a statement runs.
//!
//! A commit that stopped waiting for its standby succeeds with a warning. Only this warning says that the record may be
//! lost with this machine. The driver gives warnings to `tracing` only, so the future of a write carries a subscriber that
//! notes them and passes every event on to the subscriber below it. It is made once per connection, because to make one is
//! slow: it visits every place in the program that could log.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::dispatcher::{Dispatch, get_default};
use tracing::field::{Field, Visit};
use tracing::instrument::{WithDispatch, WithSubscriber};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};

/// The name under which the driver logs the notices of the database.
const NOTICE_TARGET: &str = "sqlx::postgres::notice";

/// The warnings that arrive while a future runs.
#[derive(Clone)]
pub(super) struct DatabaseNotices {
    dispatch: Dispatch,
    warning: Arc<Mutex<Option<String>>>,
}

impl DatabaseNotices {
    /// Passes every event on to the subscriber that is installed now.
    pub(super) fn new() -> Self {
        let warning = Arc::default();
        let below = get_default(Dispatch::clone);
        Self { dispatch: Dispatch::new(NoticeSubscriber { below, warning: Arc::clone(&warning) }), warning }
    }

    /// Runs `work` and notes its warnings.
    pub(super) fn noted_during<F: Future>(&self, work: F) -> WithDispatch<F> {
        work.with_subscriber(self.dispatch.clone())
    }

    /// Takes the first warning since the last call.
    pub(super) fn take_warning(&self) -> Option<String> {
        self.warning.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for DatabaseNotices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseNotices")
    }
}

struct NoticeSubscriber {
    below: Dispatch,
    warning: Arc<Mutex<Option<String>>>,
}

/// Warnings and errors of the database; an error also fails the statement.
fn is_warning(metadata: &Metadata<'_>) -> bool {
    metadata.target() == NOTICE_TARGET && *metadata.level() <= Level::WARN
}

impl Subscriber for NoticeSubscriber {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_warning(metadata) { Interest::always() } else { self.below.register_callsite(metadata) }
    }

    /// Levels below WARN are left to the subscriber below.
    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::WARN)
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_warning(metadata) || self.below.enabled(metadata)
    }

    fn event(&self, event: &Event<'_>) {
        if !is_warning(event.metadata()) {
            self.below.event(event);
            return;
        }
        let mut message = NoticeMessage::default();
        event.record(&mut message);
        self.warning.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(message.0);
        if self.below.enabled(event.metadata()) {
            self.below.event(event);
        }
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.below.new_span(span)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.below.record(span, values);
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.below.record_follows_from(span, follows);
    }

    fn enter(&self, span: &Id) {
        self.below.enter(span);
    }

    fn exit(&self, span: &Id) {
        self.below.exit(span);
    }

    fn clone_span(&self, span: &Id) -> Id {
        self.below.clone_span(span)
    }

    fn try_close(&self, span: Id) -> bool {
        self.below.try_close(span)
    }
}

/// The message of an event.
#[derive(Default)]
struct NoticeMessage(String);

impl Visit for NoticeMessage {
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
    async fn the_first_warning_is_noted_at_every_log_level() {
        let notices = DatabaseNotices::new();

        let work = async {
            tracing::warn!(target: "sqlx::postgres::notice", message = "first");
            tracing::warn!(target: "sqlx::postgres::notice", message = "second");
            7
        };

        assert_eq!(notices.noted_during(work).await, 7);
        assert_eq!(notices.take_warning().as_deref(), Some("first"));
        assert_eq!(notices.take_warning(), None);
    }

    #[tokio::test]
    async fn other_events_are_not_noted() {
        let notices = DatabaseNotices::new();

        notices
            .noted_during(async {
                tracing::warn!(target: "sqlx::query", message = "slow");
                tracing::info!(target: "sqlx::postgres::notice", message = "by the way");
            })
            .await;
        tracing::warn!(target: "sqlx::postgres::notice", message = "after it");

        assert_eq!(notices.take_warning(), None);
    }
}
