//! What answers are made of: problem documents, JSON, HTML pages, and long bodies.

mod file;
pub(super) mod gzip;
pub(super) mod html;
mod json;
pub(super) mod pace;
mod problem;
pub(super) mod words;

pub(super) use file::attachment;
pub(super) use json::RenderedJson;
pub(super) use problem::KEY_PATH;
pub use problem::ProblemDetails;
