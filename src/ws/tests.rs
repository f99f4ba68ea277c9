//! Tests of the WebSocket door with raw frames (RFC 6455), over a pipe instead of a socket, in paused time.

mod following;
mod frames;
mod messages;
mod patience;
mod raw;
mod upgrade;
