//! A scenario's table on the page, with single rounds collapsed.

use super::html::{add, escaped};
use crate::outcome::Table;

/// The table, in a region that scrolls by keyboard when it is wider than the window.
pub(super) fn table(table: &Table) -> String {
    let title = escaped(&table.title);
    let mut html = format!("<h3>{title}</h3>\n");
    html.push_str(&grid(&title, &table.columns, &table.rows));
    if !table.detail.is_empty() {
        html.push_str("<details><summary>Every round</summary>\n");
        html.push_str(&grid(&format!("{title}: every round"), &table.columns, &table.detail));
        html.push_str("</details>\n");
    }
    for note in &table.notes {
        add(&mut html, format_args!("<p class=\"quiet\">{}</p>\n", escaped(note)));
    }
    html
}

fn grid(label: &str, columns: &[String], rows: &[Vec<String>]) -> String {
    let mut html =
        format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n<thead><tr>");
    for column in columns {
        add(&mut html, format_args!("<th scope=\"col\">{}</th>", escaped(column)));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for (place, cell) in row.iter().enumerate() {
            let (open, close) = if place == 0 { ("th scope=\"row\"", "th") } else { ("td", "td") };
            add(&mut html, format_args!("<{open}>{}</{close}>", escaped(cell)));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    html
}
