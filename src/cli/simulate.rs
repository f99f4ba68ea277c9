//! `fairlot simulate`: tries other rules out on the record of a lot that has ended. For auditors: the record is whole.

mod table;

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use clap::ValueEnum;

use super::exit::EXIT_NO_JOURNAL;
use crate::auction::view::{SimulationView, Viewer};
use crate::engine::{NotSimulated, Rejudge, SimulationRun};
use crate::event::simulation::RulesPatch;
use crate::journal::record::{Body, StreamId, StreamKind};
use crate::journal::verify::{self, Judge};
use crate::journal::{Committed, StreamFold};

/// Flags of `fairlot simulate`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lot's whole record (NDJSON), as `fairlot history` writes it
    record: PathBuf,
    /// The rules to change (JSON): a merge patch (RFC 7396) on the lot's rules; null takes a rule out
    #[arg(long, env = "FAIRLOT_RULES", value_name = "FILE")]
    rules: PathBuf,
    /// What is written to stdout
    #[arg(long, env = "FAIRLOT_SIMULATION_FORMAT", default_value = "json")]
    format: SimulationFormat,
}

/// What is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum SimulationFormat {
    /// The answer as the server gives it
    Json,
    /// For people: what was beside what would have been
    Table,
}

/// Why nothing was simulated, in words.
#[derive(Debug, PartialEq, Eq)]
enum Failure {
    /// The record is not right or not of an ended lot, or the lot cannot have the rules.
    Refused(String),
    /// A file cannot be read, or is something else altogether.
    Unreadable(String),
}

pub(super) async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (words, code) = match simulated(args).await {
        Ok(view) => {
            let text = match args.format {
                SimulationFormat::Json => serde_json::to_string(&view)?,
                SimulationFormat::Table => table::of(&view),
            };
            print(text.trim_end());
            return Ok(ExitCode::SUCCESS);
        }
        Err(Failure::Refused(words)) => (words, ExitCode::FAILURE),
        Err(Failure::Unreadable(words)) => (words, ExitCode::from(EXIT_NO_JOURNAL)),
    };
    say(&words);
    Ok(code)
}

async fn simulated(args: &Args) -> Result<SimulationView, Failure> {
    let patch = read_rules(&args.rules)?;
    let unreadable = |error: &dyn std::fmt::Display| Failure::Unreadable(format!("{}: {error}", args.record.display()));
    let file = File::open(&args.record).map_err(|error| unreadable(&format!("it cannot be opened: {error}")))?;
    let result = Arc::new(OnceLock::new());
    let judge = |stream: &StreamId| SimulatingJudge::new(stream, patch, Arc::clone(&result));
    let report = verify::exported(BufReader::new(file), judge).await.map_err(|error| unreadable(&error))?;
    let refused = |error: &dyn std::fmt::Display| Failure::Refused(format!("{}: {error}", args.record.display()));
    match (report.outcome, Arc::into_inner(result).and_then(OnceLock::into_inner)) {
        (Err(broken), _) => Err(refused(&broken)),
        (Ok(_), Some(Ok(view))) => Ok(view),
        (Ok(_), Some(Err(NotSimulated::Rules(problems)))) => {
            let lines = problems.iter().map(|problem| format!("{}: {problem}", args.rules.display()));
            Err(Failure::Refused(lines.collect::<Vec<_>>().join("\n")))
        }
        (Ok(_), Some(Err(other))) => Err(refused(&other)),
        (Ok(_), None) => Err(refused(&"the records are no lot's: the stream of a lot begins with lot/")),
    }
}

fn read_rules(path: &Path) -> Result<RulesPatch, Failure> {
    let text = fs::read(path)
        .map_err(|error| Failure::Unreadable(format!("{}: it cannot be opened: {error}", path.display())))?;
    RulesPatch::read(&text).map_err(|problems| {
        let lines = problems.iter().map(|problem| format!("{}: {problem}", path.display()));
        Failure::Refused(lines.collect::<Vec<_>>().join("\n"))
    })
}

/// Judges each record again, and puts it to the simulation.
struct SimulatingJudge {
    rejudge: Rejudge,
    /// None once it is known that nothing can be simulated.
    run: Option<SimulationRun>,
    result: Arc<SimulationResult>,
}

/// Set once the result is known.
type SimulationResult = OnceLock<Result<SimulationView, NotSimulated>>;

impl SimulatingJudge {
    fn new(stream: &StreamId, patch: RulesPatch, result: Arc<SimulationResult>) -> Self {
        let run = match stream.kind() {
            Some(StreamKind::Lot(lot)) => Some(SimulationRun::new(lot, patch)),
            Some(StreamKind::Event(_) | StreamKind::Partnership(_)) | None => None,
        };
        Self { rejudge: Rejudge::new(stream), run, result }
    }
}

impl StreamFold for SimulatingJudge {
    type Read = <Rejudge as StreamFold>::Read;

    fn read(body: &Body) -> Self::Read {
        Rejudge::read(body)
    }

    fn take(&mut self, body: &Body, read: Self::Read, place: Committed) -> Result<(), String> {
        self.rejudge.take(body, read, place)?;
        match self.run.as_mut().map(|run| run.read(body)) {
            None | Some(Ok(())) => Ok(()),
            Some(Err(NotSimulated::Broken(fault))) => Err(fault),
            Some(Err(why @ (NotSimulated::Rules(_) | NotSimulated::Format(_) | NotSimulated::NotEnded))) => {
                self.run = None;
                self.set(Err(why));
                Ok(())
            }
        }
    }
}

impl Judge for SimulatingJudge {
    fn end(&mut self) -> String {
        if let (Some(run), Some(was)) = (self.run.take(), self.rejudge.board()) {
            let auditor = Viewer::Auditor(was.setup().event.owner.clone());
            self.set(run.end(was).map(|simulated| simulated.view(&auditor)));
        }
        self.rejudge.end()
    }
}

impl SimulatingJudge {
    /// The run ends with its result, so there is only one.
    fn set(&self, result: Result<SimulationView, NotSimulated>) {
        let _ = self.result.set(result);
    }
}

#[expect(clippy::print_stdout, reason = "the result is this command's data")]
fn print(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "words for people go to stderr")]
fn say(words: &str) {
    eprintln!("{words}");
}
