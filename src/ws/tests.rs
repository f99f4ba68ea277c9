//! Tests of the WebSocket protocol with raw frames (RFC 6455), over a pipe instead of a socket, in paused time.

mod closing;
mod events;
mod following;
mod frames;
mod large;
mod messages;
mod raw;
mod secrecy;
mod upgrade;
