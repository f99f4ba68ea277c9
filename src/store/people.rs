//! What the tables of people have in common in both kinds of database: rows, and statements of the same text.

pub(super) mod codes;
pub(super) mod rows;
pub(super) mod sign_in_rows;
pub(super) mod sign_in_sql;
pub(super) mod sql;
