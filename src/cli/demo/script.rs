//! Who bids what and when: the same for the same seed.
//!
//! Five suppliers come down from today's prices to a floor of their own. Three drop out; two are left for the end and
//! take the lead from each other inside the extension window, so that the close moves three times before it comes.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// One offer of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    /// Which supplier, by its place in the invitation.
    pub(super) supplier: usize,
    /// How long after the opening, at speed 1.
    pub(super) after: Duration,
    /// Pence for a box of each size.
    pub(super) pence: [u32; 3],
}

/// How one supplier plays: pence for a medium box, seconds after the opening.
struct Manner {
    start: u32,
    floor: u32,
    first_s: u64,
    last_s: u64,
    turns: u32,
}

/// How many of the invited follow the script.
pub(super) const SUPPLIERS_SCRIPTED: usize = MANNERS.len();

const MANNERS: [Manner; 5] = [
    Manner { start: 301, floor: 250, first_s: 5, last_s: 104, turns: 8 },
    Manner { start: 298, floor: 252, first_s: 11, last_s: 112, turns: 7 },
    Manner { start: 303, floor: 259, first_s: 8, last_s: 92, turns: 6 },
    Manner { start: 306, floor: 268, first_s: 17, last_s: 74, turns: 4 },
    Manner { start: 300, floor: 251, first_s: 14, last_s: 116, turns: 8 },
];

/// The end, fixed: who takes the lead when, inside the window that is then open.
const DUEL: [(usize, u64, u32); 4] = [(4, 128, 248), (1, 138, 246), (4, 160, 244), (1, 183, 242)];

/// What a small and a large box cost against a medium one, pence.
const SMALL_LESS: u32 = 2;
const LARGE_MORE: u32 = 5;

/// All turns in the order of their time.
pub(super) fn turns(seed: u64) -> Vec<Turn> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut turns: Vec<Turn> = Vec::new();
    for (supplier, manner) in MANNERS.iter().enumerate() {
        let mut medium = manner.start;
        for turn in 0..manner.turns {
            let share = u64::from(turn) * 1_000 / u64::from(manner.turns - 1);
            let at_ms =
                manner.first_s * 1_000 + (manner.last_s - manner.first_s) * share + random.random_range(0..2_500);
            turns.push(Turn { supplier, after: Duration::from_millis(at_ms), pence: sizes(medium) });
            let left = medium - manner.floor;
            let turns_left = manner.turns - turn - 1;
            if let Some(even) = left.checked_div(turns_left) {
                medium -= if turns_left == 1 {
                    left
                } else {
                    (even + random.random_range(0..3)).clamp(1, left - (turns_left - 1))
                };
            }
        }
    }
    for (supplier, at_s, medium) in DUEL {
        let at_ms = at_s * 1_000 + random.random_range(0..1_500);
        turns.push(Turn { supplier, after: Duration::from_millis(at_ms), pence: sizes(medium) });
    }
    turns.sort_by_key(|turn| (turn.after, turn.supplier));
    turns
}

fn sizes(medium: u32) -> [u32; 3] {
    [medium - SMALL_LESS, medium, medium + LARGE_MORE]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_script() {
        assert_eq!(turns(7), turns(7));
        assert_ne!(turns(7), turns(8));
    }

    #[test]
    fn every_supplier_only_ever_comes_down() {
        for seed in 0..200 {
            for supplier in 0..MANNERS.len() {
                let prices: Vec<u32> =
                    turns(seed).iter().filter(|turn| turn.supplier == supplier).map(|turn| turn.pence[1]).collect();

                assert!(
                    prices.windows(2).all(|pair| pair[1] < pair[0]),
                    "seed {seed}, supplier {supplier}: {prices:?}"
                );
            }
        }
    }

    #[test]
    fn the_end_is_a_duel_inside_the_windows() {
        for seed in 0..200 {
            let turns = turns(seed);
            let mut close = Duration::from_secs(150);

            for (turn, (supplier, _, _)) in turns.iter().rev().take(3).rev().zip(&DUEL[1..]) {
                assert_eq!(turn.supplier, *supplier, "seed {seed}");
                assert!(close <= turn.after + Duration::from_secs(30), "seed {seed}: {turn:?} before the window");
                close = turn.after + Duration::from_secs(30);
            }
        }
    }
}
