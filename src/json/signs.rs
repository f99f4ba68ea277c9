//! Signs that a text must not have, because a reader would be shown something else than what is written.
//!
//! A fault names the sign as Unicode does, `U+202E`, and where it is.

/// Format characters (general category Cf, Unicode 16): they have no sign of their own.
const FORMAT: [(u32, u32); 21] = [
    (0xad, 0xad),
    (0x600, 0x605),
    (0x61c, 0x61c),
    (0x6dd, 0x6dd),
    (0x70f, 0x70f),
    (0x890, 0x891),
    (0x8e2, 0x8e2),
    (0x180e, 0x180e),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x2064),
    (0x2066, 0x206f),
    (0xfeff, 0xfeff),
    (0xfff9, 0xfffb),
    (0x1_10bd, 0x1_10bd),
    (0x1_10cd, 0x1_10cd),
    (0x1_3430, 0x1_343f),
    (0x1_bca0, 0x1_bca3),
    (0x1_d173, 0x1_d17a),
    (0xe_0001, 0xe_0001),
    (0xe_0020, 0xe_007f),
];
/// Other characters that show nothing: joiners, Hangul fillers, vowel marks of no sound, selectors of a variant, and the
/// Braille pattern without dots.
const BLANK: [(u32, u32); 10] = [
    (0x34f, 0x34f),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x2065, 0x2065),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xfe00, 0xfe0f),
    (0xffa0, 0xffa0),
    (0xe_0100, 0xe_01ef),
];

/// The fault of a text with signs that no document takes in a text (G124).
pub(crate) fn text_fault(text: &str) -> Option<String> {
    control_in_text(text).or_else(|| hidden_in_text(text))
}

/// The fault of an identifier with signs that no document takes in one (G124).
pub(crate) fn id_fault(text: &str) -> Option<String> {
    let space = space_at_an_end(text);
    space.map(|space| format!("must not begin or end with a space, and has {space}")).or_else(|| hidden_in_id(text))
}

/// The fault of a text with control characters other than line breaks and tabs.
pub(super) fn control_in_text(text: &str) -> Option<String> {
    control(text, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// The fault of a text with signs that turn the direction of writing, or with none that can be seen (G124).
pub(super) fn hidden_in_text(text: &str) -> Option<String> {
    let turning = place_of(text, turns_direction);
    let turning =
        turning.map(|place| format!("must not have signs that turn the direction of writing, and has {place}"));
    turning.or_else(|| unseen(text))
}

/// The fault of an identifier with signs that cannot be seen, or with none that can be (G124).
pub(super) fn hidden_in_id(text: &str) -> Option<String> {
    let format =
        || place_of(text, is_format).map(|place| format!("must not have signs that cannot be seen, and has {place}"));
    control(text, char::is_control).or_else(format).or_else(|| unseen(text))
}

/// The first sign of a text that cannot be seen and that joins no others, and where it is: `U+200B as character 5`.
pub(crate) fn invisible_in(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    place_of(text, |c| is_format(c) && !is_joiner(c) && !turns_direction(c))
}

/// The space at the beginning or at the end of a text, and where it is.
pub(super) fn space_at_an_end(text: &str) -> Option<String> {
    if text.starts_with(char::is_whitespace) {
        return place_of(text, char::is_whitespace);
    }
    let last = text.chars().next_back().filter(|c| c.is_whitespace())?;
    Some(place(last, text.chars().count()))
}

fn control(text: &str, is_control: impl Fn(char) -> bool) -> Option<String> {
    place_of(text, is_control).map(|place| format!("must not have control characters, and has {place}"))
}

/// The fault of a text that shows nothing at all, where it is not empty.
fn unseen(text: &str) -> Option<String> {
    let has_visible = text.is_empty() || text.chars().any(|c| !c.is_whitespace() && !is_format(c) && !is_in(&BLANK, c));
    let place = place_of(text, |c| !c.is_whitespace()).or_else(|| place_of(text, |_| true))?;
    (!has_visible).then(|| format!("must have a sign that can be seen, and has only such as {place}"))
}

/// The first character that `is_meant`, and where it is: `U+202E as character 7`.
fn place_of(text: &str, is_meant: impl Fn(char) -> bool) -> Option<String> {
    let (at, sign) = text.chars().enumerate().find(|(_, c)| is_meant(*c))?;
    Some(place(sign, at + 1))
}

fn place(sign: char, nth: usize) -> String {
    format!("U+{:04X} as character {nth}", u32::from(sign))
}

/// Whether a character changes the direction in which others are written.
pub(super) const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character only says whether its neighbours are written as one sign: Persian, Indic and emoji need it.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn is_format(c: char) -> bool {
    is_in(&FORMAT, c)
}

fn is_in(ranges: &[(u32, u32)], c: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURNING: [char; 12] = [
        '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}',
        '\u{2067}', '\u{2068}', '\u{2069}',
    ];

    // G124
    #[test]
    fn a_sign_that_turns_the_direction_is_named_with_its_place() {
        for sign in TURNING {
            let text = format!("Gänt{sign}x");
            let named = format!("U+{:04X} as character 5", u32::from(sign));

            for fault in [hidden_in_text(&text), hidden_in_id(&text)] {
                assert!(fault.as_ref().is_some_and(|fault| fault.ends_with(&named)), "{fault:?}, {named}");
            }
        }
    }

    // G124
    #[test]
    fn a_text_that_shows_nothing_is_a_fault() {
        for text in ["\u{200b}", " \u{3164}\u{a0}", "\u{2800}", "\u{fe0f}", "\u{ad}\u{feff}", "\u{1160}", "\u{e0041}"] {
            assert!(hidden_in_text(text).is_some_and(|fault| fault.contains("can be seen, and has only")), "{text:?}");
            assert!(hidden_in_id(text).is_some(), "{text:?}");
        }
    }

    // L1.17, G124
    #[test]
    fn an_id_has_no_sign_that_cannot_be_seen() {
        for sign in ['\u{200b}', '\u{ad}', '\u{2060}', '\u{feff}', '\u{200d}', '\u{180e}', '\u{e0001}'] {
            assert!(
                hidden_in_id(&format!("a{sign}b")).is_some_and(|fault| fault.contains("as character 2")),
                "{sign:?}"
            );
            assert_eq!(hidden_in_text(&format!("a{sign}b")), None, "{sign:?}");
        }
    }

    // G124
    #[test]
    fn a_sign_that_cannot_be_seen_is_named_unless_it_joins_others() {
        for (text, place) in [
            ("Glo\u{ad}ve", Some("U+00AD as character 4")),
            ("\u{feff}Glove", Some("U+FEFF as character 1")),
            ("Glove\u{2060}", Some("U+2060 as character 6")),
            ("Gl\u{200b}o\u{200b}ve", Some("U+200B as character 3")),
            ("می\u{200c}خواهم", None),
            ("👩\u{200d}⚕", None),
            ("größe", None),
            ("Glove", None),
        ] {
            assert_eq!(invisible_in(text).as_deref(), place, "{text:?}");
        }
    }

    #[test]
    fn control_characters_are_named_and_lines_and_tabs_are_none_in_a_text() {
        assert!(control_in_text("a\u{7}").is_some_and(|fault| fault.ends_with("has U+0007 as character 2")));
        assert!(hidden_in_id("a\tb").is_some_and(|fault| fault.ends_with("has U+0009 as character 2")));
        assert_eq!(control_in_text("one\r\n\tand two"), None);
    }

    #[test]
    fn other_writing_is_taken() {
        for text in ["£5 – ‘gloves’", "手袋", "قفازات", "כפפות", "e\u{301}", "👩\u{200d}⚕\u{fe0f}", "x"]
        {
            assert_eq!(hidden_in_text(text), None, "{text}");
        }
        for id in ["handschuh-größe-m", "手袋", "a b", "e\u{301}"] {
            assert_eq!(hidden_in_id(id), None, "{id}");
        }
    }
}
