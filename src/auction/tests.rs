//! The rules of a lot, one sentence for each test.

mod acts;
mod after_acts;
mod course;
mod fits;
mod graph;
mod judgement;
mod leads;
mod limits;
mod previews;
mod ranking;
mod replay;
mod result_ties;
mod results;
mod secrecy;
mod shown;
mod simulations;
mod timing;
mod views;
mod words;
