//! A whole server over a store in memory, which loses its store and reopens it.

mod announcer;
mod away;
mod ending;
mod people;
mod refs;
mod standby;
mod test_server;
mod trial;
