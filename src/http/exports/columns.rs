//! The columns of a file: the name of each, and how its cell is made for a row.

use crate::clock::Instant;
use crate::money::Amount;
use crate::sheet::ReportCell;

/// For which kind of file columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// Text. Instants are exact text.
    Csv,
    /// A workbook. Beside the text of each instant stands its UK time as a date.
    Xlsx,
}

/// The columns of a file about `T`, in order.
pub(crate) struct Columns<T>(Vec<Column<T>>);

struct Column<T> {
    name: String,
    cell: Box<dyn Fn(&T) -> ReportCell + Send + Sync>,
}

impl<T> Columns<T> {
    /// No columns.
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// The names, for the first row.
    pub(crate) fn header(&self) -> Vec<String> {
        self.0.iter().map(|column| column.name.clone()).collect()
    }

    /// The row of one `T`.
    pub(crate) fn row(&self, about: &T) -> Vec<ReportCell> {
        self.0.iter().map(|column| (column.cell)(about)).collect()
    }

    pub(super) fn add(&mut self, name: impl Into<String>, cell: impl Fn(&T) -> ReportCell + Send + Sync + 'static) {
        self.0.push(Column { name: name.into(), cell: Box::new(cell) });
    }

    pub(super) fn text<S: Into<String>>(&mut self, name: &str, text: impl Fn(&T) -> Option<S> + Send + Sync + 'static) {
        self.add(name, move |about| text(about).map_or(ReportCell::Blank, |text| ReportCell::Text(text.into())));
    }

    pub(super) fn figure(&mut self, name: &str, figure: impl Fn(&T) -> Option<Amount> + Send + Sync + 'static) {
        self.add(name, move |about| figure(about).map_or(ReportCell::Blank, ReportCell::Figure));
    }

    pub(super) fn count(&mut self, name: &str, count: impl Fn(&T) -> Option<u64> + Send + Sync + 'static) {
        self.add(name, move |about| count(about).map_or(ReportCell::Blank, ReportCell::Count));
    }

    /// The exact instant, as text.
    pub(super) fn instant(&mut self, name: &str, at: impl Fn(&T) -> Option<Instant> + Send + Sync + 'static) {
        self.text(name, move |about| at(about).map(|at| at.to_string()));
    }

    /// The UK time, to the millisecond.
    pub(super) fn uk_time(&mut self, name: &str, at: impl Fn(&T) -> Option<Instant> + Send + Sync + 'static) {
        self.add(name, move |about| at(about).map_or(ReportCell::Blank, ReportCell::UkTime));
    }
}
