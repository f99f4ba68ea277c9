//! What a scenario returns: tables for people, and its measurements for the goals.
//!
//! A scenario is a function `run(args: Args, common: &Common) -> anyhow::Result<Outcome>`. Its `Args` is a variant of
//! `Scenario` in `scenario.rs`, and its command line is in the plan of `all.rs`. It prints nothing: its caller prints
//! the outcome, writes it as JSON, and judges the goals.

use serde::Serialize;

use crate::figures::Figures;
use crate::goal::Measured;

/// The outcome of a scenario.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    pub(crate) scenario: &'static str,
    /// What was done, in one or two sentences, with the important settings.
    pub(crate) about: String,
    /// The command line that repeats it. A caller that runs several scenarios sets it.
    pub(crate) command: String,
    /// Its duration in seconds, with everything that is not counted.
    pub(crate) took_s: f64,
    pub(crate) tables: Vec<Table>,
    /// The figures of every round by server, for programs.
    pub(crate) rounds: Vec<NamedFigures>,
    #[serde(skip)]
    pub(crate) measured: Vec<Measured>,
}

/// A table; the first column is flush left, the others flush right.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    /// Rows of detail, such as single rounds: last on a terminal, collapsed on a page.
    pub(crate) detail: Vec<Vec<String>>,
    /// Remarks for readers, under the table.
    pub(crate) notes: Vec<String>,
}

/// Figures with the name of their server and load.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NamedFigures {
    /// Which server and which load, such as `fairlot, 8 in flight`.
    pub(crate) name: String,
    pub(crate) round: u16,
    #[serde(flatten)]
    pub(crate) figures: Figures,
}

impl Outcome {
    pub(crate) fn new(scenario: &'static str, about: impl Into<String>) -> Self {
        Self {
            scenario,
            about: about.into(),
            command: String::new(),
            took_s: 0.0,
            tables: Vec::new(),
            rounds: Vec::new(),
            measured: Vec::new(),
        }
    }

    /// Adds a measurement for a goal or for a part of one.
    pub(crate) fn measured(&mut self, measured: Measured) {
        self.measured.push(measured);
    }

    /// Adds the figures of one server in one round. [`tabulate`](crate::report::tabulate) makes the table of them.
    pub(crate) fn figures(&mut self, round: u16, name: impl Into<String>, figures: Figures) {
        self.rounds.push(NamedFigures { name: name.into(), round, figures });
    }

    pub(crate) fn table(&mut self, table: Table) {
        self.tables.push(table);
    }

    /// One figure of a server, in each of its rounds.
    pub(crate) fn each_round(&self, name: &str, figure: fn(&Figures) -> f64) -> Vec<f64> {
        self.rounds.iter().filter(|one| one.name == name).map(|one| figure(&one.figures)).collect()
    }
}

impl Table {
    pub(crate) fn new<const COLUMNS: usize>(title: impl Into<String>, columns: [&str; COLUMNS]) -> Self {
        let columns = columns.map(str::to_owned).to_vec();
        Self { title: title.into(), columns, rows: Vec::new(), detail: Vec::new(), notes: Vec::new() }
    }

    /// Adds a row, with one cell for each column.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        assert_eq!(cells.len(), self.columns.len(), "a cell for each column of {}", self.title);
        self.rows.push(cells);
    }

    /// Adds a row of detail, with one cell for each column.
    pub(crate) fn detail(&mut self, cells: Vec<String>) {
        assert_eq!(cells.len(), self.columns.len(), "a cell for each column of {}", self.title);
        self.detail.push(cells);
    }

    pub(crate) fn note(&mut self, words: impl Into<String>) {
        self.notes.push(words.into());
    }
}
