//! What the lint finds: a breach or a doubt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::json::{Code, Problem};

/// A breach or a doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Where: a JSON pointer.
    pub path: String,
    /// What it is about, for programs. The same as `rule` but where that is a paragraph of the law.
    pub code: Code,
    /// Which rule: `PCR 2015 reg 35(16)`, `extension_longer_than_lot`.
    pub rule: String,
    /// What follows.
    pub level: Level,
    /// In plain English, with the nearest right value.
    pub message: String,
}

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The event cannot be published.
    Error,
    /// It can.
    Warning,
}

impl Finding {
    pub(super) fn new(level: Level, path: String, code: Code, message: String) -> Self {
        let rule = paragraph(code).unwrap_or(code.as_str()).to_owned();
        Self { path, code, rule, level, message }
    }

    /// The finding as a problem of the document.
    #[must_use]
    pub fn as_problem(&self) -> Problem {
        Problem::new(self.path.clone(), self.code, self.message.clone())
    }
}

/// The paragraph that a breach of the law breaks; Directive 2014/24/EU, article 35(5) and (7), says the same.
fn paragraph(code: Code) -> Option<&'static str> {
    const PARAGRAPHS: [(Code, &str); 2] =
        [(Code::NoticePeriod, "PCR 2015 reg 35(16)"), (Code::IdentitiesNamed, "PCR 2015 reg 35(25)")];
    PARAGRAPHS.iter().find(|(known, _)| *known == code).map(|(_, paragraph)| *paragraph)
}
