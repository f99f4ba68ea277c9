//! Checks on the source text itself: which part may use which, how long files are, which words they contain.
//!
//! One file a check. Each check has a test on the real sources, and tests on made-up text that show that it can fail.

mod comments;
mod modules;
mod sources;
mod web_imports;

mod banned_texts;
mod circles;
mod core_words;
mod figures;
mod file_length;
mod function_length;
mod heads;
mod layers;
mod lost_files;
mod metrics;
mod migrations;
mod plain_words;
mod purity;
mod rules;
mod sabotage;
mod sql;
mod test_modules;
mod type_names;
mod web_layers;
