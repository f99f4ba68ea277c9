//! The problems of a document while it is read: each once, in the document's order, no follow-on faults.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::Problem;
use super::limits::{HINTS_MAX, NAME_BYTES_MAX, PROBLEMS_MAX};
use super::nearest::nearest;
use super::tree::Tree;

/// Collects problems. Shared by all that reads one document.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: RefCell<Found>,
}

#[derive(Debug, Default)]
struct Found {
    listed: Vec<Problem>,
    /// Where something is wrong.
    paths: BTreeSet<String>,
    /// There were more than can be listed.
    overflowed: bool,
}

impl Problems {
    /// Takes a problem down, unless it lies inside something that could not be read at all.
    pub(super) fn report(&self, path: &str, message: impl Into<String>) {
        let mut found = self.found.borrow_mut();
        if ancestors(path).any(|above| found.paths.contains(above)) {
            return;
        }
        if found.list(path, message) {
            found.paths.insert(path.to_owned());
        }
    }

    /// Whether no more can be listed. What is wrong beyond that is not remembered either: checks have to stop.
    pub(super) fn is_full(&self) -> bool {
        self.found.borrow().listed.len() >= PROBLEMS_MAX
    }

    /// `; perhaps "…"` with the word of `known` that was probably meant, or nothing.
    pub(super) fn hint<'a>(&self, word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
        let meant = if self.found.borrow().listed.len() < HINTS_MAX { nearest(word, known) } else { None };
        meant.map_or_else(String::new, |word| format!("; perhaps \"{word}\""))
    }

    /// Whether what stands at `path` itself could be read; something inside it may still be wrong.
    pub(super) fn readable(&self, path: &str) -> bool {
        let found = self.found.borrow();
        !found.paths.contains(path) && !ancestors(path).any(|above| found.paths.contains(above))
    }

    /// Whether nothing is wrong at `path`, around it, or inside it.
    pub(super) fn sound(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        let clean = {
            let found = self.found.borrow();
            found.paths.range(inside.clone()..).next().is_none_or(|next| !next.starts_with(&inside))
        };
        clean && self.readable(path)
    }

    /// Reports keys that an object has twice, anywhere in `tree`. To be called last: such a fault hides no other.
    pub(super) fn report_duplicates(&self, tree: &Tree) {
        self.walk(tree, &mut String::new());
    }

    fn walk(&self, tree: &Tree, path: &mut String) {
        let here = path.len();
        match tree {
            Tree::Object(members) => {
                let mut seen = BTreeSet::new();
                for (name, value) in members {
                    push(path, name);
                    if !seen.insert(name) {
                        let message = format!("stands twice in this object: keep one \"{}\"", excerpt(name));
                        self.found.borrow_mut().list(path, message);
                    }
                    self.walk(value, path);
                    path.truncate(here);
                }
            }
            Tree::List(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    push(path, &index.to_string());
                    self.walk(element, path);
                    path.truncate(here);
                }
            }
            Tree::Null | Tree::Flag(_) | Tree::Whole(_) | Tree::Number(_) | Tree::Text(_) => {}
        }
    }

    /// Everything found, in the order of `tree`; what is missing stands where its object begins.
    pub(super) fn into_list(self, tree: &Tree) -> Vec<Problem> {
        let Found { mut listed, overflowed, .. } = self.found.into_inner();
        listed.sort_by_cached_key(|problem| position(tree, &problem.path));
        if overflowed {
            let message = format!("there are more problems than these {PROBLEMS_MAX}");
            listed.push(Problem { path: String::new(), message });
        }
        listed
    }
}

impl Found {
    /// Lists a problem, where there is room.
    fn list(&mut self, path: &str, message: impl Into<String>) -> bool {
        let has_room = self.listed.len() < PROBLEMS_MAX;
        if has_room {
            self.listed.push(Problem { path: path.to_owned(), message: message.into() });
        }
        self.overflowed |= !has_room;
        has_room
    }
}

/// The pointer to the member `name` of what stands at `path` (RFC 6901); an endless name is cut.
pub(super) fn join(path: &str, name: &str) -> String {
    let mut joined = path.to_owned();
    push(&mut joined, name);
    joined
}

fn push(path: &mut String, name: &str) {
    path.push('/');
    let kept = &name[..name.floor_char_boundary(NAME_BYTES_MAX)];
    for c in kept.chars() {
        match c {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
    if kept.len() < name.len() {
        path.push('…');
    }
}

/// The beginning of a text that came from outside, short enough to be said back.
pub(super) fn excerpt(text: &str) -> String {
    const CHARS: usize = 60;
    let mut short: String = text.chars().take(CHARS).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(CHARS).is_some() {
        short.push('…');
    }
    short
}

/// The pointers to all that `path` lies in.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// Where in the document a path stands: the place of each step among its siblings.
fn position(tree: &Tree, path: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut here = tree;
    for step in path.split('/').skip(1) {
        let next = match here {
            Tree::Object(members) => {
                let name = step.replace("~1", "/").replace("~0", "~");
                members.iter().position(|(key, _)| *key == name).map(|place| (place, &members[place].1))
            }
            Tree::List(elements) => {
                step.parse::<usize>().ok().and_then(|place| elements.get(place).map(|element| (place, element)))
            }
            Tree::Null | Tree::Flag(_) | Tree::Whole(_) | Tree::Number(_) | Tree::Text(_) => None,
        };
        let Some((place, value)) = next else { break };
        places.push(place);
        here = value;
    }
    places
}
