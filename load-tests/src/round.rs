//! One round: all bidders connect, warm up, bid for a while, and are counted together.

use std::time::Duration;

use futures::future::try_join_all;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::arrivals;
use crate::bidder::{Bidder, Prompt, Window};
use crate::bidder_plan::BidderPlan;
use crate::figures::{Figures, Tally, Usage};
use crate::proc;

/// The pace of bids, and for how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) pace: Pace,
    /// Not counted.
    pub(crate) warm_up: Duration,
    pub(crate) measure: Duration,
}

/// When the next bid is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    /// Closed loop: each bidder keeps this number of bids unanswered.
    InFlight(usize),
    /// Open loop: this number of bids a second in all.
    Rate(f64),
}

/// The two kinds of turns of a round; each comes first in every second round.
pub(crate) fn in_turns<T>(round: u16, [one, other]: [T; 2]) -> [T; 2] {
    if round.is_multiple_of(2) { [other, one] } else { [one, other] }
}

/// Runs one round against the server with this process id.
pub(crate) async fn run(plans: &[BidderPlan], server: Option<u32>, load: Load) -> anyhow::Result<Figures> {
    let bidders = try_join_all(plans.iter().cloned().map(Bidder::connect)).await?;
    let start = Instant::now();
    let window = Window { from: start + load.warm_up, until: start + load.warm_up + load.measure };
    let mut running = JoinSet::new();
    for (bidder, prompt) in bidders.into_iter().zip(prompts(load.pace, plans.len(), start, window)) {
        running.spawn(bidder.bid(prompt, window));
    }

    let usage = usage_within(window, server).await?;

    let mut all = Tally::new()?;
    while let Some(tally) = running.join_next().await {
        all.add(&tally??)?;
    }
    Ok(all.over(load.measure, usage))
}

fn prompts(pace: Pace, bidders: usize, start: Instant, window: Window) -> Vec<Prompt> {
    match pace {
        Pace::InFlight(in_flight) => (0..bidders).map(|_| Prompt::Answers { in_flight }).collect(),
        Pace::Rate(rate) => {
            let (due, prompts) = (0..bidders).map(|_| mpsc::unbounded_channel()).unzip();
            arrivals::start(rate, start, window.until, due);
            let prompts: Vec<mpsc::UnboundedReceiver<Instant>> = prompts;
            prompts.into_iter().map(Prompt::Arrivals).collect()
        }
    }
}

/// Waits for the end of the window; returns what was used since its beginning.
pub(crate) async fn usage_within(window: Window, server: Option<u32>) -> anyhow::Result<Usage> {
    let me = std::process::id();
    sleep_until(window.from).await;
    let (server_before, load_before) = (server.map(proc::cpu).transpose()?, proc::cpu(me)?);
    sleep_until(window.until).await;
    let (server_after, load_after) = (server.map(proc::cpu).transpose()?, proc::cpu(me)?);
    Ok(Usage {
        server_cpu: server_after.zip(server_before).map(|(after, before)| after.saturating_sub(before)),
        load_cpu: load_after.saturating_sub(load_before),
        server_resident_bytes: server.map(proc::resident_bytes).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_turn_comes_first_in_every_second_round() {
        assert_eq!([1, 2, 3].map(|round| in_turns(round, ["a", "b"])), [["a", "b"], ["b", "a"], ["a", "b"]]);
    }
}
