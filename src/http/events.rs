//! Routes below `/api/v1/events`: checks, drafts, copies, publication, views, lobby, practice, acts on several lots,
//! acceptance of terms.

mod answered;
pub(super) mod check;
pub(super) mod commands;
pub(super) mod console;
pub(super) mod copy;
pub(super) mod drafts;
pub(super) mod lobby;
pub(super) mod practice;
pub(super) mod preview;
mod query;
pub(super) mod readmit;
pub(super) mod terms;
pub(super) mod view;
pub(super) mod visible;
