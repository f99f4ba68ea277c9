//! Routes below `/api/v1/events`: checks, drafts and their publication, views, and the acceptance of terms.

pub(super) mod check;
pub(super) mod drafts;
pub(super) mod terms;
pub(super) mod view;
mod visible;
