//! Functions that all parts of the page use to write HTML.

use std::fmt::{Arguments, Write};

use crate::goal::Standing;

/// Escapes text for HTML, also for attributes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub(super) fn add(html: &mut String, text: Arguments<'_>) {
    html.write_fmt(text).expect("a String takes all that is written to it");
}

/// The class and the words of a standing.
pub(super) fn verdict(standing: &Standing) -> (&'static str, &'static str) {
    match (standing.met, standing.aim_met, standing.median) {
        (Some(true), Some(true), _) => ("met", "✓ met, and the aim"),
        (Some(true), _, _) => ("met", "✓ met"),
        (Some(false), _, _) => ("missed", "✗ missed"),
        (None, _, Some(_)) => ("open", "– measured in part"),
        (None, _, None) => ("open", "– not measured"),
    }
}
