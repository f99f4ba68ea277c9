//! The servers that take turns in `peers`, and their databases.

use std::path::Path;

use throwaway_postgres::{Cluster, Setup};

use super::peer::Peer;
use super::plan::Args;
use super::services::Redis;
use crate::common::Place;
use crate::fairlot::{Database, Fairlot, Wanted};
use crate::figures::Figures;
use crate::round::{self, Load};
use crate::server::Server;

pub(super) const FAIRLOT: &str = "fairlot on PostgreSQL";
pub(super) const FUNCTION: &str = "pg-function";
pub(super) const ROW_LOCK: &str = "pg-row-lock";
pub(super) const REDIS: &str = "redis-lua";

/// fairlot, its peers, and their databases.
pub(super) struct Contestants {
    pub(super) fairlot: Fairlot,
    pub(super) peers: Vec<Contestant>,
    cluster: Cluster,
    redis: Option<Redis>,
}

/// A peer that runs.
pub(super) struct Contestant {
    pub(super) name: String,
    server: Server,
}

impl Contestants {
    pub(super) async fn start(args: &Args, place: &Place) -> anyhow::Result<Self> {
        let cluster = Setup::default().below(std::path::absolute(Path::new("/var/tmp"))?).start()?;
        let wanted =
            Wanted { database: Database::Url(cluster.create_database()?), ..Wanted::durable(args.bidders.into()) };
        let fairlot = Fairlot::start(place, wanted).await?;
        let redis = Redis::start(&place.folder).await?;
        let mut all = Self { fairlot, peers: Vec::new(), cluster, redis };
        let function = all.function(FUNCTION, args.pool).await?;
        let row_lock = Peer::PgRowLock { database: all.cluster.create_database()?, connections: args.pool };
        all.peers.extend([function, Contestant::start(ROW_LOCK, &row_lock).await?]);
        if let Some(redis) = &all.redis {
            all.peers.push(Contestant::start(REDIS, &Peer::RedisLua { address: redis.address()? }).await?);
        }
        Ok(all)
    }

    /// One more PL/pgSQL function on its own database, behind a pool of this size.
    pub(super) async fn function(&self, name: impl Into<String>, connections: u32) -> anyhow::Result<Contestant> {
        Contestant::start(name, &Peer::PgFunction { database: self.cluster.create_database()?, connections }).await
    }

    pub(super) fn has_redis(&self) -> bool {
        self.redis.is_some()
    }

    /// fairlot's turn, on a new lot that its bidders follow.
    pub(super) async fn fairlot(&self, load: Load) -> anyhow::Result<Figures> {
        let lot = self.fairlot.open_lot().await?;
        let plans = self.fairlot.plans(&self.fairlot.server, &lot, true);
        round::run(&plans, self.fairlot.server.pid, load).await
    }

    /// A peer's turn, on a lot that is new to it.
    pub(super) async fn peer(&self, peer: &Contestant, lot: &str, load: Load) -> anyhow::Result<Figures> {
        let plans = self.fairlot.plans(&peer.server, lot, false);
        round::run(&plans, peer.server.pid, load).await
    }
}

impl Contestant {
    async fn start(name: impl Into<String>, peer: &Peer) -> anyhow::Result<Self> {
        Ok(Self { name: name.into(), server: peer.start().await? })
    }
}
