//! Which file of the pages imports which, by the relative paths in them.

use crate::sources::{Source, sources_below};

/// An import of another file of the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) from: String,
    pub(crate) line: usize,
    pub(crate) to: String,
}

/// The files of the pages and of the checker that they use, without their tests.
pub(crate) fn pages() -> Vec<Source> {
    ["web/src", "web/verify"]
        .into_iter()
        .flat_map(sources_below)
        .filter(|source| is_script(&source.path) && !source.path.contains(".test."))
        .collect()
}

/// All imports between these files.
pub(crate) fn imports(sources: &[Source]) -> Vec<Import> {
    let mut found = Vec::new();
    for source in sources {
        let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (line, code) in source.code() {
            for path in relative_paths(code) {
                let bare = join(folder, path);
                let to = sources.iter().find(|other| without_ending(&other.path) == without_ending(&bare));
                // What is left are styles.
                if let Some(to) = to {
                    found.push(Import { from: source.path.clone(), line, to: to.path.clone() });
                }
            }
        }
    }
    found
}

/// Whether a file draws something.
pub(crate) fn is_view(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending == "tsx")
}

fn is_script(path: &str) -> bool {
    without_ending(path) != path
}

fn without_ending(path: &str) -> &str {
    path.strip_suffix(".tsx").or_else(|| path.strip_suffix(".ts")).unwrap_or(path)
}

/// The relative paths that a line imports from. An import of several lines has its path on the last one.
fn relative_paths(code: &str) -> impl Iterator<Item = &str> {
    let starts = ["from \"", "import \"", "import(\""].into_iter();
    let after = starts.flat_map(move |start| code.match_indices(start).map(move |(at, _)| &code[at + start.len()..]));
    after.filter_map(|text| text.split_once('"')).map(|(path, _)| path).filter(|path| path.starts_with('.'))
}

fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[test]
fn imports_lead_to_files() {
    let sources = [
        Source::new(
            "web/src/live/a.ts",
            "import {\n  b,\n} from \"../words/b\";\nimport \"./a.scss\";\n// from \"./c\"\n",
        ),
        Source::new("web/src/live/c.ts", "const d = await import(\"./d\"); import { h } from \"preact\";"),
        Source::new("web/src/live/d.tsx", ""),
        Source::new("web/src/words/b.ts", ""),
    ];

    let found: Vec<_> = imports(&sources).into_iter().map(|one| (one.from, one.line, one.to)).collect();

    let expected = [("live/a.ts", 3, "words/b.ts"), ("live/c.ts", 1, "live/d.tsx")];
    assert_eq!(found, expected.map(|(from, line, to)| (format!("web/src/{from}"), line, format!("web/src/{to}"))));
}
