//! The exit codes of the commands, beside 0 and 1.

/// The server's store has failed: outcomes are unknown until a new start has read the journal.
pub const EXIT_STORE_FAILED: u8 = 3;
/// The journal to check cannot be opened or read to its end, is empty, or is no fairlot journal; or one of the databases of a
/// move cannot be used. A wrong command line ends with the same code.
pub const EXIT_NO_JOURNAL: u8 = 2;
