//! Every scenario in turn, for one set of results: `make bench` runs this.
//!
//! A scenario that fails leaves its goals unmeasured. The others still run, and the program then exits with 1.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::Parser;
use tokio::time::Instant;

use crate::common::Common;
use crate::goal::Standing;
use crate::machine::Machine;
use crate::outcome::Outcome;
use crate::run::{Failure, Run};
use crate::scenario::{self, CommandLine};
use crate::{page, report};

/// A scenario of the plan.
struct Step {
    /// Its command line, which also runs it alone.
    line: &'static [&'static str],
    /// Its duration on two cores, with everything that is not counted: servers, tokens, connections.
    expected_s: u64,
}

/// All scenarios, in the order in which they run. A turn warms up for half a second unless a comment says otherwise.
const PLAN: &[Step] = &[
    // 5 rounds of 4 turns and 2 of 5 more, each 3 s.
    Step { line: &["hot-lot"], expected_s: 107 },
    // 5 rounds of 4 turns of 3 s and 8 of 2 s, with Redis; and the queues that remain before the peers that are too
    // slow.
    Step { line: &["peers"], expected_s: 195 },
    // 5 rounds of 6 turns of 2 s after 1 s, 4 s of rest, and four crowds of 10,000 that connect in 2 s each.
    Step { line: &["observers", "--beats", "--seconds", "2"], expected_s: 160 },
    // 3 rounds of 2 turns of 20 s after 2 s, and two crowds of 10,000 that connect in 2 s each.
    Step { line: &["quiet-observers", "--rounds", "3"], expected_s: 165 },
    // 3 rounds of 4 turns of 4 s, 250 tokens in each of 6 servers, and 10 s in each round until practice lots open.
    Step { line: &["practice", "--rounds", "3", "--seconds", "4"], expected_s: 110 },
    // 5 rounds of 2 turns of 4 s, and 400 lots.
    Step { line: &["console", "--seconds", "4"], expected_s: 55 },
    // 5 lots of 6 s, and 500 tokens.
    Step { line: &["closing-storm"], expected_s: 35 },
    // 5 rounds of 8 turns of 2 s and 60 turns of half a second; 1,000,000 records, which are made once in some 20 s and
    // verified once beside bids; each round also reads them back twice and hashes them, in some 10 s.
    Step { line: &["growth"], expected_s: 247 },
    // 5 stampedes, each watched for 3 s.
    Step { line: &["reconnect-stampede", "--seconds", "3"], expected_s: 20 },
    // 5 rounds of 2 turns of 2 s, and 500 lots.
    Step { line: &["many-lots", "--seconds", "2"], expected_s: 32 },
    // 5 rounds of 4 s.
    Step { line: &["steady", "--seconds", "4"], expected_s: 24 },
    // 5 rounds of 21 checks and of 21 validations of the same document.
    Step { line: &["checks"], expected_s: 15 },
    // 50,000 bids in 5 s; 5 rounds of a report and of two workbooks in Python; and two workbooks that Python reads.
    Step { line: &["report-file"], expected_s: 120 },
    // 1,000,000 records, which are made once in some 20 s, and 5 rounds of 101 questions to a new server; 100,000 records,
    // and 5 rounds of 20 pages; 5 rounds of 3 turns of 4 s.
    Step { line: &["replay", "--seconds", "4"], expected_s: 190 },
    // 500,000 records of ended lots and 200,000 of a long one, made in some 40 s; 5 rounds of each part.
    Step { line: &["restart"], expected_s: 260 },
];

/// How long all scenarios of the plan may take together.
const BUDGET: Duration = Duration::from_mins(34);

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

impl Step {
    fn name(&self) -> &'static str {
        self.line[0]
    }
}

/// Runs all scenarios, prints what they found, and writes it.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(&args.out)?;
    std::fs::create_dir_all(&common.place.folder)?;
    check_names(&args.only)?;
    let start = Instant::now();
    let machine = Machine::here(&common.place.folder);
    let mut run = Run { machine, took_s: 0.0, scenarios: Vec::new(), failures: Vec::new() };
    for step in PLAN.iter().filter(|step| args.only.is_empty() || args.only.iter().any(|name| name == step.name())) {
        let line = step.line;
        let command = ["load-tests"].iter().chain(line).copied().collect::<Vec<_>>().join(" ");
        say(&format!("\n{command}, expected to take {} s", step.expected_s));
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
        // Written after each scenario, so that an interrupted run keeps its results.
        run.took_s = start.elapsed().as_secs_f64();
        write(&run, &args.out)?;
    }
    Ok(end(&run, common, &args.out))
}

async fn one(line: &[&str], common: &Common) -> anyhow::Result<Outcome> {
    let line = CommandLine::try_parse_from(["load-tests"].iter().chain(line))?;
    scenario::run(line.scenario, &common.over(&line.common)).await
}

fn check_names(only: &[String]) -> anyhow::Result<()> {
    let names: Vec<&str> = PLAN.iter().map(Step::name).collect();
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
    let took: Vec<String> =
        run.scenarios.iter().map(|outcome| format!("{} {:.0} s", outcome.scenario, outcome.took_s)).collect();
    println!("\nGoals after {:.0} s: {}", run.took_s, took.join(", "));
    for line in standings.iter().flat_map(Standing::lines) {
        println!("{line}");
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
    use clap::CommandFactory;

    use super::*;

    /// Scenarios that judge none of the goals, and are run alone. In the plan there is no time for them.
    const ALONE: [&str; 2] = ["guesses", "sign-in-times"];

    #[test]
    fn every_command_line_of_the_plan_is_one() {
        for Step { line, .. } in PLAN {
            let parsed = CommandLine::try_parse_from(["load-tests"].iter().chain(*line));

            assert!(parsed.is_ok(), "{line:?}: {:?}", parsed.err());
        }
    }

    #[test]
    fn every_scenario_is_in_the_plan_or_runs_alone() {
        let line = CommandLine::command();
        let names = line.get_subcommands().map(clap::Command::get_name);
        let is_known = |name: &str| ALONE.contains(&name) || PLAN.iter().any(|step| step.name() == name);

        let missing: Vec<&str> = names.filter(|name| !is_known(name)).collect();

        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn the_plan_leaves_a_part_of_its_time_for_slower_machines() {
        let expected_s = PLAN.iter().map(|step| step.expected_s).sum();

        assert!(Duration::from_secs(expected_s) < BUDGET.mul_f64(0.9), "{expected_s} s");
    }

    #[test]
    fn an_unknown_scenario_is_refused_at_once() {
        assert!(check_names(&["hot-lot".to_owned()]).is_ok());
        assert!(check_names(&["hot-lots".to_owned()]).unwrap_err().to_string().contains("hot-lots"));
    }
}
