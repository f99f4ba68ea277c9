//! What others build on Redis: one Lua script judges and keeps a bid.
//!
//! The append-only file is synced before any answer (`appendfsync always`). All bids share one connection: those that
//! are sent while Redis is busy are read, run and synced together.

use redis::Script;
use redis::aio::MultiplexedConnection;

use super::front::{Bid, BidStore, Placed};
use crate::fairlot::CEILING_STEPS;

/// Later than any round ends, in seconds since 1970.
const CLOSES_AT: u64 = 1 << 40;

/// Judges in a script.
pub(super) struct RedisLua {
    connection: MultiplexedConnection,
    place_bid: Script,
}

impl RedisLua {
    pub(super) async fn connect(address: &str) -> anyhow::Result<Self> {
        let connection = redis::Client::open(address)?.get_multiplexed_async_connection().await?;
        Ok(Self { connection, place_bid: Script::new(include_str!("place_bid.lua")) })
    }
}

impl BidStore for RedisLua {
    async fn open(&self, lot: &str) -> anyhow::Result<()> {
        let mut open = redis::cmd("HSET");
        open.arg(lot).arg("ceiling").arg(CEILING_STEPS).arg("min_decrement").arg(1).arg("closes_at").arg(CLOSES_AT);
        open.exec_async(&mut self.connection.clone()).await?;
        Ok(())
    }

    async fn place(&self, bid: &Bid) -> anyhow::Result<Placed> {
        let mut call = self.place_bid.prepare_invoke();
        call.key(&bid.lot).key(format!("{}/standing", bid.lot)).key(format!("{}/bids", bid.lot));
        call.arg(bid.bidder).arg(&bid.reference).arg(bid.price);
        let (accepted, seq, rank): (bool, i64, i64) = call.invoke_async(&mut self.connection.clone()).await?;
        Ok(Placed { accepted, seq, rank })
    }
}
