//! What a session has proved of a second factor, and what that allows. Pure.

use std::time::Duration;

use super::principal::Role;
use crate::clock::Instant;

/// How long a proof counts for what cannot be undone.
pub const STEP_UP_TTL: Duration = Duration::from_mins(15);

/// What a session has proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorProof {
    /// Its person has no second factor.
    NoFactor,
    /// Its person has one, which this session has not proved.
    Missing,
    /// A readmission took its place at the sign-in.
    Excused,
    /// It was proved at that moment.
    At(Instant),
}

/// Why a session may not do something yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FactorNeeded {
    /// The person has to set up a second factor first.
    #[error("your role needs a second factor: set one up first")]
    SetUp,
    /// The session has to prove the second factor, for the first time or again.
    #[error("prove your second factor first, then send this again")]
    Proof,
}

impl FactorProof {
    /// Reads what is stored of a session.
    #[must_use]
    pub const fn of(has_factor: bool, proved_at: Option<Instant>, is_excused: bool) -> Self {
        match (has_factor, proved_at, is_excused) {
            (false, _, _) => Self::NoFactor,
            (true, Some(at), _) => Self::At(at),
            (true, None, true) => Self::Excused,
            (true, None, false) => Self::Missing,
        }
    }

    /// What is stored of it: when the factor was proved, and whether a readmission took its place.
    #[must_use]
    pub const fn stored(self) -> (Option<Instant>, bool) {
        match self {
            Self::NoFactor | Self::Missing => (None, false),
            Self::Excused => (None, true),
            Self::At(at) => (Some(at), false),
        }
    }

    /// Checks that the session may do anything beside proving or setting up a second factor.
    ///
    /// # Errors
    /// [`FactorNeeded`].
    pub fn admits(self, role: Role, needing: &[Role]) -> Result<(), FactorNeeded> {
        match self {
            Self::NoFactor if needing.contains(&role) => Err(FactorNeeded::SetUp),
            Self::Missing => Err(FactorNeeded::Proof),
            Self::NoFactor | Self::Excused | Self::At(_) => Ok(()),
        }
    }

    /// Checks that the session may do now what cannot be undone: where its person has a second factor, that it was proved
    /// at most 15 minutes ago.
    ///
    /// # Errors
    /// [`FactorNeeded::Proof`].
    pub fn admits_step_up(self, now: Instant) -> Result<(), FactorNeeded> {
        match self {
            Self::NoFactor => Ok(()),
            Self::At(at) if now.saturating_since(at) <= STEP_UP_TTL => Ok(()),
            Self::At(_) | Self::Missing | Self::Excused => Err(FactorNeeded::Proof),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_micros(1_795_000_000_000_000);

    // G91
    #[test]
    fn a_session_without_its_proof_may_do_nothing_but_prove_it() {
        let needing = [Role::Buyer];
        for (proof, role, admitted) in [
            (FactorProof::NoFactor, Role::Supplier, Ok(())),
            (FactorProof::NoFactor, Role::Buyer, Err(FactorNeeded::SetUp)),
            (FactorProof::Missing, Role::Supplier, Err(FactorNeeded::Proof)),
            (FactorProof::Excused, Role::Supplier, Ok(())),
            (FactorProof::At(NOW), Role::Buyer, Ok(())),
        ] {
            assert_eq!(proof.admits(role, &needing), admitted, "{proof:?} {role:?}");
        }
    }

    // G91
    #[test]
    fn a_proof_counts_for_fifteen_minutes_where_there_is_a_factor() {
        let ago = |seconds: i64| FactorProof::At(NOW.plus_micros(-seconds * 1_000_000));
        for (proof, admitted) in [
            (FactorProof::NoFactor, true),
            (ago(0), true),
            (ago(900), true),
            (ago(901), false),
            (FactorProof::Missing, false),
            (FactorProof::Excused, false),
        ] {
            assert_eq!(proof.admits_step_up(NOW).is_ok(), admitted, "{proof:?}");
        }
    }

    #[test]
    fn a_proof_follows_from_what_is_stored() {
        assert_eq!(FactorProof::of(false, Some(NOW), false), FactorProof::NoFactor, "it was taken off");
        assert_eq!(FactorProof::of(true, None, false), FactorProof::Missing);
        assert_eq!(FactorProof::of(true, None, true), FactorProof::Excused);
        assert_eq!(FactorProof::of(true, Some(NOW), true), FactorProof::At(NOW));
    }
}
