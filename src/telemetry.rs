//! Log lines and metrics for the operator, with the descriptions and the buckets of all metrics.
//!
//! Never shows a token or a price. The engine and the journal name their own metrics; this file describes all of them.

use std::io::IsTerminal as _;
use std::sync::OnceLock;

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Gauge: open connections, WebSockets among them.
pub const CONNECTIONS: &str = "fairlot_connections";
/// Gauge: open WebSockets.
pub const WEBSOCKETS: &str = "fairlot_websockets";
/// Counter: frames read from WebSockets.
pub const FRAMES_TOTAL: &str = "fairlot_frames_total";
/// Counter, by `code`: errors answered over WebSockets.
pub const ERRORS_TOTAL: &str = "fairlot_errors_total";
/// Counter, by `code`: WebSockets that the server closed.
pub const CLOSES_TOTAL: &str = "fairlot_closes_total";
/// Histogram, by `method`, `route` and `status`: seconds from a request's head to the head of its answer.
pub const HTTP_SECONDS: &str = "fairlot_http_seconds";

/// Gauge: 1 while the server waits as a standby, 0 once it has the journal.
pub const STANDBY: &str = "fairlot_standby";
/// Counter: how often the server was rebuilt from its journal because its store was lost.
pub const REBUILDS_TOTAL: &str = "fairlot_rebuilds_total";

/// From 50 µs to 10 s: a commit and a slow page are both well inside.
const SECONDS: [f64; 16] =
    [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Sizes of batches and commits.
const COUNTS: [f64; 11] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1_024.0];

/// The format of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Starts logging to stderr, with colours on a terminal only, filtered by `RUST_LOG` or else by `default_filter`. Later
/// calls do nothing.
pub fn log(format: LogFormat, default_filter: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default_filter));
    let colours = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(colours);
    let registry = tracing_subscriber::registry().with(filter);
    let started = match format {
        LogFormat::Text => registry.with(lines).try_init(),
        LogFormat::Json => registry.with(lines.json()).try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

/// The process's metrics; the first call starts them. The owner of the process calls `run_upkeep` every few seconds.
///
/// # Panics
/// Where another recorder was installed in this process.
#[must_use]
pub fn metrics() -> PrometheusHandle {
    static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();
    METRICS.get_or_init(install).clone()
}

fn install() -> PrometheusHandle {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_bids".to_owned()), &COUNTS))
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_records".to_owned()), &COUNTS))
        .expect("the buckets are not empty")
        .install_recorder()
        .expect("no other metrics recorder is installed");
    describe();
    handle
}

fn describe() {
    describe_gauge!(CONNECTIONS, "open connections, WebSockets among them");
    describe_gauge!(WEBSOCKETS, "open WebSockets");
    describe_counter!(FRAMES_TOTAL, "frames read from WebSockets");
    describe_counter!(ERRORS_TOTAL, "errors answered over WebSockets, by code");
    describe_counter!(CLOSES_TOTAL, "WebSockets that the server closed, by code");
    describe_histogram!(HTTP_SECONDS, Unit::Seconds, "from a request's head to the head of its answer");
    describe_gauge!(STANDBY, "1 while the server waits as a standby, 0 once it has the journal");
    describe_counter!(REBUILDS_TOTAL, "rebuilds from the journal after the store was lost");
    describe_counter!("fairlot_bids_total", "bids answered, by outcome");
    describe_counter!("fairlot_bids_settled_late_total", "bids in time that a lot came to only after it had settled");
    describe_histogram!("fairlot_ack_seconds", Unit::Seconds, "from the reading of a bid's frame to its answer");
    describe_histogram!("fairlot_batch_bids", "bids and commands judged in one batch of a lot");
    describe_histogram!("fairlot_commit_seconds", Unit::Seconds, "how long a commit took");
    describe_histogram!("fairlot_commit_records", "records in a commit");
    describe_gauge!("fairlot_journal_queue", "batches that wait for the journal");
    describe_gauge!("fairlot_mailbox_len", "bids and commands that wait for their lots");
    describe_histogram!("fairlot_feed_staleness_seconds", Unit::Seconds, "from a commit to the state that shows it");
    describe_gauge!("fairlot_followers", "followers of all lots");
    describe_gauge!("fairlot_failed_streams", "streams that cannot be read, or that another process has written to");
    describe_counter!("fairlot_clock_steps_total", "steps of the machine's wall clock; no deadline moved");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_started_once_and_rendered_with_buckets() {
        let handle = metrics();
        metrics::histogram!(HTTP_SECONDS, "route" => "/x").record(0.003);

        let text = handle.render();

        assert!(text.contains("fairlot_http_seconds_bucket{route=\"/x\",le=\"0.005\"} 1"), "{text}");
    }
}
