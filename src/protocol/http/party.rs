//! A party of a lot, as a request names it: who looks.

use std::str::FromStr;

use crate::ids::{BidderId, OdsCode};

/// Who looks at a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// A bidder of the lot.
    Bidder(BidderId),
    /// An observer of a trust of the event.
    Observer(OdsCode),
    /// A buyer of the partnership.
    Buyer,
    /// An auditor of the partnership.
    Auditor,
}

/// The text names no party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be {FORM}", FORM = Party::FORM)]
pub struct BadParty;

impl Party {
    /// How a party is named.
    pub const FORM: &str = "\"bidder:\" with an id, \"observer:\" with an ODS code, \"buyer\" or \"auditor\"";
}

impl FromStr for Party {
    type Err = BadParty;

    fn from_str(text: &str) -> Result<Self, BadParty> {
        match text.split_once(':') {
            Some(("bidder", id)) => BidderId::parse(id).map(Self::Bidder).map_err(|_| BadParty),
            Some(("observer", ods)) => OdsCode::parse(ods).map(Self::Observer).map_err(|_| BadParty),
            None if text == "buyer" => Ok(Self::Buyer),
            None if text == "auditor" => Ok(Self::Auditor),
            Some(_) | None => Err(BadParty),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // E44
    #[test]
    fn each_party_is_read_and_no_other_text_is() {
        let id = |id| Party::Bidder(BidderId::parse(id).unwrap());
        assert_eq!("bidder:acme".parse(), Ok(id("acme")));
        assert_eq!("bidder:a:b".parse(), Ok(id("a:b")), "an id may hold a colon");
        assert_eq!("observer:RFS".parse(), Ok(Party::Observer(OdsCode::parse("RFS").unwrap())));
        assert_eq!("buyer".parse(), Ok(Party::Buyer));
        assert_eq!("auditor".parse(), Ok(Party::Auditor));
        for text in ["", "admin", "bidder", "bidder:", "observer:", "buyer:x", "Buyer", "system"] {
            assert_eq!(text.parse::<Party>(), Err(BadParty), "{text}");
        }
    }
}
