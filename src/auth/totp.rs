//! Codes of an authenticator (RFC 6238): the secret, its address for the app, and the check of a code.
//!
//! SHA-1, 6 digits and 30 seconds: what every app understands. Pure: time is an argument. Each step counts once; who keeps
//! the step that was accepted last is the storage of people.

use ed25519_dalek::pkcs8::spki::der::zeroize::Zeroizing;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use totp_rs::{Algorithm, Builder, Totp};

use crate::clock::Instant;

/// The name of this server in a person's authenticator app.
const ISSUER: &str = "fairlot";
const DIGITS: u8 = 6;
const STEP_S: u64 = 30;
/// Steps before and after the present one that are accepted.
const SKEW: u16 = 1;
const SECRET_LEN: usize = 20;
/// The letters of base 32 (RFC 4648 section 6).
const BASE_32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that a person's authenticator shares with the server.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(Zeroizing<[u8; SECRET_LEN]>);

/// The number of a step: seconds since 1970 by 30.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TotpStep(pub i64);

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    /// A new secret.
    #[must_use]
    pub fn random() -> Self {
        Self(Zeroizing::new(rand::random()))
    }

    /// The secret with these bytes, where they are as many as a secret has.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Its bytes, to be sealed.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0[..]
    }

    /// The text that a person types into an app that cannot read the picture.
    #[must_use]
    pub fn in_base_32(&self) -> Zeroizing<String> {
        Zeroizing::new(base_32(&self.0[..]))
    }

    /// The address that an app reads, for the account with that e-mail address.
    #[must_use]
    pub fn uri(&self, email: &str) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "otpauth://totp/{ISSUER}:{}?secret={}&issuer={ISSUER}&algorithm=SHA1&digits={DIGITS}&period={STEP_S}",
            percent_encoded(email),
            self.in_base_32().as_str()
        ))
    }

    /// The step to which a code belongs. None where it is wrong, or its step is not after `last`.
    #[must_use]
    pub fn step_of(&self, code: &str, now: Instant, last: Option<TotpStep>) -> Option<TotpStep> {
        let step = self.totp().check(code, seconds(now)).and_then(|step| i64::try_from(step).ok())?;
        Some(TotpStep(step)).filter(|step| last.is_none_or(|last| last < *step))
    }

    /// The secret that a person types into an app.
    #[cfg(test)]
    pub(crate) fn from_base_32(text: &str) -> Self {
        let value = |letter| BASE_32.iter().position(|known| *known == letter).expect("a letter of base 32");
        let bits: String = text.bytes().map(|letter| format!("{:05b}", value(letter))).collect();
        let bytes: Vec<u8> =
            (0..SECRET_LEN).map(|nth| u8::from_str_radix(&bits[8 * nth..8 * nth + 8], 2).unwrap()).collect();
        Self::from_slice(&bytes).expect("a secret has 20 bytes")
    }

    /// The code of that moment, as an app shows it.
    #[cfg(test)]
    pub(crate) fn code_at(&self, now: Instant) -> String {
        self.totp().generate(seconds(now)).to_string()
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS)
            .with_skew(SKEW)
            .with_step_duration(STEP_S)
            .with_secret(*self.0)
            .build()
            .expect("20 bytes are a secret, and six digits a code")
    }
}

/// A picture of an address for the camera of a telephone: a `data:` address with an SVG.
///
/// # Panics
/// Never for an address of at most 1,000 bytes.
#[must_use]
pub fn picture(uri: &str) -> Zeroizing<String> {
    let code = QRBuilder::new(uri).build().expect("a code of this size holds the address");
    let svg = Zeroizing::new(SvgBuilder::default().to_str(&code));
    Zeroizing::new(format!("data:image/svg+xml,{}", percent_encoded(&svg)))
}

fn seconds(at: Instant) -> u64 {
    u64::try_from(at.as_micros() / 1_000_000).unwrap_or(0)
}

/// The bytes in base 32, without padding.
pub(super) fn base_32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for five in bytes.chunks(5) {
        let mut padded = [0; 8];
        padded[3..3 + five.len()].copy_from_slice(five);
        let bits = u64::from_be_bytes(padded);
        for nth in 0..(five.len() * 8).div_ceil(5) {
            let index = (bits >> (35 - 5 * nth)) & 31;
            text.push(char::from(BASE_32[usize::try_from(index).unwrap_or(0)]));
        }
    }
    text
}

/// The text with everything but letters, digits and `-._~` as percent signs and hex (RFC 3986 section 2.1).
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => {
                encoded.push('%');
                encoded.push_str(&hex::encode_upper([byte]));
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// The secret of the examples in RFC 6238, appendix B.
    fn example() -> TotpSecret {
        TotpSecret::from_slice(b"12345678901234567890").unwrap()
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_micros(seconds * 1_000_000)
    }

    // G91
    #[test]
    fn the_examples_of_the_standard_are_right_codes() {
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(example().step_of(code, at(seconds), None), Some(TotpStep(seconds / 30)), "{code}");
        }
    }

    // G91
    #[test]
    fn a_code_is_accepted_one_step_early_and_one_step_late() {
        let secret = TotpSecret::random();
        let now = at(1_795_000_000);
        let code = secret.code_at(now);

        for (steps, accepted) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let then = now.plus_micros(steps * 30_000_000);
            assert_eq!(secret.step_of(&code, then, None).is_some(), accepted, "{steps} steps later");
        }
    }

    // G91
    #[test]
    fn a_step_counts_once_and_none_before_it_counts_afterwards() {
        let secret = TotpSecret::random();
        let now = at(1_795_000_000);
        let before = secret.code_at(now);
        let last = secret.step_of(&secret.code_at(now), now, None);

        assert_eq!(secret.step_of(&before, now, last), None);
        assert_eq!(secret.step_of(&secret.code_at(now.plus_micros(-30_000_000)), now, last), None);
        let next = now + Duration::from_secs(30);
        assert!(secret.step_of(&secret.code_at(next), next, last) > last);
    }

    #[test]
    fn what_is_no_code_is_wrong() {
        for code in ["", "28708", "2870822", "28708x", "+28708", " 287082", "２８７０８２"] {
            assert_eq!(example().step_of(code, at(59), None), None, "{code}");
        }
    }

    #[test]
    fn base_32_is_that_of_the_standard() {
        for (text, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base_32(text.as_bytes()), expected);
        }
    }

    // G91
    #[test]
    fn an_app_gets_an_address_and_a_picture_of_it() {
        let uri = example().uri("ann+x@example.org");
        let longest = example().uri(&"ü".repeat(127));

        assert_eq!(
            uri.as_str(),
            "otpauth://totp/fairlot:ann%2Bx%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=fairlot&algorithm=SHA1&digits=6&period=30"
        );
        assert!(picture(&uri).starts_with("data:image/svg+xml,%3Csvg%20viewBox"));
        assert!(picture(&longest).len() > 1_000);
    }
}
