//! The scenario `restart`: what ended lots cost a server that starts, beside an earlier build on the same journals.
//!
//! Five parts: how long a start takes, what ended lots keep of its memory, how long `fairlot verify` takes, bids beside the
//! check of ended lots after a start, and bids on an old database and beside its backup. The earlier build makes the
//! journals, once. Without one they are made by the build that is measured, and nothing is compared with before.

mod age;
mod bench;
mod beside_check;
mod build;
mod filling;
mod journals;
mod making;
mod memory;
mod settings;
mod starts;
mod verifying;

use self::bench::Bench;
use self::build::Build;
use self::journals::Journals;
use self::making::{EVERYTHING, LONG, OPEN, make};
pub(crate) use self::settings::Args;
use self::settings::{BIDDERS, Part, ROUNDS};
use crate::common::{Common, Progress};
use crate::outcome::Outcome;
use crate::tokens::Tokens;

/// Makes the journals and runs all parts.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let database = if args.postgres { "PostgreSQL" } else { "SQLite" };
    let compared =
        if args.before.is_some() { "" } else { "; nothing is compared with before: --before names no program" };
    let about = format!("{}, on {database}; {} rounds{compared}", args.sizes(), common.rounds(ROUNDS));
    let mut outcome = Outcome::new("restart", about);
    let ours = Build { name: "now", program: common.place.fairlot.clone(), suffix: "_now" };
    let before = args.before.clone().map(|program| Build { name: "before", program, suffix: "" });
    let journals = Journals::new(&args, &common.place)?;
    let steps = Progress::new("restart: journals", 4);
    let maker = before.clone().unwrap_or_else(|| Build { suffix: "", ..ours.clone() });
    make(&args, &maker, &journals, &steps).await?;
    steps.step("copying them");
    for journal in [OPEN, EVERYTHING, LONG] {
        journals.until_free(journal).await?;
        journals.copy(journal, &ours.copy_of(journal))?;
    }
    drop(steps);
    let tokens = Tokens::of(&ours.program, &journals.key().1, BIDDERS).await?;
    let bench = Bench { args: &args, common, journals, ours, before, tokens };
    bench.first_start(&mut outcome).await?;
    // Verify and memory come before the parts that add lots to one of the copies.
    if args.runs(Part::Starts) {
        starts::measure(&bench, &mut outcome).await?;
    }
    if args.runs(Part::Memory) {
        memory::measure(&bench, &mut outcome).await?;
    }
    if args.runs(Part::Verify) {
        verifying::measure(&bench, &mut outcome).await?;
    }
    if args.runs(Part::Check) {
        beside_check::measure(&bench, &mut outcome).await?;
    }
    if args.runs(Part::Age) {
        age::measure(&bench, &mut outcome).await?;
    }
    Ok(outcome)
}
