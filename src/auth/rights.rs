//! The one table of rights: what each role may do.
//!
//! It applies to events and lots that the caller may see. It does not decide whether a caller may see one: that depends on
//! the invitation.

use super::principal::Role;

/// An operation that a caller can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Create, revise or publish an event.
    SetUpEvents,
    /// See events and lots, follow a lot.
    See,
    /// Accept an event's terms.
    AcceptTerms,
    /// Bid, ask for the outcome of a bid, ask for an annulment.
    Bid,
    /// Pause, extend, annul and the like.
    Conduct,
    /// Play a practice lot.
    Practise,
    /// See what a bidder has to do before an event.
    SeeLobby,
    /// Tell the server how well a connection works.
    TestConnection,
    /// Read the part of a lot's journal that the role may see.
    ReadHistory,
    /// Follow an event with all its lots in short.
    FollowEvents,
    /// Read which bids were refused.
    ReadRefusals,
    /// Read a record of its own bids.
    ReadRecord,
    /// Read which offers led a lot, and when.
    ReadLeads,
    /// Read what each trust gains or loses.
    ReadSavings,
    /// Look for records of a lot by what they say.
    SearchRecords,
    /// See what another party of a lot saw.
    SeeAsParty,
    /// Try other rules out on a lot that has ended.
    Simulate,
}

impl Deed {
    /// All deeds.
    pub const ALL: [Self; 17] = [
        Self::SetUpEvents,
        Self::See,
        Self::AcceptTerms,
        Self::Bid,
        Self::Conduct,
        Self::Practise,
        Self::SeeLobby,
        Self::TestConnection,
        Self::ReadHistory,
        Self::FollowEvents,
        Self::ReadRefusals,
        Self::ReadRecord,
        Self::ReadLeads,
        Self::ReadSavings,
        Self::SearchRecords,
        Self::SeeAsParty,
        Self::Simulate,
    ];

    const fn in_words(self) -> &'static str {
        match self {
            Self::SetUpEvents => "set up events",
            Self::See => "see auctions",
            Self::AcceptTerms => "accept terms",
            Self::Bid => "bid",
            Self::Conduct => "conduct an auction",
            Self::Practise => "practise",
            Self::SeeLobby => "see the lobby of a bidder",
            Self::TestConnection => "test a bidder's connection",
            Self::ReadHistory => "read a lot's history",
            Self::FollowEvents => "follow a whole event; it follows its lots",
            Self::ReadRefusals => "read refused bids",
            Self::ReadRecord => "read a record of its own bids",
            Self::ReadLeads => "read who led",
            Self::ReadSavings => "read savings",
            Self::SearchRecords => "search the records of a lot",
            Self::SeeAsParty => "see a lot as another party saw it",
            Self::Simulate => "try other rules out on a lot",
        }
    }
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 5] = [Self::Admin, Self::Buyer, Self::Supplier, Self::Observer, Self::Auditor];

    /// Whether a person of this role may do `deed`.
    #[must_use]
    pub const fn may(self, deed: Deed) -> bool {
        match deed {
            Deed::SetUpEvents | Deed::Conduct => matches!(self, Self::Buyer),
            Deed::AcceptTerms | Deed::Bid | Deed::ReadRecord | Deed::TestConnection => matches!(self, Self::Supplier),
            Deed::SeeLobby => matches!(self, Self::Admin | Self::Buyer | Self::Supplier),
            Deed::Practise => matches!(self, Self::Buyer | Self::Supplier),
            Deed::See => true,
            Deed::SearchRecords | Deed::SeeAsParty => matches!(self, Self::Auditor),
            Deed::FollowEvents | Deed::ReadLeads | Deed::ReadSavings => !matches!(self, Self::Supplier),
            Deed::Simulate => matches!(self, Self::Buyer | Self::Auditor),
            Deed::ReadRefusals => matches!(self, Self::Admin | Self::Buyer | Self::Auditor),
            Deed::ReadHistory => match self {
                Self::Buyer | Self::Supplier | Self::Observer | Self::Auditor => true,
                Self::Admin => false,
            },
        }
    }

    /// The role as written in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Buyer => "buyer",
            Self::Supplier => "supplier",
            Self::Observer => "observer",
            Self::Auditor => "auditor",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// Why [`Role::may`] refuses, in plain English.
    #[must_use]
    pub fn refusal(self, deed: Deed) -> String {
        format!("the role {} may not {}", self.as_str(), deed.in_words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // G42, G45, G53, G54, G65, G80, E54
    #[test]
    fn every_role_may_do_exactly_what_the_table_says() {
        let yes = [
            (Role::Admin, Deed::See),
            (Role::Buyer, Deed::SetUpEvents),
            (Role::Buyer, Deed::See),
            (Role::Buyer, Deed::Conduct),
            (Role::Buyer, Deed::Practise),
            (Role::Buyer, Deed::ReadHistory),
            (Role::Supplier, Deed::See),
            (Role::Supplier, Deed::AcceptTerms),
            (Role::Supplier, Deed::Bid),
            (Role::Supplier, Deed::Practise),
            (Role::Supplier, Deed::SeeLobby),
            (Role::Supplier, Deed::TestConnection),
            (Role::Buyer, Deed::SeeLobby),
            (Role::Admin, Deed::SeeLobby),
            (Role::Supplier, Deed::ReadRecord),
            (Role::Supplier, Deed::ReadHistory),
            (Role::Observer, Deed::See),
            (Role::Observer, Deed::ReadHistory),
            (Role::Auditor, Deed::See),
            (Role::Auditor, Deed::ReadHistory),
            (Role::Admin, Deed::FollowEvents),
            (Role::Buyer, Deed::FollowEvents),
            (Role::Observer, Deed::FollowEvents),
            (Role::Auditor, Deed::FollowEvents),
            (Role::Admin, Deed::ReadRefusals),
            (Role::Buyer, Deed::ReadRefusals),
            (Role::Auditor, Deed::ReadRefusals),
            (Role::Admin, Deed::ReadLeads),
            (Role::Buyer, Deed::ReadLeads),
            (Role::Observer, Deed::ReadLeads),
            (Role::Auditor, Deed::ReadLeads),
            (Role::Admin, Deed::ReadSavings),
            (Role::Buyer, Deed::ReadSavings),
            (Role::Observer, Deed::ReadSavings),
            (Role::Auditor, Deed::ReadSavings),
            (Role::Auditor, Deed::SearchRecords),
            (Role::Auditor, Deed::SeeAsParty),
            (Role::Buyer, Deed::Simulate),
            (Role::Auditor, Deed::Simulate),
        ];

        for role in Role::ALL {
            for deed in Deed::ALL {
                assert_eq!(role.may(deed), yes.contains(&(role, deed)), "{role:?} {deed:?}");
            }
        }
    }
}
