//! The goals G1 to G21 and R1a to R4, and how measurements are reported for them.
//!
//! Nearly all goals are ratios or counts, because absolute figures depend more on the machine than on the server. Each is
//! taken over several rounds; the median and the worst round are reported. A goal that no scenario measured is not met.
//!
//! A scenario reports by adding [`Measured`] values to its [`Outcome`](crate::outcome::Outcome), for a goal with
//! [`Measured::of`], or for a part of one with [`Measured::part`].

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
    G12,
    G13,
    G14,
    G15,
    G16,
    G17,
    G18,
    G19,
    G20,
    G21,
    R1a,
    R1b,
    R1c,
    R2,
    R3,
    R4,
}

/// A scenario's measurement for a goal, or for one part of it.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    goal: Goal,
    part: Option<&'static str>,
    rounds: Vec<f64>,
    faults: Vec<String>,
    notes: Vec<String>,
}

impl Goal {
    pub(crate) const ALL: [Self; 27] = [
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
        Self::G12,
        Self::G13,
        Self::G14,
        Self::G15,
        Self::G16,
        Self::G17,
        Self::G18,
        Self::G19,
        Self::G20,
        Self::G21,
        Self::R1a,
        Self::R1b,
        Self::R1c,
        Self::R2,
        Self::R3,
        Self::R4,
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
            Self::G12 => &terms::G12,
            Self::G13 => &terms::G13,
            Self::G14 => &terms::G14,
            Self::G15 => &terms::G15,
            Self::G16 => &terms::G16,
            Self::G17 => &terms::G17,
            Self::G18 => &terms::G18,
            Self::G19 => &terms::G19,
            Self::G20 => &terms::G20,
            Self::G21 => &terms::G21,
            Self::R1a => &terms::R1A,
            Self::R1b => &terms::R1B,
            Self::R1c => &terms::R1C,
            Self::R2 => &terms::R2,
            Self::R3 => &terms::R3,
            Self::R4 => &terms::R4,
        }
    }
}

impl Serialize for Goal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.terms().id)
    }
}

impl Measured {
    /// A measurement for a goal without parts, with one figure a round.
    pub(crate) fn of(goal: Goal, rounds: Vec<f64>) -> Self {
        Self { goal, part: None, rounds, faults: Vec::new(), notes: Vec::new() }
    }

    /// A measurement for one of the [`Terms::parts`] of a goal, with one figure a round.
    pub(crate) fn part(goal: Goal, part: &'static str, rounds: Vec<f64>) -> Self {
        assert!(goal.terms().parts.contains(&part), "{part} is no part of {goal:?}");
        Self { part: Some(part), ..Self::of(goal, rounds) }
    }

    /// A condition of the goal that did not hold: the goal is missed, whatever the figure.
    pub(crate) fn fault_if(mut self, broken: bool, words: impl Into<String>) -> Self {
        if broken {
            self.faults.push(words.into());
        }
        self
    }

    /// A remark for readers of the figure.
    pub(crate) fn note(mut self, words: impl Into<String>) -> Self {
        self.notes.push(words.into());
        self
    }
}
