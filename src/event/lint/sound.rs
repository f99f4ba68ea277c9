//! Which parts of a document the lint can judge: those that are there, and not wrong.

use std::fmt;

use super::super::document::EventDocument;
use crate::json::Problems;

/// The parts of a document that can be judged. Of a whole document, all.
#[derive(Clone, Copy)]
pub(super) struct Sound<'a>(pub(super) &'a Problems);

impl Sound<'_> {
    /// Whether nothing is wrong at `path`, around it, or inside it. The path is written only where something is wrong
    /// somewhere.
    pub(super) fn at(self, path: fmt::Arguments<'_>) -> bool {
        self.0.is_empty() || self.0.sound(&path.to_string())
    }

    /// Whether what stands at `path` could be read, whatever is wrong inside it.
    pub(super) fn readable(self, path: fmt::Arguments<'_>) -> bool {
        self.0.is_empty() || self.0.readable(&path.to_string())
    }

    /// Whether everything of the event is sound that lies in no lot.
    pub(super) fn outside_lots(self) -> bool {
        self.0.sound_outside("/lots")
    }

    /// Whether each lot could be read, and in each of them what `is_sound` looks at.
    pub(super) fn in_each_lot(self, event: &EventDocument, is_sound: impl Fn(Self, usize) -> bool) -> bool {
        self.0.is_empty()
            || self.readable(format_args!("/lots"))
                && (0..event.lots.len()).all(|nth| self.readable(format_args!("/lots/{nth}")) && is_sound(self, nth))
    }
}
