//! The console of an event: all its lots in short, and which bidders are connected, as one feed.
//!
//! While nobody follows an event, nothing is done for its console. While somebody does, a task looks every 250 ms at what
//! the lots have committed, and asks those that have changed. So a bid does nothing for consoles and waits for none.

mod collector;
mod consoles;
mod event_console;
mod facts;
mod frames;
mod presence_view;
mod texts;

pub(super) use self::consoles::Consoles;
pub(super) use self::event_console::EventConsole;
pub(super) use self::facts::ConsoleFacts;
pub(super) use self::presence_view::people as people_of_bidder;
