//! Says why a new password is too weak, in words that help to choose a better one.
//!
//! Length and what attackers try first decide; no kinds of signs are asked for. Pure, but slow: a thread for blocking
//! work runs it.

use zxcvbn::feedback::Warning;
use zxcvbn::{Score, zxcvbn};

/// The shortest password that is set, in characters.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// The longest password that is hashed, in bytes.
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// The least of the scores 0 to 4 that a password needs: above 100 million guesses.
const SCORE_MIN: Score = Score::Three;
/// Words that an attacker of this server tries first.
const KNOWN_TO_ALL: [&str; 2] = ["fairlot", "nhs"];
/// A known word counts only where it has at least this many letters: a shorter one is in many passwords by chance.
const NAMED_CHARS_MIN: usize = 3;
/// The fewest letters and digits that a password with known words has besides them and years.
const OTHER_CHARS_MIN: usize = 8;

/// Why a password is not strong enough, in words for the person who chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weakness(pub String);

/// Words that others know of a person, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownWords(Vec<String>);

impl KnownWords {
    /// The words in these texts: e-mail address, name, organisation.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut words: Vec<String> = KNOWN_TO_ALL.map(str::to_owned).to_vec();
        for text in texts {
            let text = text.to_lowercase();
            words.extend(
                text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned),
            );
            words.push(text);
        }
        Self(words)
    }
}

/// Why this password cannot be set. None where it can.
#[must_use]
pub fn weakness(password: &str, known: &KnownWords) -> Option<Weakness> {
    let why = fault_of_length(password).or_else(|| {
        let words: Vec<&str> = known.0.iter().map(String::as_str).collect();
        let judged = zxcvbn(password, &words);
        let warning = judged.feedback().and_then(zxcvbn::feedback::Feedback::warning);
        if judged.score() < SCORE_MIN {
            return Some(reason(password, known, warning));
        }
        is_mostly_known(password, known)
            .then(|| format!("is easy to guess: your name or organisation is most of it. {ADVICE}"))
    });
    why.map(Weakness)
}

/// Whether known words are in a password and little else. `zxcvbn` lets them pass where they come more than once.
fn is_mostly_known(password: &str, known: &KnownWords) -> bool {
    let mut words: Vec<&str> =
        known.0.iter().map(String::as_str).filter(|word| word.chars().count() >= NAMED_CHARS_MIN).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let lower = password.to_lowercase();
    let rest = words.iter().fold(lower.clone(), |rest, word| rest.replace(word, " "));
    if rest == lower {
        return false;
    }
    let parts = rest.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !is_year(part));
    parts.map(|part| part.chars().count()).sum::<usize>() < OTHER_CHARS_MIN
}

fn is_year(part: &str) -> bool {
    let is_of_these_centuries = part.starts_with("19") || part.starts_with("20");
    part.len() == 4 && is_of_these_centuries && part.bytes().all(|digit| digit.is_ascii_digit())
}

fn fault_of_length(password: &str) -> Option<String> {
    let chars = password.chars().count();
    if chars < PASSWORD_CHARS_MIN {
        return Some(format!("has {chars} characters: it needs at least {PASSWORD_CHARS_MIN}"));
    }
    let bytes = password.len();
    (bytes > PASSWORD_BYTES_MAX).then(|| format!("has {bytes} bytes: it may have at most {PASSWORD_BYTES_MAX}"))
}

fn reason(password: &str, known: &KnownWords, warning: Option<Warning>) -> String {
    let lower = password.to_lowercase();
    let mut long = known.0.iter().filter(|word| word.chars().count() >= NAMED_CHARS_MIN);
    if let Some(word) = long.find(|word| lower.contains(word.as_str())) {
        return format!("is easy to guess: \"{word}\" is in it, which others know of you. {ADVICE}");
    }
    let why = match warning {
        Some(Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword) => {
            "it is among the most used passwords"
        }
        Some(Warning::ThisIsSimilarToACommonlyUsedPassword) => "it is close to one of the most used passwords",
        Some(Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess) => {
            "it is a row of keys"
        }
        Some(Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess) => {
            "it repeats itself"
        }
        Some(Warning::SequencesLikeAbcAreEasyToGuess) => "it is a row of letters or digits, as abc or 6543",
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => "it is mostly a date or a year",
        Some(Warning::AWordByItselfIsEasyToGuess) => "it is one word only",
        Some(Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess) => {
            "it is mostly a name"
        }
        None => "it has too little that others could not guess",
    };
    format!("is easy to guess: {why}. {ADVICE}")
}

/// What helps, whatever was wrong.
const ADVICE: &str = "Add another word or two; unusual ones are best";

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> KnownWords {
        KnownWords::of(["ann.lee@riverside.example", "Ann Lee-Okafor", "wtp", "Westmoor Trusts"])
    }

    fn why(password: &str) -> String {
        weakness(password, &known()).unwrap_or_else(|| panic!("{password} was taken")).0
    }

    // G92
    #[test]
    fn a_long_unusual_password_is_taken_whatever_signs_it_has() {
        for good in
            ["correct horse battery staple", "kettle umbra plinth", "ünïcode wörter ohne zahl", "tr0ubad0ur-9x!kQ"]
        {
            assert_eq!(weakness(good, &known()), None, "{good}");
        }
    }

    // G92
    #[test]
    fn a_weak_password_is_refused_with_the_reason() {
        for (password, said) in [
            ("short", "has 5 characters: it needs at least 12"),
            ("password1234", "most used"),
            ("qwertyuiop[]", "row of keys"),
            ("aaaaaaaaaaaaaaa", "repeats itself"),
            ("abcdefghijklmnop", "row of letters"),
            ("fairlotfairlot", "\"fairlot\" is in it"),
            ("riverside2026", "\"riverside\" is in it"),
            ("OkaforOkafor", "\"okafor\" is in it"),
        ] {
            assert!(why(password).contains(said), "{password}: {}", why(password));
        }
    }

    // G92
    #[test]
    fn a_password_of_known_words_and_little_else_is_refused() {
        let known = KnownWords::of(["sam.fell@acme.example", "Sam Fell", "acme", "Acme Medical Ltd"]);
        let is_weak = |password: &str| weakness(password, &known).is_some();

        for password in [
            "acmemedicalltd",
            "acme medical ltd",
            "samfell samfell",
            "Sam Fell 2026!",
            "acme.example.acme",
            "NHS nhs NHS nhs",
            "fairlot-nhs-fairlot",
        ] {
            assert!(is_weak(password), "{password} was taken");
        }
        for password in ["kettle umbra plinth acme", "sample felling copper fjord", "copper lantern fjord 2026"] {
            assert!(!is_weak(password), "{password} was refused");
        }
        let why = weakness("fairlot-nhs-fairlot-acme-medical", &known).unwrap().0;
        assert!(why.contains("is in it") || why.contains("is most of it"), "{why}");
    }

    // G92
    #[test]
    fn length_is_counted_in_characters_below_and_in_bytes_above() {
        let twelve = "kéttle-ümbra";
        let parts = (0..64_u32).map(|nth| format!("{:016x}", nth.wrapping_mul(2_654_435_761)));
        let long = parts.collect::<Vec<_>>().concat();

        assert_eq!((twelve.chars().count(), twelve.len()), (12, 14));
        assert_eq!(weakness(twelve, &known()), None);
        assert_eq!((long.len(), weakness(&long, &known())), (1_024, None));
        assert!(why(&format!("{long}x")).contains("at most 1024"));
    }
}
