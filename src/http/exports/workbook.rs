//! A workbook with some of the sheets of a report, of one lot or of several.
//!
//! Bids are read at the pace of a history and written row by row; the other sheets are short and are written at the end,
//! beside the threads that judge bids. The whole lies in a temporary file, so that neither a long workbook nor a slow reader
//! takes memory.

use std::fs::File;
use std::io::{BufWriter, IntoInnerError};

use axum::http::StatusCode;
use axum::response::Response;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::about::{self, AboutLot};
use super::columns::{Columns, FileKind};
use super::download::{FileAbout, items_of};
use super::{acts, bids, ranking, savings, sent};
use crate::auction::view::{ActView, BidLine, BidSight, PlaceInResult};
use crate::clock::Instant;
use crate::engine::{Denied, LotAccess, ReportedLot};
use crate::http::answer::ProblemDetails;
use crate::http::answer::pace;
use crate::http::lots::long_read::PACE;
use crate::http::state::{AppState, RecordWork};
use crate::ids::ItemId;
use crate::sheet::{ReportBook, ReportCell, SheetError, SheetPlace};

/// Most cells of a workbook. A longer list of bids comes as CSV, which is written piece by piece.
const CELLS_MAX: usize = 10_000_000;
/// Most rows of a sheet beside its header.
const ROWS_MAX: usize = 1_048_575;

/// What a workbook is made from.
pub(super) struct WorkbookOrder {
    /// The lots with their states, in order; at least one.
    pub(super) lots: Vec<(LotAccess, ReportedLot)>,
    /// Whether a first sheet says what the workbook is about.
    pub(super) has_about: bool,
    /// The other sheets.
    pub(super) sheets: Vec<FileAbout>,
    /// Whether each row begins with its lot.
    pub(super) names_lots: bool,
    pub(super) as_at: Instant,
}

/// What the columns of all lots together show.
struct Shape {
    sight: BidSight,
    items: Vec<ItemId>,
    shows_scores: bool,
    shows_persons: bool,
    names_lots: bool,
}

/// A workbook as far as it is written.
struct BegunWorkbook {
    book: ReportBook,
    about: Option<SheetPlace>,
    sheets: Vec<(FileAbout, SheetPlace)>,
    cells_left: usize,
    bids_left: usize,
}

/// Why a workbook was not written.
enum NotWritten {
    Denied(Denied),
    TooLong,
    Library(SheetError),
}

/// Returns the file as an answer. Only a few are made at once.
pub(super) async fn workbook(state: &AppState, order: WorkbookOrder) -> Result<Response, ProblemDetails> {
    let RecordWork(work) = &state.records;
    let turn = work.turn().await?;
    let shape = Shape::of(&order);
    let mut written = BegunWorkbook::begin(&order, &shape).map_err(NotWritten::Library)?;
    if let Some(place) = written.place(FileAbout::Bids) {
        for (access, lot) in &order.lots {
            written = with_bids(state, written, place, access, lot, &shape).await?;
        }
    }
    let file = turn.run(move || written.finish(&order, &shape)).await?;
    let file = file.map_err(NotWritten::Library)?;
    Ok(sent::from_file(&state.background, file).map_err(|error| NotWritten::Library(error.into()))?)
}

/// The workbook with the bids of one more lot, which are read and written by the background threads.
async fn with_bids(
    state: &AppState,
    written: BegunWorkbook,
    place: SheetPlace,
    access: &LotAccess,
    lot: &ReportedLot,
    shape: &Shape,
) -> Result<BegunWorkbook, NotWritten> {
    let columns = bids::columns(lot.setup(), shape.sight, &shape.items, FileKind::Xlsx);
    let first = shape.first_cells(lot);
    let engine = state.engine.clone();
    let read = pace::paced(access.bid_lines(lot), PACE, move || engine.any_lot_is_open()).map_err(NotWritten::Denied);
    let writing = read.try_fold(written, move |mut written, bids: Vec<BidLine>| {
        let rows = bids.iter().try_for_each(|bid| written.write_bid(place, &first, &columns, bid));
        std::future::ready(rows.map(|()| written))
    });
    let writing: BoxStream<'static, Result<BegunWorkbook, NotWritten>> = stream::once(writing).boxed();
    let mut done = state.background.stream(writing, NotWritten::Denied(Denied::Unavailable));
    done.try_next().await?.ok_or(NotWritten::Denied(Denied::Unavailable))
}

impl Shape {
    fn of(order: &WorkbookOrder) -> Self {
        let mut shape = Self {
            sight: BidSight::default(),
            items: Vec::new(),
            shows_scores: false,
            shows_persons: false,
            names_lots: order.names_lots,
        };
        for (_, lot) in &order.lots {
            shape.sight = shape.sight.or(lot.bid_sight());
            shape.shows_scores |= lot.shows_scores();
            shape.shows_persons |= lot.shows_persons();
            for item in items_of(lot) {
                if !shape.items.contains(&item) {
                    shape.items.push(item);
                }
            }
        }
        shape
    }

    fn header<T>(&self, columns: &Columns<T>) -> Vec<String> {
        let first: &[&str] = if self.names_lots { &["lot", "lot_title"] } else { &[] };
        first.iter().map(|name| (*name).to_owned()).chain(columns.header()).collect()
    }

    /// What stands before the columns in each row about that lot.
    fn first_cells(&self, lot: &ReportedLot) -> Vec<ReportCell> {
        let setup = lot.setup();
        let cells = || vec![ReportCell::Text(setup.lot.to_string()), ReportCell::Text(setup.title.clone())];
        if self.names_lots { cells() } else { Vec::new() }
    }

    /// The names of the columns of a sheet.
    fn header_of(&self, about: FileAbout, lot: &ReportedLot) -> Vec<String> {
        match about {
            FileAbout::Bids => self.header(&bids::columns(lot.setup(), self.sight, &self.items, FileKind::Xlsx)),
            FileAbout::Ranking => self.header(&self.ranking_columns()),
            FileAbout::Savings => self.header(&savings::columns()),
            FileAbout::Acts => self.header(&self.acts_columns(lot)),
            FileAbout::Report => Vec::new(),
        }
    }

    fn ranking_columns(&self) -> Columns<PlaceInResult> {
        ranking::columns(self.sight, self.shows_scores, &self.items, FileKind::Xlsx)
    }

    fn acts_columns(&self, lot: &ReportedLot) -> Columns<ActView> {
        acts::columns(self.shows_persons, &lot.setup().event.currency)
    }

    /// The rows of a sheet that are about that lot. Bids are not made here: they are read from the journal.
    fn rows_of(&self, about: FileAbout, lot: &ReportedLot) -> Vec<Vec<ReportCell>> {
        let first = self.first_cells(lot);
        match about {
            FileAbout::Bids | FileAbout::Report => Vec::new(),
            FileAbout::Ranking => rows(&first, &self.ranking_columns(), &lot.ranking_rows()),
            FileAbout::Savings => rows(&first, &savings::columns(), &lot.saving_lines().unwrap_or_default()),
            FileAbout::Acts => rows(&first, &self.acts_columns(lot), &lot.acts()),
        }
    }
}

impl BegunWorkbook {
    /// The workbook with all its sheets and their headers.
    fn begin(order: &WorkbookOrder, shape: &Shape) -> Result<Self, SheetError> {
        let mut book = ReportBook::new()?;
        let about = order.has_about.then(|| book.add_sheet("About", &about::columns().header())).transpose()?;
        let mut sheets = Vec::new();
        for sheet in &order.sheets {
            let header = order.lots.first().map(|(_, lot)| shape.header_of(*sheet, lot)).unwrap_or_default();
            sheets.push((*sheet, book.add_sheet(sheet.title(), &header)?));
        }
        Ok(Self { book, about, sheets, cells_left: CELLS_MAX, bids_left: ROWS_MAX })
    }

    fn place(&self, about: FileAbout) -> Option<SheetPlace> {
        self.sheets.iter().find(|(sheet, _)| *sheet == about).map(|(_, place)| *place)
    }

    fn write_bid(
        &mut self,
        place: SheetPlace,
        first: &[ReportCell],
        columns: &Columns<BidLine>,
        bid: &BidLine,
    ) -> Result<(), NotWritten> {
        let cells = row(first, columns, bid);
        self.cells_left = self.cells_left.checked_sub(cells.len()).ok_or(NotWritten::TooLong)?;
        self.bids_left = self.bids_left.checked_sub(1).ok_or(NotWritten::TooLong)?;
        self.book.write_row(place, &cells).map_err(NotWritten::Library)
    }

    /// The file, with the sheets that are not written yet. It has no name, and is gone once it is dropped.
    fn finish(mut self, order: &WorkbookOrder, shape: &Shape) -> Result<File, SheetError> {
        for (_, lot) in &order.lots {
            if let Some(place) = self.about {
                self.book.write_row(place, &about::columns().row(&AboutLot::of(lot, order.as_at)))?;
            }
            for (about, place) in self.sheets.clone() {
                for cells in shape.rows_of(about, lot) {
                    self.book.write_row(place, &cells)?;
                }
            }
        }
        let mut file = BufWriter::new(tempfile::tempfile()?);
        self.book.finish(&mut file)?;
        Ok(file.into_inner().map_err(IntoInnerError::into_error)?)
    }
}

fn rows<T>(first: &[ReportCell], columns: &Columns<T>, rows: &[T]) -> Vec<Vec<ReportCell>> {
    rows.iter().map(|about| row(first, columns, about)).collect()
}

fn row<T>(first: &[ReportCell], columns: &Columns<T>, about: &T) -> Vec<ReportCell> {
    first.iter().cloned().chain(columns.row(about)).collect()
}

impl From<Denied> for NotWritten {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<NotWritten> for ProblemDetails {
    fn from(error: NotWritten) -> Self {
        match error {
            NotWritten::Denied(denied) => denied.into(),
            NotWritten::TooLong => {
                let detail = format!(
                    "there are more bids than a workbook holds ({ROWS_MAX} rows of a sheet, {CELLS_MAX} cells): take the CSV, \
                     bids.csv of each lot"
                );
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "sheet_refused", detail)
            }
            NotWritten::Library(error) => {
                tracing::error!(%error, "a workbook could not be written");
                Self::unavailable()
            }
        }
    }
}
