//! The columns of acts.

use super::columns::Columns;
use crate::auction::view::ActView;

/// The columns, with those of persons where they are shown. Figures in words are of that currency.
pub(super) fn columns(shows_persons: bool, currency: &str) -> Columns<ActView> {
    let mut columns = Columns::new();
    let currency = currency.to_owned();
    columns.count("seq", |act: &ActView| Some(act.seq.0));
    columns.instant("at", |act| Some(act.at));
    columns.uk_time("at_uk", |act| Some(act.at));
    columns.text("kind", |act| Some(act.kind.as_str()));
    if shows_persons {
        columns.text("by", |act| act.doer.as_ref()?.by.as_ref().map(ToString::to_string));
        columns.text("by_name", |act| act.doer.as_ref()?.by_name.as_deref().map(str::to_owned));
    }
    columns.text("reason", |act| act.reason.as_deref().map(str::to_owned));
    columns.text("what", move |act| Some(act.in_words(&currency)));
    columns
}
