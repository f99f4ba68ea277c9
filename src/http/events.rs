//! Routes below `/api/v1/events`: drafts and their publication, views, and the acceptance of terms.

pub(super) mod drafts;
pub(super) mod preview;
pub(super) mod terms;
pub(super) mod view;
pub(super) mod visible;
