//! What one bidder of a scenario does: where it connects, and on which lots it bids.

/// A bidder's connection and its lots.
#[derive(Debug, Clone)]
pub(crate) struct BidderPlan {
    pub(crate) url: String,
    pub(crate) token: String,
    /// The bidder bids on these in turn.
    pub(crate) lots: Vec<String>,
    /// The index of the first lot. Bidders with different first lots are spread over all lots.
    pub(crate) first_lot: usize,
    /// Bids of earlier rounds on the same lots. No `ref` and no price may be used again.
    pub(crate) bids_before: u64,
    /// Whether it follows the lots too, as a bidder in a browser does.
    pub(crate) follows: bool,
    /// Whether it asks for beats where it follows.
    pub(crate) beats: bool,
}
