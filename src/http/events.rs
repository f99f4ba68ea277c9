//! Routes below `/api/v1/events`: drafts and their publication, views, and the acceptance of terms.

pub(super) mod drafts;
pub(super) mod readmit;
pub(super) mod terms;
pub(super) mod view;
mod visible;
