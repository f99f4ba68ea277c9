//! What a person chose for the pages: it follows the person from browser to browser.

use futures::future::BoxFuture;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error::PeopleError;
use crate::ids::PersonId;

/// What a screen reader speaks by itself. Outcomes of own offers, and a lot that stops or closes, are always spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Announcements {
    /// Everything.
    #[default]
    All,
    /// Places, closing time and messages of buyers.
    Important,
    /// Nothing more.
    Own,
}

/// What a person chose. The defaults stand for a person who has chosen nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Choices {
    /// What is spoken.
    pub announcements: Announcements,
    /// Whether the page asks before it sends an offer, each time.
    pub confirm: bool,
    /// Whether the pages give a sound.
    pub sound: bool,
}

/// Keeps what people chose.
pub trait ChoiceTable: Send + Sync + 'static {
    /// What a person chose. None for a person who has chosen nothing.
    fn choices<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<Choices>, PeopleError>>;

    /// Stores what a person chose, in place of everything that was stored before.
    fn choose(&self, person: PersonId, choices: Choices) -> BoxFuture<'_, Result<(), PeopleError>>;
}

impl Announcements {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::All, Self::Important, Self::Own];

    /// The word as it is stored, and as written in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Important => "important",
            Self::Own => "own",
        }
    }

    /// The choice of that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}
