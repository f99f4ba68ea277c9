//! The peers by their names on the command line, each in a separate process.

use std::env::current_exe;

use clap::Subcommand;
use tokio::process::Command;

use super::front;
use super::postgres::{Function, RowLock};
use super::redis::RedisLua;
use crate::server::Server;

/// The size of the pools: of 2, 4, 8, 16 and 32 the best for the peers, whose bids queue for one row anyway; see
/// docs/performance.md, Connection pools of the peers.
pub(super) const POOL_CONNECTIONS: u32 = 2;

/// A peer.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Peer {
    /// `SELECT … FOR UPDATE`, judged in the program, in one transaction a bid
    PgRowLock {
        /// An empty database
        database: String,
        /// Pooled connections
        #[arg(default_value_t = POOL_CONNECTIONS)]
        connections: u32,
    },
    /// The same judged by one PL/pgSQL function
    PgFunction {
        /// An empty database
        database: String,
        /// Pooled connections
        #[arg(default_value_t = POOL_CONNECTIONS)]
        connections: u32,
    },
    /// One Lua script a bid
    RedisLua {
        /// Where Redis listens
        address: String,
    },
}

impl Peer {
    /// Starts the peer in a child process.
    pub(crate) async fn start(&self) -> anyhow::Result<Server> {
        let mut command = Command::new(current_exe()?);
        command.arg("peer-server");
        match self {
            Self::PgRowLock { database, connections } => {
                command.args(["pg-row-lock", database, &connections.to_string()])
            }
            Self::PgFunction { database, connections } => {
                command.args(["pg-function", database, &connections.to_string()])
            }
            Self::RedisLua { address } => command.args(["redis-lua", address]),
        };
        Server::start(&mut command).await
    }

    /// Serves until the process is killed.
    pub(crate) async fn serve(self) -> anyhow::Result<()> {
        match self {
            Self::PgRowLock { database, connections } => {
                front::serve(RowLock::connect(&database, connections).await?).await
            }
            Self::PgFunction { database, connections } => {
                front::serve(Function::connect(&database, connections).await?).await
            }
            Self::RedisLua { address } => front::serve(RedisLua::connect(&address).await?).await,
        }
    }
}
