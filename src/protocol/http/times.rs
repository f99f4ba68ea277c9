//! Times as people type them: what is asked, and what they mean.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::Instant;
use crate::json::{Problem, read_object};

/// Most texts of one request.
const TEXTS_MAX: usize = 50;

/// Texts to be read as UK time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimesRequest {
    /// Such as `2:30pm on 1 December 2026`; 50 at most.
    #[schemars(length(max = TEXTS_MAX))]
    pub texts: Vec<String>,
}

/// What the texts mean, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimesAnswer {
    /// One for each text.
    pub items: Vec<TimeEntry>,
}

/// What one text means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TimeEntry {
    /// An instant.
    Read {
        /// The text.
        text: String,
        /// The instant.
        at: Instant,
        /// The instant in words, so that a person can check it.
        words: String,
    },
    /// None, or more than one.
    NotRead {
        /// The text.
        text: String,
        /// Why, for programs.
        code: TimeCode,
        /// Why, in plain English.
        message: String,
        /// The two instants of a time that the clocks show twice; otherwise none.
        candidates: Vec<TimeCandidate>,
    },
}

/// Why a text names no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeCode {
    /// It is no date with a time of day.
    NotATime,
    /// The clocks go forward past it.
    NoSuchTime,
    /// The clocks show it twice.
    TimeTwice,
}

/// An instant that a text can mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeCandidate {
    /// The instant.
    pub at: Instant,
    /// What tells it from the other.
    pub words: String,
}

impl TimesRequest {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        read_object(body.as_bytes(), |object| {
            let texts = object.member("texts").list(1..=TEXTS_MAX, "texts");
            let read =
                texts.iter().map(|text| text.words("text such as \"2:30pm on 1 December 2026\"").map(str::to_owned));
            Some(Self { texts: read.collect::<Vec<_>>().into_iter().collect::<Option<_>>()? })
        })
    }
}
