//! The codes of faults and findings: what a program acts on, where the message is for people.
//!
//! One closed list for documents, bodies and the lint, so that a client has one list too. A code that was published
//! keeps its name and its meaning.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ids::ID_BYTES_MAX;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What a fault or a finding is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Code {
            /// All codes.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as it is written.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

codes! {
    /// It is needed, and absent, null, empty or blank.
    Missing = "missing",
    /// No member of that name is known here.
    UnknownMember = "unknown_member",
    /// Another kind of JSON value is needed, such as a text where a number stands.
    WrongType = "wrong_type",
    /// The body is no JSON text.
    BadJson = "bad_json",
    /// The text has signs that it may not have, or not the form that it needs.
    BadText = "bad_text",
    /// The text is no decimal.
    BadDecimal = "bad_decimal",
    /// The text is no instant.
    BadInstant = "bad_instant",
    /// A whole number is needed.
    NotAWholeNumber = "not_a_whole_number",
    /// The word is none of those that are known here.
    UnknownChoice = "unknown_choice",
    /// The figure or the instant lies outside its bounds.
    OutOfRange = "out_of_range",
    /// The decimal has more places than are allowed.
    TooManyPlaces = "too_many_places",
    /// The text or the whole body is longer than is allowed.
    TooLong = "too_long",
    /// There are more of them than are allowed.
    TooMany = "too_many",
    /// It occurs for a second time where it may occur once.
    StandsTwice = "stands_twice",
    /// It names something that does not exist here.
    UnknownReference = "unknown_reference",
    /// It does not go together with another member.
    Contradiction = "contradiction",
    /// A bid on the lot would be longer than a message may be.
    BidTooLarge = "bid_too_large",
    /// The trade item number has something other than digits.
    GtinNotDigits = "gtin_not_digits",
    /// The trade item number has another number of digits than 8, 12, 13 or 14.
    GtinLength = "gtin_length",
    /// The trade item number has the wrong check digit.
    GtinCheckDigit = "gtin_check_digit",
    /// The query has a member that is not known, or a wrong value.
    BadQuery = "bad_query",
    /// A header has a wrong value.
    BadHeader = "bad_header",
    /// Others could guess the password.
    WeakPassword = "weak_password",
    /// Law: the lot opens too soon after publication.
    NoticePeriod = "notice_period",
    /// Law: a text names a bidder to all others.
    IdentitiesNamed = "identities_named",
    /// The opening has passed.
    OpeningInThePast = "opening_in_the_past",
    /// The lot would have closed already.
    ClosingInThePast = "closing_in_the_past",
    /// The lot would close before it opens.
    ClosingBeforeOpening = "closing_before_opening",
    /// The latest close is before the close.
    LatestCloseBeforeClose = "latest_close_before_close",
    /// The notice period reaches beyond the bank holidays that are known.
    BankHolidaysUnknown = "bank_holidays_unknown",
    /// A bidder is invited to no lot.
    BidderWithoutLot = "bidder_without_lot",
    /// A trust buys nothing.
    TrustWithoutVolume = "trust_without_volume",
    /// There is little competition.
    FewBidders = "few_bidders",
    /// A tie leaves bidders in doubt about their rank.
    RankInDoubt = "rank_in_doubt",
    /// All prices are shown, so the lead's price is too.
    LeadPriceShownAnyway = "lead_price_shown_anyway",
    /// Every bid meets the reserve.
    ReserveAboveCeiling = "reserve_above_ceiling",
    /// Quality points do not count.
    QualityIgnored = "quality_ignored",
    /// A bidder has no quality points where they count.
    QualityMissing = "quality_missing",
    /// The lot can go on without end.
    NoLatestClose = "no_latest_close",
    /// The extension never extends the lot.
    ExtensionWithoutEffect = "extension_without_effect",
    /// Every bid can extend the lot.
    ExtensionLongerThanLot = "extension_longer_than_lot",
    /// The minimum decrement is large beside the ceiling.
    DecrementLarge = "decrement_large",
    /// The minimum decrement is small beside the ceiling.
    DecrementSmall = "decrement_small",
}

impl Code {
    /// The code of a text that is no identifier.
    pub(crate) fn of_bad_id(text: &str) -> Self {
        if text.is_empty() {
            return Self::Missing;
        }
        if text.len() > ID_BYTES_MAX { Self::TooLong } else { Self::BadText }
    }
}
