//! The comments of a file, each as one text.

use crate::sources::Source;

/// Each comment whole, with the line that it begins on. Comments are one where nothing but comment is on their lines.
///
/// Where it is not clear whether a mark begins a comment or is part of a text, it counts as a text.
pub(crate) fn of(source: &Source) -> Vec<(usize, String)> {
    let marks = Marks::of(&source.path);
    let mut found: Vec<(usize, String)> = Vec::new();
    let (mut in_block, mut follows) = (false, false);
    for (number, line) in (1..).zip(source.text.lines()) {
        let Some((before, text)) = (if in_block { Some(("", line)) } else { marks.split(line, &mut in_block) }) else {
            follows = false;
            continue;
        };
        let text = match text.split_once("*/") {
            Some((text, _)) if in_block => {
                in_block = false;
                text
            }
            Some(_) | None => text,
        };
        let text = text.trim_start_matches(['/', '!', ' ', '*']).trim();
        let is_alone = before.trim_matches(['{', ' ']).is_empty();
        match found.last_mut() {
            Some((_, comment)) if follows && is_alone => comment.extend([" ", text]),
            _ => found.push((number, text.to_owned())),
        }
        follows = is_alone;
    }
    found
}

/// How the comments of a language begin.
struct Marks {
    line: &'static str,
    block: Option<&'static str>,
}

impl Marks {
    fn of(path: &str) -> Self {
        match path.rsplit('.').next() {
            Some("py") => Self { line: "#", block: None },
            // In Rust a block comment is not used, and `/*` occurs in texts.
            Some("rs") => Self { line: "//", block: None },
            _ => Self { line: "//", block: Some("/*") },
        }
    }

    /// The line before and after the mark of its first comment; none without one. Notes whether a block begins.
    fn split<'a>(&self, line: &'a str, in_block: &mut bool) -> Option<(&'a str, &'a str)> {
        if let Some(parts) = split_at_mark(line, self.line) {
            return Some(parts);
        }
        let parts = split_at_mark(line, self.block?)?;
        *in_block = true;
        Some(parts)
    }
}

/// Splits at `mark` where it begins the line or follows a space or a brace, outside of double quotes.
fn split_at_mark<'a>(line: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let begins = |before: &str| before.is_empty() || before.ends_with([' ', '{']);
    let is_outside = |before: &str| before.matches('"').count().is_multiple_of(2);
    let parts = line.match_indices(mark).map(|(at, _)| (&line[..at], &line[at + mark.len()..]));
    parts.into_iter().find(|(before, _)| begins(before) && is_outside(before))
}

#[test]
fn comments_are_found_whole_and_texts_are_none() {
    let of = |path: &str, text: &str| of(&Source::new(path, text));

    assert_eq!(
        of("a.rs", "//! One\n//! two.\nlet a = 1; // three\n"),
        [(1, "One two.".to_owned()), (3, "three".to_owned())]
    );
    assert_eq!(of("a.rs", "let a = \"b // c\";\nlet d = \"https://e\";\n*f = 1;\n"), []);
    assert_eq!(of("a.tsx", "  {/* One\n    * two. */}\n<p>three</p>\n"), [(1, "One two.".to_owned())]);
    assert_eq!(of("a.py", "# One\na = 1\n"), [(1, "One".to_owned())]);
}
