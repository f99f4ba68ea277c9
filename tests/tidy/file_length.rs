//! No file is longer than a reader can hold.

use crate::sources::{Source, all_sources, assert_none};

/// The longest file that is allowed, in lines.
const LINES_MAX: usize = 600;

/// Written by a command; nobody reads them.
const GENERATED: [&str; 4] =
    ["web/src/protocol.ts", "web/src/protocol/ws.ts", "web/src/protocol/http.ts", "web/src/protocol/record.ts"];

#[test]
fn no_file_is_too_long() {
    let written = all_sources().into_iter().filter(|source| !GENERATED.contains(&source.path.as_str()));

    let faults: Vec<String> = written.filter_map(|source| fault(&source)).collect();

    assert_none(&faults);
}

fn fault(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > LINES_MAX).then(|| format!("{}: {lines} lines, of at most {LINES_MAX}", source.path))
}

#[test]
fn a_file_of_one_line_too_many_is_a_fault() {
    let of = |lines| fault(&Source::new("a.rs", &"line\n".repeat(lines)));

    assert_eq!(of(LINES_MAX), None);
    assert_eq!(of(LINES_MAX + 1).as_deref(), Some("a.rs: 601 lines, of at most 600"));
}
