//! What the tables of people have in common in both kinds of database: rows, and statements of the same text.

pub(super) mod rows;
pub(super) mod sql;
