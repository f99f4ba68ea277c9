//! The columns of savings.

use super::columns::Columns;
use crate::auction::view::SavingLine;

pub(super) fn columns() -> Columns<SavingLine> {
    let mut columns = Columns::new();
    columns.text("ods", |line: &SavingLine| Some(line.ods.to_string()));
    columns.text("trust", |line| Some(line.trust.clone()));
    columns.text("item", |line| Some(line.item.to_string()));
    columns.text("description", |line| Some(line.description.clone()));
    columns.figure("volume", |line| Some(line.volume));
    columns.figure("baseline", |line| line.baseline);
    columns.figure("price", |line| line.price);
    columns.figure("today", |line| line.today);
    columns.figure("offer", |line| line.offer);
    columns.figure("saving", |line| line.saving);
    columns.figure("percent", |line| line.percent);
    columns
}
