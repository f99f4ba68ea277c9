//! Routes to sign in and out: by password, and by a one-time link.

pub(super) mod enter;
pub(super) mod own_secrets;
pub(super) mod session;
pub(super) mod sessions;
