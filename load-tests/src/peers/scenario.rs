//! The scenario `peers`: the same bidders at fairlot and at what others would build in its place, in turns.
//!
//! fairlot runs on PostgreSQL, so that it and its two PostgreSQL peers have one cluster, one disk and one minute in
//! common; Redis, where there is one, is beside them as the fastest thing that people reach for.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "ratios that people read")]

use std::path::Path;

use throwaway_postgres::{Cluster, Setup};

use super::Peer;
use super::services::Redis;
use crate::common::{Common, Progress, WARM_UP};
use crate::fairlot::{Database, Fairlot, Wanted};
use crate::figures::Figures;
use crate::goal::{Goal, Measured};
use crate::outcome::{Outcome, Table};
use crate::round::{self, Load, Pace};
use crate::server::Server;

const ROUNDS: u16 = 5;
const SECONDS: u16 = 4;

const FAIRLOT: &str = "fairlot on PostgreSQL";
const FUNCTION: &str = "pg-function";
const ROW_LOCK: &str = "pg-row-lock";
const REDIS: &str = "redis-lua";

/// Flags of `load-tests peers`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bidders, each on a connection of its own, each waiting for its answers
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    bidders: u16,
    /// Pooled connections of the two PostgreSQL peers
    #[arg(long, default_value_t = super::POOL_CONNECTIONS, value_parser = clap::value_parser!(u32).range(1..=90))]
    pool: u32,
}

/// All that takes turns, and what it stands on.
struct Contestants {
    fairlot: Fairlot,
    peers: Vec<(&'static str, Server)>,
    _cluster: Cluster,
    redis: Option<Redis>,
}

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let all = Contestants::start(&args, common).await?;
    let rounds = common.rounds(ROUNDS);
    let seconds = common.measure(SECONDS).as_secs();
    let about = format!("{} bidders on one lot, one bid in flight each, {rounds} rounds of {seconds} s", args.bidders);
    let mut outcome = Outcome::new("peers", about);
    let progress = Progress::new("peers", u64::from(rounds) * (1 + all.peers.len() as u64));
    for round in 1..=rounds {
        progress.step(format!("round {round}: {FAIRLOT}"));
        let lot = all.fairlot.open_lot().await?;
        let seats = all.fairlot.seats(&all.fairlot.server, &lot, true);
        let figures = round::run(&seats, all.fairlot.server.pid, load(common)).await?;
        outcome.figures(round, FAIRLOT, figures);
        for (name, server) in &all.peers {
            progress.step(format!("round {round}: {name}"));
            let seats = all.fairlot.seats(server, &format!("{name}-{round}"), false);
            let figures = round::run(&seats, server.pid, load(common)).await?;
            outcome.figures(round, *name, figures);
        }
    }
    drop(progress);
    report(&mut outcome, all.redis.is_some());
    Ok(outcome)
}

fn load(common: &Common) -> Load {
    Load { pace: Pace::InFlight(1), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) }
}

fn report(outcome: &mut Outcome, with_redis: bool) {
    let of = |name: &str, figure: fn(&Figures) -> f64| -> Vec<f64> {
        outcome.rounds.iter().filter(|one| one.name == name).map(|one| figure(&one.figures)).collect()
    };
    let ratios = |above: Vec<f64>, below: Vec<f64>| -> Vec<f64> {
        above.iter().zip(&below).map(|(above, below)| above / below).collect()
    };
    let rate = |figures: &Figures| figures.accepted_per_second;
    let p99 = |figures: &Figures| figures.latency_us.p99 as f64;
    let g3 = ratios(of(FAIRLOT, rate), of(FUNCTION, rate));
    let g4 = ratios(of(FUNCTION, p99), of(FAIRLOT, p99));

    let mut table = Table::new("fairlot on PostgreSQL against each", ["peer", "bids/s ratio", "p99 ratio"]);
    for name in [FUNCTION, ROW_LOCK, REDIS] {
        let rates = ratios(of(FAIRLOT, rate), of(name, rate));
        let waits = ratios(of(name, p99), of(FAIRLOT, p99));
        if let Some((rates, waits)) = middle(rates).zip(middle(waits)) {
            table.row(vec![name.to_owned(), format!("{rates:.2}"), format!("{waits:.2}")]);
        }
    }
    table.note("Bids/s: fairlot's by the peer's. p99: the peer's by fairlot's. Medians of the rounds; more is better.");
    if !with_redis {
        table.note("redis-lua was left out: there is no redis-server on this machine.");
    }
    outcome.table(table);
    outcome.measured(Measured::of(Goal::G3, g3));
    outcome.measured(Measured::of(Goal::G4, g4));
    outcome.tabulate("Every server", &[FAIRLOT, FUNCTION, ROW_LOCK, REDIS]);
}

fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

impl Contestants {
    async fn start(args: &Args, common: &Common) -> anyhow::Result<Self> {
        let cluster = Setup::default().below(std::path::absolute(Path::new("/var/tmp"))?).start()?;
        let wanted =
            Wanted { database: Database::Url(cluster.create_database()?), ..Wanted::durable(args.bidders.into()) };
        let fairlot = Fairlot::start(&common.place, wanted).await?;
        let redis = Redis::start(&common.place.folder).await?;
        let connections = args.pool;
        let mut peers = vec![
            (FUNCTION, Peer::PgFunction { database: cluster.create_database()?, connections }),
            (ROW_LOCK, Peer::PgRowLock { database: cluster.create_database()?, connections }),
        ];
        if let Some(redis) = &redis {
            peers.push((REDIS, Peer::RedisLua { address: redis.address()? }));
        }
        let mut started = Vec::with_capacity(peers.len());
        for (name, peer) in peers {
            started.push((name, peer.start().await?));
        }
        Ok(Self { fairlot, peers: started, _cluster: cluster, redis })
    }
}
