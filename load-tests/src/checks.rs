//! The scenario `checks`: how long a check of an event document takes, beside a JSON Schema validator in Python.
//!
//! A page asks for a check while its buyer types, so the answer has to come before the next key. The validator reads the
//! same document with the schema that the server publishes: what a partnership would use without this address. It finds
//! what the schema can say, and no more.
#![expect(clippy::float_arithmetic, reason = "ratios that people read")]

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Map, Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::Instant;

use crate::common::{Common, Progress};
use crate::fairlot::{Fairlot, Wanted};
use crate::figures::{Spread, ratios};
use crate::outcome::{Outcome, Table};

const ROUNDS: u16 = 5;
/// Checks of each kind in a round.
const CHECKS: u16 = 20;
/// The longest that the median check may take.
const ASKED_MS: f64 = 30.0;
const VALIDATOR: &str = include_str!("checks/validate.py");

/// Flags of `load-tests checks`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Items of the document's lot
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    items: u16,
    /// Trusts of the document
    #[arg(long, default_value_t = 13, value_parser = clap::value_parser!(u16).range(1..=100))]
    trusts: u16,
    /// The Python interpreter; the validator is its module `jsonschema`
    #[arg(long, env = "FAIRLOT_PYTHON", default_value = "python3")]
    python: String,
}

/// The milliseconds of each check, of every round.
#[derive(Debug, Default)]
struct Waits {
    /// One a round: the median.
    medians: Vec<f64>,
    longest: f64,
}

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let fairlot = Fairlot::start(&common.place, Wanted::durable(1)).await?;
    let (document, schema) = (document(&args), schema(&fairlot).await?);
    let rounds = common.rounds(ROUNDS);
    let bytes = document.to_string().len();
    let about = format!(
        "a document of {} items × {} trusts, {bytes} bytes, checked {CHECKS} times a round, {rounds} rounds",
        args.items, args.trusts
    );
    let mut outcome = Outcome::new("checks", about);
    let progress = Progress::new("checks", u64::from(rounds) * 2);
    let (mut ours, mut theirs) = (Waits::default(), Waits::default());
    let mut missing = None;
    for round in 1..=rounds {
        progress.step(format!("round {round}: fairlot"));
        ours.note(by_fairlot(&fairlot, &document).await?);
        progress.step(format!("round {round}: Python"));
        match by_python(&args.python, &schema, &document).await {
            Ok(waits) => theirs.note(waits),
            Err(error) => missing = Some(format!("{error:#}")),
        }
    }
    outcome.table(table(ours, theirs, missing));
    Ok(outcome)
}

/// Checks over HTTP, one after the other, after one that does not count.
async fn by_fairlot(fairlot: &Fairlot, document: &Value) -> anyhow::Result<Vec<f64>> {
    let mut waits = Vec::new();
    for nth in 0..=CHECKS {
        let start = Instant::now();
        let answer = fairlot.check(document).await?;
        let waited = start.elapsed();
        if answer["complete"] != true || answer["lots"][0]["facts"].is_null() {
            bail!("the document is not complete: {}", answer["findings"]);
        }
        waits.extend((nth > 0).then_some(millis(waited)));
    }
    Ok(waits)
}

async fn by_python(python: &str, schema: &Value, document: &Value) -> anyhow::Result<Vec<f64>> {
    let mut command = Command::new(python);
    command.args(["-c", VALIDATOR]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot run {python}"))?;
    let work = json!({"schema": schema, "document": document, "times": CHECKS}).to_string();
    let mut input = child.stdin.take().context("the interpreter has an input")?;
    input.write_all(work.as_bytes()).await?;
    drop(input);
    let output = child.wait_with_output().await?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{python}: {}", said.lines().last().unwrap_or("it failed"));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The schema of an event document, as the server publishes it.
async fn schema(fairlot: &Fairlot) -> anyhow::Result<Value> {
    let contract = fairlot.contract().await?;
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": "#/components/schemas/EventDocument",
        "components": contract["components"],
    }))
}

fn document(args: &Args) -> Value {
    let trusts: Vec<String> = (0..args.trusts).map(|nth| format!("R{nth:02}")).collect();
    let figures = |figure: fn(usize) -> String| -> Map<String, Value> {
        trusts.iter().enumerate().map(|(nth, trust)| (trust.clone(), figure(nth).into())).collect()
    };
    let item = |nth: u16| {
        json!({
            "id": format!("line-{nth:04}"), "description": format!("Examination glove, size {nth}"), "unit": "box of 100",
            "volumes": figures(|nth| (1_000 + 137 * nth).to_string()),
            "baselines": figures(|nth| format!("3.{:02}", 10 + nth % 90)),
        })
    };
    let bidders: Vec<Value> =
        (0..12).map(|nth| json!({"id": format!("supplier-{nth}"), "name": format!("Supplier {nth} Ltd")})).collect();
    json!({
        "title": "Check of a large event", "profile": "custom", "justification": "load test",
        "contact": {"name": "Ann Bell", "telephone": "01246 277271"},
        "trusts": trusts.iter().map(|ods| json!({"ods": ods, "name": format!("Trust {ods}")})).collect::<Vec<_>>(),
        "bidders": bidders,
        "lots": [{
            "title": "Gloves", "opens_at": "now", "duration_s": 3_600,
            "items": (0..args.items).map(item).collect::<Vec<_>>(),
        }],
    })
}

impl Waits {
    fn note(&mut self, waits: Vec<f64>) {
        self.longest = waits.iter().copied().fold(self.longest, f64::max);
        self.medians.extend(Spread::of_low(waits).map(|spread| spread.median));
    }
}

fn table(ours: Waits, theirs: Waits, missing: Option<String>) -> Table {
    let mut table = Table::new("A check of the document", ["by", "median ms", "worst round", "longest"]);
    let how_often = ratios(&theirs.medians, &ours.medians);
    for (name, waits) in [("POST /events/check", ours), ("Python jsonschema", theirs)] {
        if let Some(spread) = Spread::of_low(waits.medians) {
            let figures = [spread.median, spread.worst, waits.longest].map(|wait| format!("{wait:.2}"));
            table.row([vec![name.to_owned()], figures.into()].concat());
        }
    }
    table.note(format!("Asked: a median of at most {ASKED_MS} ms, from the request to its answer."));
    match (Spread::of_high(how_often), missing) {
        (Some(spread), _) => table.note(format!("Python takes {:.1} times as long.", spread.median)),
        (None, missing) => table.note(format!("Python did not check it: {}", missing.unwrap_or_default())),
    }
    table
}

fn millis(wait: Duration) -> f64 {
    wait.as_secs_f64() * 1_000.0
}
