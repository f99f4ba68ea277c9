//! The rules of a lot as sentences.

mod acts;
mod graph;
mod judgement;
mod limits;
mod ranking;
mod replay;
mod secrecy;
mod timing;
mod views;
