//! Why an operation on people failed, by what the caller can do.

use std::sync::Arc;

/// Why an operation on people failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PeopleError {
    /// The e-mail address or the id belongs to another person.
    #[error("a person of that e-mail address or id exists already")]
    Taken,
    /// There is no such person, or the person has no such place, or may not sign in.
    #[error("there is no such person")]
    Unknown,
    /// The person has as many places as a person may have.
    #[error("a person has at most 20 places")]
    TooManyPlaces,
    /// Storage failed.
    #[error("the people tables failed: {0}")]
    Failed(Arc<str>),
}
