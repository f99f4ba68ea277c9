//! The questions of a connection. It goes on reading while they are answered, so that no bid waits for them.

use std::future::pending;

use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;

use crate::protocol::ServerMessage;

/// Most questions of a connection that wait for their answers.
const WAITING_MAX: usize = 16;

/// A question, until it is answered.
type Asked = BoxFuture<'static, ServerMessage>;

/// The questions that wait. Most connections never ask one, so the set is made with the first question.
#[derive(Default)]
pub(super) struct Questions {
    waiting: Option<Box<FuturesUnordered<Asked>>>,
}

impl Questions {
    /// Whether one more question may wait.
    pub(super) fn has_room(&self) -> bool {
        self.waiting.as_ref().is_none_or(|waiting| waiting.len() < WAITING_MAX)
    }

    /// Lets the question wait; its answer comes through [`Questions::answer`].
    pub(super) fn ask(&mut self, question: Asked) {
        self.waiting.get_or_insert_default().push(question);
    }

    /// Waits for an answer; for ever where nothing was asked. Cancel safe.
    pub(super) async fn answer(&mut self) -> ServerMessage {
        match &mut self.waiting {
            Some(waiting) if !waiting.is_empty() => match waiting.next().await {
                Some(answer) => answer,
                None => pending().await,
            },
            Some(_) | None => pending().await,
        }
    }
}
