//! The body of a request to copy an event.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::event::document::limits::TITLE_BYTES_MAX;
use crate::event::{CopyWish, Kept, NewEvent};
use crate::json::{Code, Node, Problem, Problems, Tree, report_doubled_keys};

/// What a copy is to be, as it is sent. Every member may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CopyBody {
    /// Its title; null keeps that of the source.
    #[serde(default)]
    pub title: Option<String>,
    /// `draft` or `template`; null is a draft.
    #[serde(default, rename = "as")]
    pub becomes: Option<NewEvent>,
    /// What of the source it keeps; null is all but `openings`.
    #[serde(default)]
    pub keep: Option<Vec<Kept>>,
}

/// A request for a copy, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyRequest {
    /// What it keeps.
    pub wish: CopyWish,
    /// What it becomes.
    pub kind: NewEvent,
}

impl CopyRequest {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        let tree = Tree::read(body).map_err(|problem| vec![problem])?;
        let problems = Problems::default();

        let object = Node::root(&tree, &problems).object(&["title", "as", "keep"]);
        report_doubled_keys(&tree, &problems);
        let title = object.given("title").map(|title| title.line(TITLE_BYTES_MAX));
        let kinds = [("draft", NewEvent::Draft), ("template", NewEvent::Template)];
        let kind = object.or("as", NewEvent::Draft, |kind| kind.choice(&kinds));
        let keep = object.or("keep", Kept::usual(), read_keep);

        if !problems.is_empty() {
            return Err(problems.in_order_of(&tree));
        }
        Ok(Self { wish: CopyWish { title, keep }, kind })
    }
}

fn read_keep(list: Node<'_>) -> BTreeSet<Kept> {
    let (mut kept, mut named) = (BTreeSet::new(), BTreeSet::new());
    for part in list.list(0..=Kept::ALL.len(), "parts").iter() {
        let Some(word) = part.words("a part of the event") else { continue };
        if named.insert(word) {
            kept.insert(part.choice(&Kept::ALL));
        } else {
            part.fault(Code::StandsTwice, "stands twice: name it once");
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(body: &str) -> Vec<(String, Code)> {
        let problems = CopyRequest::parse(body.as_bytes()).expect_err(body);
        problems.into_iter().map(|problem| (problem.path, problem.code)).collect()
    }

    /// G16
    #[test]
    fn an_empty_body_is_a_draft_that_keeps_all_but_the_opening_offers() {
        let request = CopyRequest::parse(b"{}").unwrap();

        let keep = BTreeSet::from([Kept::Terms, Kept::Baselines, Kept::Bidders, Kept::Figures]);
        assert_eq!(request, CopyRequest { wish: CopyWish { title: None, keep }, kind: NewEvent::Draft });
        assert_eq!(CopyRequest::parse(br#"{"title":null,"as":null,"keep":null}"#), Ok(request));
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        assert_eq!(
            paths(r#"{"title": "", "as": "model", "keep": ["terms", "prices", "terms"], "kept": []}"#),
            [
                ("/title".to_owned(), Code::Missing),
                ("/as".to_owned(), Code::UnknownChoice),
                ("/keep/1".to_owned(), Code::UnknownChoice),
                ("/keep/2".to_owned(), Code::StandsTwice),
                ("/kept".to_owned(), Code::UnknownMember),
            ]
        );
        assert_eq!(paths("[]"), [(String::new(), Code::WrongType)]);
    }
}
