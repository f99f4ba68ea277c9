//! Every scenario in turn, for one set of results: what `make bench` runs.
//!
//! A scenario that fails leaves its goals unmeasured and the others running; the run then ends with 1.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::Parser;
use serde::Serialize;
use tokio::time::Instant;

use crate::common::Common;
use crate::machine::Machine;
use crate::outcome::Outcome;
use crate::{Cli, Command, page, report};

/// The command lines of all scenarios, in the order in which they run. Each can be run by itself.
const PLAN: &[&[&str]] = &[
    &["hot-lot"],
    &["peers"],
    &["observers", "--seconds", "2"],
    &["closing-storm"],
    &["growth"],
    &["reconnect-stampede"],
    &["many-lots", "--seconds", "2"],
    &["steady", "--seconds", "6"],
];

/// How long all of it may take.
const BUDGET: Duration = Duration::from_mins(15);

/// Flags of `load-tests all`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where the results go: results.json (the goals), run.json (the machine and all figures), index.html
    #[arg(long, value_name = "FOLDER", default_value = "target/bench")]
    out: PathBuf,
    /// Only these scenarios; the goals of the others are shown as not measured
    #[arg(long, value_name = "SCENARIO", value_delimiter = ',')]
    only: Vec<String>,
}

/// A finished run.
#[derive(Debug, Serialize)]
pub(crate) struct Run {
    pub(crate) machine: Machine,
    pub(crate) took_s: f64,
    pub(crate) scenarios: Vec<Outcome>,
    pub(crate) failures: Vec<Failure>,
}

/// A scenario that did not come to its end.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    pub(crate) command: String,
    pub(crate) words: String,
}

/// Runs all scenarios, prints what they found, and writes it.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(&args.out)?;
    std::fs::create_dir_all(&common.place.folder)?;
    check_names(&args.only)?;
    let start = Instant::now();
    let machine = Machine::here(&common.place.folder);
    let mut run = Run { machine, took_s: 0.0, scenarios: Vec::new(), failures: Vec::new() };
    for line in PLAN.iter().filter(|line| args.only.is_empty() || args.only.iter().any(|name| name == line[0])) {
        let command = ["load-tests"].iter().chain(*line).copied().collect::<Vec<_>>().join(" ");
        match one(line, common).await {
            Ok(outcome) => {
                report::print(&outcome);
                run.scenarios.push(Outcome { command, ..outcome });
            }
            Err(error) => {
                say(&format!("\n{command} failed: {error:#}"));
                run.failures.push(Failure { command, words: format!("{error:#}") });
            }
        }
        // What is there is written at once: an interrupted run is no lost run.
        run.took_s = start.elapsed().as_secs_f64();
        write(&run, &args.out)?;
    }
    Ok(end(&run, common, &args.out))
}

async fn one(line: &[&str], common: &Common) -> anyhow::Result<Outcome> {
    let cli = Cli::try_parse_from(["load-tests"].iter().chain(line))?;
    let Command::Scenario(scenario) = cli.command else { bail!("{line:?} is no scenario") };
    crate::run(scenario, &common.over(&cli.common)).await
}

fn check_names(only: &[String]) -> anyhow::Result<()> {
    let names: Vec<&str> = PLAN.iter().map(|line| line[0]).collect();
    match only.iter().find(|name| !names.contains(&name.as_str())) {
        Some(unknown) => bail!("there is no scenario {unknown}; there are {}", names.join(", ")),
        None => Ok(()),
    }
}

fn write(run: &Run, out: &Path) -> anyhow::Result<()> {
    let standings = report::standings(&run.scenarios);
    std::fs::write(out.join("results.json"), serde_json::to_string_pretty(&standings)? + "\n")?;
    std::fs::write(out.join("run.json"), serde_json::to_string_pretty(run)? + "\n")?;
    Ok(std::fs::write(out.join("index.html"), page::page(run, &standings))?)
}

#[expect(clippy::print_stdout, reason = "the goals are this command's data")]
fn end(run: &Run, common: &Common, out: &Path) -> ExitCode {
    let standings = report::standings(&run.scenarios);
    println!("\nGoals after {:.0} s", run.took_s);
    for standing in &standings {
        println!("{}", standing.line());
    }
    say(&format!("\nWritten: {}", out.join("index.html").display()));
    if run.took_s > BUDGET.as_secs_f64() {
        say(&format!("That took longer than the {} minutes that it may take.", BUDGET.as_secs() / 60));
    }
    let missed = standings.iter().any(|standing| standing.met != Some(true));
    let broken = !run.failures.is_empty();
    if broken || (common.enforce && missed) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

#[expect(clippy::print_stderr, reason = "words for people go to stderr")]
fn say(words: &str) {
    eprintln!("{words}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_line_of_the_plan_is_one() {
        for line in PLAN {
            let cli = Cli::try_parse_from(["load-tests"].iter().chain(*line));

            assert!(
                matches!(&cli, Ok(cli) if matches!(cli.command, Command::Scenario(_))),
                "{line:?}: {:?}",
                cli.err()
            );
        }
    }

    #[test]
    fn a_scenario_that_is_not_there_is_told_at_once() {
        assert!(check_names(&["hot-lot".to_owned()]).is_ok());
        assert!(check_names(&["hot-lots".to_owned()]).unwrap_err().to_string().contains("hot-lots"));
    }
}
