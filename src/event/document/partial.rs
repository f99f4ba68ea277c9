//! A document at any state of its typing: what could be read of it, and every problem with the rest.

use super::limits::DEPTH_MAX;
use super::shape::EventDocument;
use super::{check, read, written};
use crate::json::{Code, Node, Problem, Problems, Tree, report_doubled_keys};

/// A document as far as it could be read. Where it has a problem, placeholders stand.
pub(in crate::event) struct PartialDocument<'a> {
    /// What could be read.
    pub(in crate::event) event: EventDocument,
    /// What could not, and what does not go together.
    pub(in crate::event) problems: Problems,
    tree: Tree<'a>,
}

impl<'a> PartialDocument<'a> {
    /// Reads and checks a text that has to be one JSON object.
    ///
    /// # Errors
    /// What keeps the text from being an object of at most 1 MiB, nested 32 deep at most, without doubled keys.
    pub(in crate::event) fn read(json: &'a [u8]) -> Result<Self, Problem> {
        if let Some(problem) = written::too_long(json) {
            return Err(problem);
        }
        let tree = Tree::read(json)?;
        if let Some(problem) = unfit(&tree) {
            return Err(problem);
        }
        let problems = Problems::default();
        let event = read::event(Node::root(&tree, &problems));
        check::event(&event, &problems);
        if problems.is_empty()
            && let Some(problem) = event.too_much_to_publish()
        {
            problems.report(&problem.path, problem.code, problem.message);
        }
        Ok(Self { event, problems, tree })
    }

    /// The document, where it has no problem, and otherwise all problems in the order of the text.
    pub(in crate::event) fn into_parts(self) -> (Option<EventDocument>, Vec<Problem>) {
        let Self { event, problems, tree } = self;
        let event = problems.is_empty().then_some(event);
        (event, problems.in_order_of(&tree))
    }
}

/// What keeps a text from being typed on: it is no object, too deep, or names a member twice.
fn unfit(tree: &Tree<'_>) -> Option<Problem> {
    let problems = Problems::default();
    Node::root(tree, &problems).any_object("one JSON object");
    let depth = tree.depth();
    if depth > DEPTH_MAX {
        let message = format!("must not be nested more than {DEPTH_MAX} deep, and is {depth} deep");
        problems.report("", Code::OutOfRange, message);
    }
    report_doubled_keys(tree, &problems);
    problems.in_order_found().into_iter().next()
}
