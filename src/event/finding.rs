//! A finding: a fault of a document, or what the lint has against its settings.
//!
//! One shape for both, so that a client shows both in one way.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::json::{Code, Problem};

/// Findings about one document that are listed at most.
pub(super) const FINDINGS_MAX: usize = 1_000;

/// A fault, a breach or a doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Where: a JSON pointer.
    pub path: String,
    /// What it is about, for programs.
    pub code: Code,
    /// Which rule of the lint: `PCR 2015 reg 35(16)`, `extension_longer_than_lot`. It is the code as well, but where it is
    /// a paragraph of the law. Absent where the finding is no lint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What follows.
    pub level: Level,
    /// In plain English, with the nearest right value.
    pub message: String,
}

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Something needed is absent, null, empty or blank so far.
    Missing,
    /// The event cannot be published.
    Error,
    /// It can.
    Warning,
}

impl Finding {
    /// A finding of the lint.
    pub(super) fn new(level: Level, path: String, code: Code, message: String) -> Self {
        let rule = Some(paragraph(code).unwrap_or(code.as_str()).to_owned());
        Self { path, code, rule, level, message }
    }
}

impl From<Problem> for Finding {
    fn from(problem: Problem) -> Self {
        let Problem { path, code, message } = problem;
        let level = if code == Code::Missing { Level::Missing } else { Level::Error };
        Self { path, code, rule: None, level, message }
    }
}

/// Cuts a list of the lint to `count_max`. Warnings are left out first: an error that forbids the publication stays.
pub(super) fn cut(lint: &mut Vec<Finding>, count_max: usize) {
    if lint.len() <= count_max {
        return;
    }
    let kept = count_max.saturating_sub(1);
    let mut warnings = kept.saturating_sub(lint.iter().filter(|finding| finding.level != Level::Warning).count());
    lint.retain(|finding| {
        let stays = finding.level != Level::Warning || warnings > 0;
        if stays && finding.level == Level::Warning {
            warnings -= 1;
        }
        stays
    });
    lint.truncate(kept);
    if count_max > 0 {
        let message = format!("there are more findings than these {kept}");
        lint.push(Finding::new(Level::Warning, String::new(), Code::TooMany, message));
    }
}

/// The paragraph that a breach of the law breaks; Directive 2014/24/EU, article 35(5) and (7), says the same.
fn paragraph(code: Code) -> Option<&'static str> {
    const PARAGRAPHS: [(Code, &str); 2] =
        [(Code::NoticePeriod, "PCR 2015 reg 35(16)"), (Code::IdentitiesNamed, "PCR 2015 reg 35(25)")];
    PARAGRAPHS.iter().find(|(known, _)| *known == code).map(|(_, paragraph)| *paragraph)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lint(levels: &[Level]) -> Vec<Finding> {
        let finding =
            |(nth, level): (usize, &Level)| Finding::new(*level, format!("/{nth}"), Code::FewBidders, String::new());
        levels.iter().enumerate().map(finding).collect()
    }

    // G3
    #[test]
    fn what_forbids_the_publication_is_never_cut_away_for_a_warning() {
        let mut findings = lint(&[Level::Warning, Level::Warning, Level::Error, Level::Warning, Level::Error]);

        cut(&mut findings, 4);

        let paths: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(paths, ["/0", "/2", "/4", ""]);
        assert_eq!(findings[3].message, "there are more findings than these 3");
    }

    #[test]
    fn a_list_that_fits_is_left_alone() {
        let mut findings = lint(&[Level::Warning, Level::Error]);

        cut(&mut findings, 2);

        assert_eq!(findings, lint(&[Level::Warning, Level::Error]));
    }
}
