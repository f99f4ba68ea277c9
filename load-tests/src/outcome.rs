//! What a scenario hands back: tables for people, and what it measured for the goals.
//!
//! A scenario is a function `run(args: Args, common: &Common) -> anyhow::Result<Outcome>`. Its `Args` is a variant of
//! `Scenario` in `scenario.rs`, and its command line stands in the list of `all.rs`. It prints nothing: whoever called it
//! prints the outcome, writes it as JSON, and judges the goals.

use serde::Serialize;

use crate::figures::Figures;
use crate::goal::Measured;

/// What a scenario found.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    pub(crate) scenario: &'static str,
    /// What was done, in a sentence or two, with the settings that matter.
    pub(crate) about: String,
    /// The command line that does it again. Whoever runs several scenarios sets it.
    pub(crate) command: String,
    /// How long it took, in seconds, with all that is not counted.
    pub(crate) took_s: f64,
    pub(crate) tables: Vec<Table>,
    /// Figures of every round, under the name of the server: for machines.
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
    /// Rows for who wants to know more, such as single rounds: last on a terminal, folded away on a page.
    pub(crate) detail: Vec<Vec<String>>,
    /// What a reader should know, under the table.
    pub(crate) notes: Vec<String>,
}

/// Figures and whose they are.
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

    /// Adds what was measured for a goal or for a part of one.
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

    /// Adds a row; as many cells as there are columns.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        assert_eq!(cells.len(), self.columns.len(), "a cell for each column of {}", self.title);
        self.rows.push(cells);
    }

    /// The same for a row of detail.
    pub(crate) fn detail(&mut self, cells: Vec<String>) {
        assert_eq!(cells.len(), self.columns.len(), "a cell for each column of {}", self.title);
        self.detail.push(cells);
    }

    pub(crate) fn note(&mut self, words: impl Into<String>) {
        self.notes.push(words.into());
    }
}
