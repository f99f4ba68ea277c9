//! The goals G1 to G11: what each says, what is asked, and how what was measured stands to it.
//!
//! All are ratios or counts, because absolute figures say more about the machine than about the server. Each is taken
//! over several rounds; the median and the worst round are told. A goal that no scenario measured is never met.
//!
//! A scenario reports by putting [`Measured`] values into its [`Outcome`](crate::outcome::Outcome):
//!
//! ```ignore
//! outcome.measured(Measured::of(Goal::G6, ratios).fault_if(staleness > 1.0, "staleness p99 was 1.3 s"));
//! outcome.measured(Measured::part(Goal::G9, "100 lots ÷ 1 lot", ratios));
//! ```

mod standing;
mod terms;

use serde::{Serialize, Serializer};

pub(crate) use self::standing::{Standing, figure};
pub(crate) use self::terms::{Direction, JudgedBy, Terms};

/// One of the goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goal {
    G1,
    G2,
    G3,
    G4,
    G5,
    G6,
    G7,
    G8,
    G9,
    G10,
    G11,
}

/// What a scenario measured for a goal, or for one part of it.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    goal: Goal,
    part: Option<&'static str>,
    rounds: Vec<f64>,
    faults: Vec<String>,
    notes: Vec<String>,
}

impl Goal {
    pub(crate) const ALL: [Self; 11] = [
        Self::G1,
        Self::G2,
        Self::G3,
        Self::G4,
        Self::G5,
        Self::G6,
        Self::G7,
        Self::G8,
        Self::G9,
        Self::G10,
        Self::G11,
    ];

    pub(crate) fn terms(self) -> &'static Terms {
        match self {
            Self::G1 => &terms::G1,
            Self::G2 => &terms::G2,
            Self::G3 => &terms::G3,
            Self::G4 => &terms::G4,
            Self::G5 => &terms::G5,
            Self::G6 => &terms::G6,
            Self::G7 => &terms::G7,
            Self::G8 => &terms::G8,
            Self::G9 => &terms::G9,
            Self::G10 => &terms::G10,
            Self::G11 => &terms::G11,
        }
    }
}

impl Serialize for Goal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.terms().id)
    }
}

impl Measured {
    /// A goal of one piece, with one figure a round.
    pub(crate) fn of(goal: Goal, rounds: Vec<f64>) -> Self {
        Self { goal, part: None, rounds, faults: Vec::new(), notes: Vec::new() }
    }

    /// One of the [`Terms::parts`] of a goal, with one figure a round.
    pub(crate) fn part(goal: Goal, part: &'static str, rounds: Vec<f64>) -> Self {
        assert!(goal.terms().parts.contains(&part), "{part} is no part of {goal:?}");
        Self { part: Some(part), ..Self::of(goal, rounds) }
    }

    /// Something else that the goal asks and that did not hold: the goal is missed, whatever the figure.
    pub(crate) fn fault_if(mut self, broken: bool, words: impl Into<String>) -> Self {
        if broken {
            self.faults.push(words.into());
        }
        self
    }

    /// Something that a reader of the figure should know.
    pub(crate) fn note(mut self, words: impl Into<String>) -> Self {
        self.notes.push(words.into());
        self
    }
}
