//! The problems of one text while it is read: each is listed once, and none that only follows from another.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::code::Code;
use super::nearest::nearest;
use super::pointer::{ancestors, name_of};
use super::problem::Problem;
use super::tree::Tree;

/// Problems that are listed at most. Where there are more, the last one says so.
pub(crate) const PROBLEMS_MAX: usize = 1_000;
/// Problems that are listed with the word that was probably meant; finding it takes time.
const HINTS_MAX: usize = 100;

/// Collects problems. Shared by everything that reads one text.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    is_frozen: bool,
    collected: RefCell<Collected>,
}

#[derive(Debug, Default)]
struct Collected {
    listed: Vec<Problem>,
    /// Where something is wrong.
    paths: BTreeSet<String>,
    /// There were more than can be listed.
    overflowed: bool,
}

impl Problems {
    /// For a text that was taken before, perhaps by an older version of this program that allowed more.
    pub(crate) fn of_frozen_text() -> Self {
        Self { is_frozen: true, ..Self::default() }
    }

    /// Whether the text was taken before: what only later versions refuse is no problem with it.
    pub(crate) const fn is_frozen(&self) -> bool {
        self.is_frozen
    }

    /// Lists a problem, unless it lies inside something that could not be read at all.
    pub(crate) fn report(&self, path: &str, code: Code, message: impl Into<String>) {
        let mut collected = self.collected.borrow_mut();
        if ancestors(path).any(|above| collected.paths.contains(above)) {
            return;
        }
        if collected.list(path, code, message) {
            collected.paths.insert(path.to_owned());
        }
    }

    /// Lists a problem that hides none inside it. Returns whether there was room.
    pub(super) fn list(&self, path: &str, code: Code, message: impl Into<String>) -> bool {
        self.collected.borrow_mut().list(path, code, message)
    }

    /// How many are listed.
    pub(crate) fn len(&self) -> usize {
        self.collected.borrow().listed.len()
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.collected.borrow().listed.is_empty()
    }

    /// Whether no more can be listed. Further paths are not remembered either, so checks have to stop.
    pub(crate) fn is_full(&self) -> bool {
        self.len() >= PROBLEMS_MAX
    }

    /// `; perhaps "…"` with the word of `known` that was probably meant, or nothing.
    pub(crate) fn hint<'a>(&self, word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
        let has_time = self.collected.borrow().listed.len() < HINTS_MAX;
        let meant = if has_time { nearest(word, known) } else { None };
        meant.map_or_else(String::new, |word| format!("; perhaps \"{word}\""))
    }

    /// Whether the value at `path` itself could be read; something inside it may still be wrong.
    pub(crate) fn readable(&self, path: &str) -> bool {
        let collected = self.collected.borrow();
        !collected.paths.contains(path) && !ancestors(path).any(|above| collected.paths.contains(above))
    }

    /// Whether nothing is wrong at `path`, around it, or inside it.
    pub(crate) fn sound(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        let clean = {
            let collected = self.collected.borrow();
            collected.paths.range(inside.clone()..).next().is_none_or(|next| !next.starts_with(&inside))
        };
        clean && self.readable(path)
    }

    /// Whether all that is wrong lies at `path` or inside it.
    pub(crate) fn sound_outside(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        self.collected.borrow().paths.iter().all(|wrong| wrong == path || wrong.starts_with(&inside))
    }

    /// All problems in the order in which they were found.
    pub(crate) fn in_order_found(self) -> Vec<Problem> {
        let Collected { mut listed, overflowed, .. } = self.collected.into_inner();
        if overflowed {
            let kept = PROBLEMS_MAX - 1;
            listed.truncate(kept);
            listed.push(Problem::whole(Code::TooMany, format!("there are more problems than these {kept}")));
        }
        listed
    }

    /// All problems in the order of `tree`; a missing member comes where its object begins.
    pub(crate) fn in_order_of(self, tree: &Tree<'_>) -> Vec<Problem> {
        self.collected.borrow_mut().listed.sort_by_cached_key(|problem| position(tree, &problem.path));
        self.in_order_found()
    }
}

impl Collected {
    /// Lists a problem, where there is room.
    fn list(&mut self, path: &str, code: Code, message: impl Into<String>) -> bool {
        let has_room = self.listed.len() < PROBLEMS_MAX;
        if has_room {
            self.listed.push(Problem::new(path, code, message));
        }
        self.overflowed |= !has_room;
        has_room
    }
}

/// The position of a path in the text: the index of each step among its siblings.
fn position(tree: &Tree<'_>, path: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut here = tree;
    for step in path.split('/').skip(1) {
        let next = match here {
            Tree::Object(members) => {
                let name = name_of(step);
                members.iter().position(|(key, _)| *key == name).map(|place| (place, &members[place].1))
            }
            Tree::List(elements) => {
                step.parse::<usize>().ok().and_then(|place| elements.get(place).map(|element| (place, element)))
            }
            Tree::Null | Tree::Flag(_) | Tree::Number(_) | Tree::Text(_) => None,
        };
        let Some((place, value)) = next else { break };
        places.push(place);
        here = value;
    }
    places
}
