//! Who is asking, and what that role may do.
//!
//! Owns the signing key, tokens, sessions, one-time links, and the one table of rights. Knows nothing of sockets, HTTP or
//! SQL: people are kept by an implementation of [`People`].

pub mod authenticator;
pub mod directory;
pub mod key;
pub mod memory;
pub mod password;
pub mod people;
#[cfg(test)]
pub(crate) mod people_contract;
pub mod people_rights;
pub mod principal;
pub mod rights;
pub mod secret;
pub mod sessions;
pub mod token;

pub use authenticator::{Authenticator, NotAuthentic};
pub use directory::Directory;
pub use key::{KeyError, ServerKey};
pub use memory::PeopleInMemory;
pub use password::{PasswordError, PasswordHash};
pub use people::{
    AddedPerson, Enrolled, HeldPlace, Link, NewSession, People, PeopleError, Person, PersonState, RoleAt, Session,
};
pub use principal::{Principal, Role};
pub use rights::Deed;
pub use secret::{Secret, SecretHash};
pub use sessions::{NotSignedIn, SessionWatch, Sessions, SignedIn};
pub use token::{BadToken, Grant, Tokens};
