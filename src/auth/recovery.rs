//! Recovery codes: ten, each for one sign-in without the authenticator. Stored as hashes only.

use super::secret::SecretHash;
use super::totp::base_32;

/// How many codes a person gets.
pub const RECOVERY_CODES: usize = 10;
/// Random bytes of a code: 80 bits, 16 letters.
const CODE_LEN: usize = 10;
/// Letters between two hyphens.
const GROUP_LEN: usize = 4;

/// A recovery code as it is shown to its person, once. Never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

impl RecoveryCode {
    /// A new code.
    #[must_use]
    pub fn random() -> Self {
        Self(base_32(&rand::random::<[u8; CODE_LEN]>()))
    }

    /// Reads a code as a person types it: in any case of letters, with or without hyphens and spaces. None where it is no
    /// code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|sign| !matches!(sign, '-' | ' '));
        let code: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
        let is_code = code.len() == CODE_LEN * 8 / 5 && code.bytes().all(|letter| letter.is_ascii_alphanumeric());
        is_code.then_some(Self(code))
    }

    /// The code in groups of four letters.
    #[must_use]
    pub fn in_groups(&self) -> String {
        let groups = self.0.as_bytes().chunks(GROUP_LEN).map(String::from_utf8_lossy);
        groups.collect::<Vec<_>>().join("-")
    }

    /// The hash under which it is stored.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&format!("recovery code {}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // G91
    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = RecoveryCode::random();
        let shown = code.in_groups();

        assert_eq!((shown.len(), shown.matches('-').count()), (19, 3), "{shown}");
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', ""), shown.replace('-', " ")] {
            assert_eq!(RecoveryCode::parse(&typed).map(|code| code.hash()), Some(code.hash()), "{typed}");
        }
        for wrong in ["", "123456", &shown[1..], &format!("{shown}A"), &shown.replace('-', "_")] {
            assert!(RecoveryCode::parse(wrong).is_none(), "{wrong}");
        }
        assert_ne!(RecoveryCode::random(), code);
        assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
    }
}
