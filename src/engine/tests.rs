//! Tests of the engine as a whole: a real journal over a store in memory, paused time, no sleeping.

mod acts;
mod answers;
mod beats;
mod clock_steps;
mod closing;
mod console;
mod console_secrecy;
mod direct;
mod draft_histories;
mod drafts;
mod event_lists;
mod event_records;
mod events;
mod failing;
mod feed;
mod fixture;
mod history;
mod keys;
mod names;
mod offers;
mod outage;
mod previews;
mod registry;
mod rejudge;
mod staying_signed_in;
mod storm;
