//! How old an observer's state was just before it got a newer one.
//!
//! A witness asks for the lot's state again and again. A state with record 70, asked for at noon, proves that record 71
//! was committed after noon. So an observer that had only record 70 until 12:01 was without record 71 for at most a
//! minute. The figure may be too high by the time between two questions, and is never too low.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Context;
use hdrhistogram::Histogram;
use serde_json::Value;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::crowd::now_us;
use super::noted::Delivery;

/// Time between two questions.
const ASK_EVERY: Duration = Duration::from_millis(20);
/// Longer ones, in microseconds, count as this one.
const STALENESS_US_MAX: u64 = 600_000_000;

/// Percentiles, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Staleness {
    pub(crate) p50: u64,
    pub(crate) p99: u64,
    pub(crate) max: u64,
}

/// Asks for a lot's state until it is dropped.
#[derive(Debug)]
pub(crate) struct Witness {
    asking: JoinHandle<anyhow::Result<()>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// The last record of a state, and when the state was asked for.
type Seen = (u64, u64);

impl Witness {
    /// Begins to ask at this address.
    pub(crate) fn start(url: String, token: String) -> Self {
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let notes = seen.clone();
        let asking = tokio::spawn(async move {
            let client = reqwest::Client::new();
            loop {
                let asked_us = now_us();
                let response = client.get(&url).bearer_auth(&token).send().await?;
                // A refusal for too many questions is skipped.
                if response.status().is_success() {
                    let state: Value = serde_json::from_str(&response.text().await?)?;
                    let seq = state["seq"].as_u64().context("a lot's state has a seq")?;
                    notes.lock().expect("nobody panics with it").push((seq, asked_us));
                }
                sleep(ASK_EVERY).await;
            }
        });
        Self { asking, seen }
    }

    /// The staleness of these deliveries; none when there are none.
    pub(crate) fn judge(self, deliveries: &[Delivery]) -> anyhow::Result<Option<Staleness>> {
        self.asking.abort();
        let seen = self.seen.lock().expect("nobody panics with it");
        staleness(&seen, deliveries)
    }
}

fn staleness(seen: &[Seen], deliveries: &[Delivery]) -> anyhow::Result<Option<Staleness>> {
    let mut histogram = Histogram::<u64>::new_with_bounds(1, STALENESS_US_MAX, 3)?;
    for delivery in deliveries {
        let place = seen.partition_point(|(seq, _)| *seq <= delivery.known);
        if let Some((_, asked_us)) = place.checked_sub(1).and_then(|place| seen.get(place)) {
            histogram.saturating_record(delivery.at_us.saturating_sub(*asked_us));
        }
    }
    let at = |quantile| histogram.value_at_quantile(quantile);
    Ok((!histogram.is_empty()).then(|| Staleness { p50: at(0.5), p99: at(0.99), max: histogram.max() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_as_old_as_the_first_record_that_it_lacks() {
        let seen = [(5, 1_000), (5, 2_000), (7, 3_000), (9, 4_000)];

        let one = staleness(&seen, &[Delivery { at_us: 10_000, known: 6 }]).unwrap().unwrap();

        assert_eq!(one.max / 10, 800, "record 7 came after the second question");
        assert!(
            staleness(&seen, &[Delivery { at_us: 10_000, known: 4 }]).unwrap().is_none(),
            "nobody had asked before"
        );
    }
}
