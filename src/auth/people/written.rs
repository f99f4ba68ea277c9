//! What is wrong with the name, the e-mail address or the telephone of a person, in words.

/// The longest name, in bytes.
pub const NAME_BYTES_MAX: usize = 200;
/// The longest reason, in characters.
const REASON_CHARS_MAX: usize = 1_000;
/// The fewest and the most digits of a telephone number (the most: ITU-T E.164, with room for an extension).
const TELEPHONE_DIGITS_MIN: usize = 7;
const TELEPHONE_DIGITS_MAX: usize = 20;
/// The longest telephone number with its spaces and signs, in bytes.
const TELEPHONE_BYTES_MAX: usize = 40;
/// The longest e-mail address (RFC 5321 section 4.5.3.1.3, less the brackets around it).
const EMAIL_BYTES_MAX: usize = 254;
/// The longest name before the @, and the longest part of the host after it (RFC 5321 section 4.5.3.1.1, RFC 1035).
const EMAIL_NAME_BYTES_MAX: usize = 64;
const HOST_PART_BYTES_MAX: usize = 63;
/// Signs that a name may have besides letters, digits and dots (RFC 5322 section 3.2.3).
const EMAIL_NAME_SIGNS: &str = "!#$%&'*+-/=?^_`{|}~";

/// What is wrong with a person's or an organisation's name. None where nothing is.
#[must_use]
pub fn fault_of_name(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        Some("must have at least one letter")
    } else if name.len() > NAME_BYTES_MAX {
        Some("must have at most 200 bytes")
    } else if name.trim() != name {
        Some("must not begin or end with a space")
    } else if name.chars().any(char::is_control) {
        Some("must stand on one line, without control characters")
    } else {
        None
    }
}

/// What is wrong with a telephone number. None where it can be dialled.
#[must_use]
pub fn fault_of_telephone(telephone: &str) -> Option<&'static str> {
    let digits = telephone.chars().filter(char::is_ascii_digit).count();
    if !telephone.chars().all(|sign| sign.is_ascii_digit() || " +()-".contains(sign)) {
        Some("must have digits, spaces and + ( ) - only, as in 0114 496 0123")
    } else if !(TELEPHONE_DIGITS_MIN..=TELEPHONE_DIGITS_MAX).contains(&digits) {
        Some("must have 7 to 20 digits")
    } else if telephone.len() > TELEPHONE_BYTES_MAX {
        Some("must have at most 40 bytes")
    } else {
        None
    }
}

/// What is wrong with the reason for an act on a person. None where nothing is.
#[must_use]
pub fn fault_of_reason(reason: &str) -> Option<&'static str> {
    if reason.trim().is_empty() {
        Some("must say why")
    } else if reason.chars().count() > REASON_CHARS_MAX {
        Some("must have at most 1,000 characters")
    } else if reason.chars().any(char::is_control) {
        Some("must stand on one line, without control characters")
    } else {
        None
    }
}

/// What is wrong with an e-mail address. None where a letter could reach it.
#[must_use]
pub fn fault_of_email(email: &str) -> Option<&'static str> {
    let (name, host) = email.rsplit_once('@').unwrap_or_default();
    let host_has_parts = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
    if email.len() > EMAIL_BYTES_MAX {
        Some("an e-mail address has at most 254 bytes")
    } else if !email.is_ascii() {
        Some("an e-mail address has letters from a to z only, without accents, as in ann@example.org")
    } else if email.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        Some("an e-mail address has no spaces")
    } else if name.is_empty() || name.contains('@') {
        Some("an e-mail address has one @, with a name before it")
    } else if !host_has_parts {
        Some("an e-mail address has a dot after the @, as in ann@example.org")
    } else if !is_name(name) {
        Some(
            "before its @ an e-mail address has at most 64 bytes: letters, digits, single dots between them, and some signs",
        )
    } else if !host.split('.').all(is_host_part) {
        Some(
            "after its @ an e-mail address has letters, digits, and hyphens between them, at most 63 bytes in each part",
        )
    } else {
        None
    }
}

/// Whether an e-mail address may have that text before its @. A sign that cannot be seen is no letter.
fn is_name(name: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(is_name_sign);
    name.len() <= EMAIL_NAME_BYTES_MAX && name.split('.').all(is_word)
}

fn is_name_sign(sign: char) -> bool {
    sign.is_alphanumeric() || EMAIL_NAME_SIGNS.contains(sign)
}

fn is_host_part(part: &str) -> bool {
    let is_edged = part.starts_with('-') || part.ends_with('-');
    part.len() <= HOST_PART_BYTES_MAX && !is_edged && part.chars().all(|sign| sign.is_alphanumeric() || sign == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    // G86
    #[test]
    fn a_telephone_number_has_digits_and_a_few_signs() {
        for good in ["0114 496 0123", "+44 (0)114 496-0123", "1234567", "12345678901234567890"] {
            assert_eq!(fault_of_telephone(good), None, "{good}");
        }
        let wide = format!("1234567{}", " ".repeat(TELEPHONE_BYTES_MAX));
        for bad in ["", "123456", "123456789012345678901", "0114 496 0123 ext 5", "0114\u{a0}4960123", "ring me", &wide]
        {
            assert!(fault_of_telephone(bad).is_some(), "{bad:?}");
        }
    }

    // G86
    #[test]
    fn a_name_is_one_line_that_shows_something() {
        for good in ["Ann", "Zoë O'Neil-Smith", "李", &"a".repeat(NAME_BYTES_MAX)] {
            assert_eq!(fault_of_name(good), None, "{good}");
        }
        for bad in ["", " ", " Ann", "Ann ", "Ann\nLee", "Ann\u{7}", &"a".repeat(NAME_BYTES_MAX + 1)] {
            assert!(fault_of_name(bad).is_some(), "{bad:?}");
        }
    }

    // G86
    #[test]
    fn an_e_mail_address_has_one_at_and_a_dot_after_it() {
        let (name, part) = ("a".repeat(EMAIL_NAME_BYTES_MAX), "b".repeat(HOST_PART_BYTES_MAX));
        let longest = format!("{name}@{part}.{part}.{}", "c".repeat(EMAIL_BYTES_MAX - name.len() - 2 * part.len() - 3));
        assert_eq!(longest.len(), EMAIL_BYTES_MAX);
        let known = ["ann@example.org", "a.b+c@nhs.net", "o'neil@trust.nhs.uk", "1@a-b.example"];
        for good in known.into_iter().chain([longest.as_str()]) {
            assert_eq!(fault_of_email(good), None, "{good}");
        }
        let too_long = format!("{longest}x");
        let long_name = format!("{}@example.org", "a".repeat(EMAIL_NAME_BYTES_MAX + 1));
        let long_part = format!("ann@{}.org", "b".repeat(HOST_PART_BYTES_MAX + 1));
        let bad = [
            "",
            "ann",
            "@example.org",
            "ann@",
            "ann@example",
            "ann@.org",
            "ann@example.",
            "ann@exam..ple",
            "a@b@c.org",
            "ann @example.org",
            " ann@example.org",
            "ann@example.org\n",
            "ann@example.org\u{7}",
            ".ann@example.org",
            "ann.@example.org",
            "a..b@example.org",
            "mailto:ann@example.org",
            "ann;bob@example.org",
            "an\u{200b}n@example.org",
            "ann\u{202e}@example.org",
            "éve@example.org",
            "ÉVE@example.org",
            "ann@exämple.org",
            "ann@-example.org",
            "ann@example-.org",
            "ann@ex_ample.org",
            "ann@example.org?x",
            "ann@[127.0.0.1]",
            &long_name,
            &long_part,
            &too_long,
        ];
        for bad in bad {
            assert!(fault_of_email(bad).is_some(), "{bad:?}");
        }
    }
}
