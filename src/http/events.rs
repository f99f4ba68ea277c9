//! Routes below `/api/v1/events`: drafts and their publication, views, acts on several lots, and the
//! acceptance of terms.

pub(super) mod commands;
pub(super) mod drafts;
pub(super) mod terms;
pub(super) mod view;
mod visible;
