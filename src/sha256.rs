//! SHA-256, from the library that TLS and tokens already need.
//!
//! A record's hash is the largest single cost of a bid, so a fast library matters. See docs/performance.md, SHA-256.

use aws_lc_rs::digest::{Context, SHA256, digest};

/// SHA-256 of the bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    digest(&SHA256, bytes).as_ref().try_into().expect("SHA-256 has 32 bytes")
}

/// SHA-256 of the parts, one after the other.
pub(crate) fn sha256_of(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    context.finish().as_ref().try_into().expect("SHA-256 has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard_have_their_hashes() {
        let examples = [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ];
        for (text, hash) in examples {
            assert_eq!(hex::encode(sha256(text.as_bytes())), hash);
            let (one, other) = text.as_bytes().split_at(text.len() / 2);
            assert_eq!(hex::encode(sha256_of(&[one, other])), hash);
        }
    }
}
