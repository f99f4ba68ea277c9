//! Finds keys that occur twice in one object.
//!
//! Nearly every text has none, so pointers are written only once one has been found.

use super::code::Code;
use super::pointer;
use super::problems::Problems;
use super::tree::{Member, Tree};

/// Members up to this many are compared pair by pair, which is the fastest for a message.
const PAIRWISE_MAX: usize = 12;

/// Reports each key that occurs more than once in its object, anywhere in `tree`. Such a problem hides no other.
pub(crate) fn report_doubled_keys(tree: &Tree<'_>, problems: &Problems) {
    if has_doubled(tree) {
        report(tree, &mut String::new(), problems);
    }
}

fn has_doubled(tree: &Tree<'_>) -> bool {
    match tree {
        Tree::Object(members) => !doubled(members).is_empty() || members.iter().any(|(_, value)| has_doubled(value)),
        Tree::List(elements) => elements.iter().any(has_doubled),
        Tree::Null | Tree::Flag(_) | Tree::Number(_) | Tree::Text(_) => false,
    }
}

/// Whether there is room for more problems.
fn report(tree: &Tree<'_>, path: &mut String, problems: &Problems) -> bool {
    let here = path.len();
    match tree {
        Tree::Object(members) => {
            let has_room = doubled(members).into_iter().all(|name| {
                pointer::push(path, name);
                let has_room = problems.list(path, Code::StandsTwice, "stands twice: name it once");
                path.truncate(here);
                has_room
            });
            has_room && members.iter().all(|(name, value)| report_inside(value, name, path, problems))
        }
        Tree::List(elements) => {
            let mut numbered = elements.iter().enumerate();
            numbered.all(|(index, element)| report_inside(element, &index.to_string(), path, problems))
        }
        Tree::Null | Tree::Flag(_) | Tree::Number(_) | Tree::Text(_) => true,
    }
}

fn report_inside(value: &Tree<'_>, name: &str, path: &mut String, problems: &Problems) -> bool {
    if !matches!(value, Tree::Object(_) | Tree::List(_)) {
        return true;
    }
    let here = path.len();
    pointer::push(path, name);
    let has_room = report(value, path, problems);
    path.truncate(here);
    has_room
}

/// Each name that occurs more than once, listed once.
fn doubled<'n>(members: &'n [Member<'_>]) -> Vec<&'n str> {
    let is_first = |index: usize| members[..index].iter().all(|(name, _)| *name != members[index].0);
    if members.len() <= PAIRWISE_MAX && (1..members.len()).all(is_first) {
        return Vec::new();
    }
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_ref()).collect();
    names.sort_unstable();
    let mut twice: Vec<&str> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    twice.dedup();
    twice
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubled_in(text: &str) -> Vec<String> {
        let problems = Problems::default();

        report_doubled_keys(&Tree::parse(text).unwrap(), &problems);

        problems.in_order_found().into_iter().map(|problem| problem.path).collect()
    }

    #[test]
    fn a_doubled_key_is_found_wherever_it_is() {
        let text = r#"{"a": 1, "b": {"x/y": 1, "x/y": 2}, "c": [{"d": 1, "\u0064": 1}], "a": 2}"#;

        assert_eq!(doubled_in(text), ["/a", "/b/x~1y", "/c/0/d"]);
    }

    #[test]
    fn a_doubled_key_among_many_is_found() {
        let mut members: Vec<String> = (0..100).map(|index| format!("\"k{index}\": 1")).collect();
        members.push("\"k50\": 2".to_owned());

        assert_eq!(doubled_in(&format!("{{{}}}", members.join(","))), ["/k50"]);
    }
}
