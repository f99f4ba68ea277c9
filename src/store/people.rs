//! The tables of people, written once for every kind of database.
//!
//! `database` says what they need of a database; each table is implemented for whatever has that. Statements that both kinds
//! of database take as they are stand in `sql` and `sign_in_sql`, the others with the database.

mod codes;
pub(super) mod database;
mod guesses;
pub(super) mod inserts;
mod invitations;
mod outbox;
mod persons;
mod readiness;
mod readmissions;
pub(super) mod rows;
mod second_factors;
mod sessions;
mod sign_in_rows;
mod sign_in_sql;
mod small;
pub(super) mod sql;
pub(super) mod statement;
