//! Who replays lots now: a few people at the same time, each a few times.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::engine::answer::Denied;
use crate::ids::PersonId;

/// Most replays at the same time.
const ALL_MAX: usize = 4;
/// Most replays of one person at the same time.
const OF_PERSON_MAX: usize = 2;

/// How many replays each person has under way. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct ReplayTurns(Arc<Mutex<BTreeMap<PersonId, usize>>>);

/// The right to replay a lot. Given back when it is dropped.
#[derive(Debug)]
pub(super) struct ReplayTurn {
    turns: ReplayTurns,
    person: PersonId,
}

impl ReplayTurns {
    /// The right to replay a lot once.
    ///
    /// # Errors
    /// [`Denied::Overloaded`] where too many are under way, of this person or in all.
    pub(super) fn take(&self, person: &PersonId) -> Result<ReplayTurn, Denied> {
        let mut held = self.held();
        let (own, all) = (held.get(person).copied().unwrap_or_default(), held.values().sum::<usize>());
        if own >= OF_PERSON_MAX || all >= ALL_MAX {
            return Err(Denied::Overloaded);
        }
        held.insert(person.clone(), own + 1);
        Ok(ReplayTurn { turns: self.clone(), person: person.clone() })
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<PersonId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ReplayTurn {
    fn drop(&mut self) {
        let mut held = self.turns.held();
        if let Some(own) = held.get_mut(&self.person) {
            *own -= 1;
        }
        held.retain(|_, own| *own > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // G79
    #[test]
    fn two_replays_of_a_person_and_four_in_all_go_on_at_once() {
        let turns = ReplayTurns::default();
        let take = |person: &str| turns.take(&PersonId::parse(person).unwrap());
        let mut held = vec![take("a").unwrap(), take("a").unwrap(), take("b").unwrap()];

        assert_eq!(take("a").err(), Some(Denied::Overloaded), "a third one of the same person");
        held.push(take("c").unwrap());
        assert_eq!(take("d").err(), Some(Denied::Overloaded), "a fifth one in all");
        held.remove(0);
        held.push(take("d").unwrap());
        drop(held);

        assert!(turns.held().is_empty());
    }
}
