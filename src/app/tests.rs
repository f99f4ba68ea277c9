//! A whole server over a store in memory, which loses its store and gets it back.

mod away;
mod ending;
mod house;
mod people;
mod refs;
