//! Makes the journals: open lots alone, the same with all ended lots, and one long lot.

use std::fs;

use anyhow::Context;
use futures::{StreamExt, TryStreamExt, stream};

use super::build::Build;
use super::filling::fill;
use super::journals::Journals;
use super::settings::{Args, BIDDERS, LOTS_MAX};
use crate::common::Progress;
use crate::fairlot::{Fairlot, LotPlan};
use crate::tokens::Tokens;

/// The journal with the open lots alone.
pub(super) const OPEN: &str = "open_lots";
/// The journal with the open and the ended lots.
pub(super) const EVERYTHING: &str = "everything";
/// The journal of one long lot.
pub(super) const LONG: &str = "long_lot";
/// An empty one.
pub(super) const EMPTY: &str = "empty";
/// What a kept folder holds, in words.
const MADE: &str = "made.txt";
/// Events that are bid on at the same time.
const EVENTS_AT_ONCE: usize = 10;
const CLOSED_AT_ONCE: usize = 32;

/// Makes what is not in the folder yet.
pub(super) async fn make(args: &Args, maker: &Build, journals: &Journals, steps: &Progress) -> anyhow::Result<()> {
    let made = journals.folder().join(MADE);
    if fs::read_to_string(&made).is_ok_and(|sizes| sizes == args.sizes()) {
        return Ok(());
    }
    for name in [EVERYTHING, LONG] {
        journals.create(name)?;
    }
    let tokens = Tokens::of(&maker.program, &journals.key().1, BIDDERS).await?;
    steps.step("making open lots");
    let (fairlot, _) = maker.start(journals, EVERYTHING).await?.with(&tokens);
    let lots = fairlot.open_lots(&LotPlan { lots: usize::try_from(args.open)?, ..LotPlan::ONE }).await?;
    fill(&fairlot, &lots, args.open_records).await?;
    fairlot.kill().await?;
    journals.until_free(EVERYTHING).await?;
    journals.copy(EVERYTHING, OPEN)?;

    steps.step(format!("making {} ended lots", args.ended));
    let (fairlot, _) = maker.start(journals, EVERYTHING).await?.with(&tokens);
    let events = (0..args.ended.div_ceil(LOTS_MAX)).map(|nth| LOTS_MAX.min(args.ended - nth * LOTS_MAX));
    stream::iter(events)
        .map(|lots| ended_event(&fairlot, lots, args.records))
        .buffer_unordered(EVENTS_AT_ONCE)
        .try_collect::<()>()
        .await?;
    fairlot.kill().await?;

    steps.step(format!("making a lot of {} records", args.long_records));
    let (fairlot, _) = maker.start(journals, LONG).await?.with(&tokens);
    ended_event(&fairlot, 1, args.long_records).await?;
    fairlot.kill().await?;
    fs::write(&made, args.sizes()).context("the folder of the journals")
}

/// An event whose lots have all ended, with this number of records each.
async fn ended_event(fairlot: &Fairlot, lots: u32, records: u64) -> anyhow::Result<()> {
    let lots = fairlot.open_lots(&LotPlan { lots: usize::try_from(lots)?, ..LotPlan::ONE }).await?;
    // The last record says that the lot was closed.
    fill(fairlot, &lots, records - 1).await?;
    let closing = stream::iter(&lots).map(|lot| fairlot.close(lot)).buffer_unordered(CLOSED_AT_ONCE);
    closing.try_for_each(async |_| Ok(())).await
}
