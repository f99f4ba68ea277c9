//! Reads JSON to the letter: no key is lost, and every fault is reported with its path.
//!
//! The one reader of event documents, client messages and request bodies. It knows kinds of values (a text, a figure, an
//! instant), never what a value means to an auction; only the list of codes is one for all.

mod bounds;
mod code;
mod doubled;
mod instant;
mod nearest;
mod pointer;
mod problem;
mod problems;
mod reader;
mod signs;
mod tree;
mod whole;

pub use code::Code;
pub use problem::Problem;

pub(crate) use bounds::Bounds;
pub(crate) use doubled::report_doubled_keys;
pub(crate) use instant::read_instant;
pub(crate) use pointer::join;
pub(crate) use problem::excerpt;
#[cfg(test)]
pub(crate) use problems::PROBLEMS_MAX;
pub(crate) use problems::Problems;
pub(crate) use reader::{Node, Object, read_object};
pub(crate) use signs::{id_fault, invisible_in, text_fault};
pub(crate) use tree::Tree;
