//! SHA-256, by the library that TLS and tokens bring with them.
//!
//! A record's hash is the largest single cost of a bid. On a processor without instructions of its own for it, this
//! library takes 3.5 µs for a record of 540 bytes where one written in Rust takes 5.7.

use aws_lc_rs::digest::{SHA256, digest};

/// SHA-256 of those bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    digest(&SHA256, bytes).as_ref().try_into().expect("SHA-256 has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_examples_come_out() {
        let examples = [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ];
        for (text, hash) in examples {
            assert_eq!(hex::encode(sha256(text.as_bytes())), hash);
        }
    }
}
