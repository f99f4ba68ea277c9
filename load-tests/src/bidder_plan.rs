//! What one bidder of a scenario does.

/// As whom a bidder connects, and on which lots it bids.
#[derive(Debug, Clone)]
pub(crate) struct BidderPlan {
    pub(crate) url: String,
    pub(crate) token: String,
    /// Bid on in turn.
    pub(crate) lots: Vec<String>,
    /// Which of them is first: bidders who begin at different ones spread over all.
    pub(crate) first_lot: usize,
    /// Bids of earlier rounds on the same lots: no `ref` and no price may come again.
    pub(crate) bids_before: u64,
    /// Whether it is told of the lots' newest states too, as a bidder at a screen is.
    pub(crate) follows: bool,
}
