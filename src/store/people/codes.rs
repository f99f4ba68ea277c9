//! The hashes of several codes in one column, so that one statement replaces all of them.

use crate::auth::SecretHash;

const HASH_LEN: usize = 32;

/// The hashes, one after the other.
pub(in crate::store) fn joined(codes: &[SecretHash]) -> Vec<u8> {
    codes.iter().flat_map(|code| code.0).collect()
}

/// The hashes of a column.
pub(in crate::store) fn split(column: &[u8]) -> Vec<SecretHash> {
    column.chunks_exact(HASH_LEN).filter_map(SecretHash::from_slice).collect()
}

/// The hashes without that one. None where it is not among them.
pub(in crate::store) fn without(codes: &[SecretHash], spent: SecretHash) -> Option<Vec<SecretHash>> {
    let left: Vec<_> = codes.iter().copied().filter(|code| *code != spent).collect();
    (left.len() < codes.len()).then_some(left)
}
