//! Peers: what others would build in place of fairlot, each as good as its users would make it, behind the same server.

mod contestants;
mod front;
mod open_loop;
mod peer;
mod plan;
mod pools;
mod postgres;
mod redis;
mod scenario;
mod services;

pub(crate) use self::peer::Peer;
pub(crate) use self::plan::Args;
pub(crate) use self::scenario::run;
