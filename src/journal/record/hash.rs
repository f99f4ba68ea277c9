//! The chain's hash, and 32 bytes as hexadecimal text.

use std::fmt;

use crate::sha256::sha256;

/// Hexadecimal digits of a hash.
pub(super) const HEX_LEN: usize = 64;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// SHA-256 of the previous record's hash and this record's body. Written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash before the first record.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash of a record with this `body` after the record with this hash.
    #[must_use]
    pub fn followed_by(&self, body: &[u8]) -> Self {
        self.followed_by_with(body, &mut Vec::new())
    }

    /// As [`Hash::followed_by`], with a buffer that calls share.
    pub(super) fn followed_by_with(&self, body: &[u8], scratch: &mut Vec<u8>) -> Self {
        scratch.clear();
        scratch.reserve(self.0.len() + body.len());
        scratch.extend_from_slice(&self.0);
        scratch.extend_from_slice(body);
        Self(sha256(scratch))
    }

    /// Reads 64 lower-case hexadecimal digits; any other text is no hash.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits: &[u8; HEX_LEN] = text.as_bytes().try_into().ok()?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0])? << 4 | value(pair[1])?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::with_capacity(HEX_LEN);
        push_hex(&mut text, &self.0);
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Appends `bytes` as lower-case hexadecimal digits.
pub(super) fn push_hex(text: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        text.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}
