//! Tests of the engine as a whole: a real journal over a store in memory, paused time, no sleeping.

mod acts;
mod answers;
mod clock_steps;
mod closing;
mod direct;
mod events;
mod failing;
mod feed;
mod fixture;
mod history;
mod offers;
mod outage;
mod presence;
mod registry;
mod rejudge;
mod storm;
