//! How large a document and its parts may be. The problem with what is larger names the limit.

use crate::json::Bounds;

/// Bytes of a whole document.
pub const DOCUMENT_BYTES_MAX: usize = 1 << 20;
/// How many lists and objects of a document may lie in one another while it is typed.
pub const DEPTH_MAX: usize = 32;
/// Bytes of the longest bid: of a WebSocket frame and of the body of a request.
pub const BID_BYTES_MAX: usize = 64 << 10;
/// Bytes of a bid without its prices: its lot's id, its longest reference, its other members, and some to spare.
pub(super) const BID_WITHOUT_PRICES_BYTES: usize = 700;
/// Bytes of an item in a bid beside its id: a colon, the longest price in quotes, a comma.
pub(super) const BID_PRICE_BYTES: usize = ":\"1000000000000.0000\",".len();
/// Trusts of an event.
pub const TRUSTS_MAX: usize = 100;
/// Bidders of an event, and so of a lot.
pub const BIDDERS_MAX: usize = 2_000;
/// Lots of an event.
pub const LOTS_MAX: usize = 100;
/// Items of a lot.
pub const ITEMS_MAX: usize = 1_000;
/// Bidders summed over all lots: each lot's first record carries them all.
pub const INVITATIONS_MAX: usize = 10_000;
/// Bytes that an event's publication may write for its lots: each lot's first record carries the whole document. All of
/// them are one transaction, and the bids of all other lots wait for it (see docs/performance.md, Publication of the
/// largest event). Only an event with long texts can exceed this.
pub const FIRST_RECORDS_BYTES_MAX: usize = 128 << 20;
/// Bands of a minimum decrement.
pub const BANDS_MAX: usize = 50;
/// Bytes of a name, a title, a reference, a unit.
pub const TITLE_BYTES_MAX: usize = 500;
/// Bytes of the name of a contact.
pub const NAME_BYTES_MAX: usize = 200;
/// Bytes of an e-mail address.
pub const EMAIL_BYTES_MAX: usize = 254;
/// Bytes of a telephone number, with all that stands between its digits.
pub const TELEPHONE_BYTES_MAX: usize = 60;
/// Digits of a telephone number.
pub const TELEPHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=20;
/// Bytes of an item's description.
pub const DESCRIPTION_BYTES_MAX: usize = 2_000;
/// Bytes of a justification.
pub const JUSTIFICATION_BYTES_MAX: usize = 16_384;
/// Bytes of an event's terms.
pub const TERMS_BYTES_MAX: usize = 65_536;
/// Decimal places of a unit price.
pub const DECIMALS_MAX: u64 = 4;
/// Decimal places of a factor and of a divisor.
pub const FACTOR_PLACES_MAX: u32 = 6;
/// The largest factor and the largest divisor.
pub const FACTOR_MAX: i64 = 1_000;
/// Decimal places of a volume.
pub const VOLUME_PLACES_MAX: u32 = 3;
/// The largest volume of one trust.
pub const VOLUME_MAX: i64 = 1_000_000_000;
/// The largest unit price.
pub const PRICE_MAX: i64 = 1_000_000_000_000;
/// The largest percentage of a step.
pub const PERCENT_MAX: i64 = 100;
/// The longest time that can be stated, seconds: a leap year.
pub const SECONDS_MAX: u64 = 366 * 24 * 3_600;
/// The longest time that a lot may settle at its close, milliseconds.
pub const SETTLE_MS_MAX: u64 = 10_000;
/// The longest contract, months.
pub const CONTRACT_MONTHS_MAX: u64 = 600;

/// Bounds of a step in per cent.
pub(super) const PERCENT: Bounds = Bounds::FROM_ZERO.at_most(PERCENT_MAX).in_per_cent();
/// Bounds of a factor and of a divisor.
pub(crate) const FACTOR: Bounds = Bounds::ABOVE_ZERO.at_most(FACTOR_MAX).with_places(FACTOR_PLACES_MAX).without_unit();
/// Bounds of the volume of one trust.
pub(crate) const VOLUME: Bounds = Bounds::FROM_ZERO.at_most(VOLUME_MAX).with_places(VOLUME_PLACES_MAX).without_unit();

/// Bounds of a unit price in a lot with that many decimals.
pub(crate) const fn price(decimals: u32) -> Bounds {
    Bounds::ABOVE_ZERO.at_most(PRICE_MAX).with_places(decimals)
}

/// Bounds of a unit price in a lot whose decimals are not known.
pub(crate) const fn price_of_any_lot() -> Bounds {
    Bounds::ABOVE_ZERO.at_most(PRICE_MAX).with_places(4)
}
