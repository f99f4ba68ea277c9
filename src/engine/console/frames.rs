//! The bytes of a console's frames.

use std::sync::Arc;

use super::facts::ConsoleFacts;
use crate::clock::Instant;
use crate::engine::feed::{FrameText, NamedText};
use crate::ids::Seq;
use crate::protocol::ReadyFrame;

/// Writes the frames `event` and `event_update` for one audience.
#[derive(Debug)]
pub(super) struct ConsoleFrames {
    pub(super) facts: Arc<ConsoleFacts>,
    pub(super) with_presence: bool,
}

impl FrameText for ConsoleFrames {
    fn whole(&self, _: Seq, now: Instant, parts: &mut dyn Iterator<Item = NamedText<'_>>) -> ReadyFrame {
        let ConsoleFacts { title, reference, practice, currency, .. } = &*self.facts;
        let reference = reference.as_ref().map_or_else(|| "null".to_owned(), |reference| json(reference));
        let (title, currency) = (json(title), json(currency));
        let about =
            format!(",\"title\":{title},\"reference\":{reference},\"practice\":{practice},\"currency\":{currency}");
        ReadyFrame::of(self.text("event", now, &about, parts))
    }

    fn update(&self, _: Seq, now: Instant, parts: &mut dyn Iterator<Item = NamedText<'_>>) -> ReadyFrame {
        ReadyFrame::of(self.text("event_update", now, "", parts))
    }
}

impl ConsoleFrames {
    fn text(&self, kind: &str, now: Instant, about: &str, parts: &mut dyn Iterator<Item = NamedText<'_>>) -> String {
        let (mut state, mut lots, mut presence) = (String::new(), String::new(), String::new());
        for (name, text) in parts {
            let list = match name.member {
                "lots" => &mut lots,
                "presence" => &mut presence,
                _ => {
                    state = format!(",\"state\":{text}");
                    continue;
                }
            };
            if !list.is_empty() {
                list.push(',');
            }
            list.push_str(text);
        }
        let event = json(self.facts.event.as_str());
        let mut text =
            format!("{{\"type\":\"{kind}\",\"event\":{event},\"now\":\"{now}\"{about}{state},\"lots\":[{lots}]");
        if self.with_presence {
            text.push_str(",\"presence\":[");
            text.push_str(&presence);
            text.push(']');
        }
        text.push('}');
        text
    }
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}
