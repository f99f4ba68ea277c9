//! The program in Python that the server's reports are compared with: openpyxl, in the mode that only writes.
//!
//! It is given the rows that the server wrote. Its time is counted while they lie in memory; its memory is counted where
//! it writes each row as it reads it. So each of the two is the least that it needs.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Deserialize;
use tokio::process::Command;

const PROGRAM: &str = include_str!("write.py");

/// The program, and the rows that it writes.
#[derive(Debug)]
pub(super) struct Writer {
    python: String,
    folder: PathBuf,
    rows: PathBuf,
}

/// What one run took.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Took {
    pub(super) seconds: f64,
    pub(super) cpu_seconds: f64,
    /// Of the whole program.
    pub(super) peak_bytes: u64,
    /// Whether it uses the library that openpyxl's authors recommend for speed.
    pub(super) has_lxml: bool,
}

impl Writer {
    /// Reads the rows of a workbook into that folder, for the runs.
    pub(super) async fn of(python: &str, workbook: &Path, folder: &Path) -> anyhow::Result<Self> {
        let writer = Self { python: python.to_owned(), folder: folder.to_owned(), rows: folder.join("rows") };
        writer.run("read", workbook, &writer.rows).await?;
        Ok(writer)
    }

    /// Writes the workbook from rows that lie in memory.
    pub(super) async fn write(&self) -> anyhow::Result<Took> {
        Ok(serde_json::from_slice(&self.run("write", &self.rows, &self.file()).await?)?)
    }

    /// Writes the workbook with as little memory as it can.
    pub(super) async fn write_row_by_row(&self) -> anyhow::Result<Took> {
        Ok(serde_json::from_slice(&self.run("write-row-by-row", &self.rows, &self.file()).await?)?)
    }

    /// Fails unless the workbook that was written has the rows that it was given.
    pub(super) async fn compare(&self) -> anyhow::Result<()> {
        self.run("compare", &self.rows, &self.file()).await?;
        Ok(())
    }

    fn file(&self) -> PathBuf {
        self.folder.join("python.xlsx")
    }

    async fn run(&self, what: &str, source: &Path, target: &Path) -> anyhow::Result<Vec<u8>> {
        let mut command = Command::new(&self.python);
        command.args(["-c", PROGRAM, what]).args([source, target]).kill_on_drop(true);
        let output = command.output().await.with_context(|| format!("cannot run {}", self.python))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("{}: {}", self.python, said.lines().last().unwrap_or("it failed"));
        }
        Ok(output.stdout)
    }
}
