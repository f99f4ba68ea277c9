//! JSON pointers (RFC 6901) as problems state them; the longest names are cut.

/// Bytes of a member's name that a pointer repeats.
const NAME_BYTES_MAX: usize = 200;

/// The pointer to the member `name` of the value at `path`.
pub(crate) fn join(path: &str, name: &str) -> String {
    let mut joined = path.to_owned();
    push(&mut joined, name);
    joined
}

/// Makes `path` point to the member `name` of what it pointed to.
pub(super) fn push(path: &mut String, name: &str) {
    path.push('/');
    let kept = &name[..name.floor_char_boundary(NAME_BYTES_MAX)];
    for c in kept.chars() {
        match c {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
    if kept.len() < name.len() {
        path.push('…');
    }
}

/// The name that a step of a pointer means.
pub(super) fn name_of(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// The pointers to all that `path` lies in.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}
