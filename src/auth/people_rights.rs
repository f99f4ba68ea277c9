//! The one table of rights over people: what a caller may do with a person.
//!
//! First it is found how the caller stands to the person; then the table says what that allows.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::people::{Person, PlaceCount, RoleAt};
use super::principal::{Principal, Role};
use crate::ids::OrgId;

/// The organisations that events name, seen from one partnership. Its own events give names, those of the newest one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventParties {
    /// Bidders of its events.
    pub bidders: BTreeMap<OrgId, String>,
    /// Trusts of its events.
    pub trusts: BTreeMap<OrgId, String>,
    /// Bidders of the events of other partnerships.
    pub bidders_elsewhere: BTreeSet<OrgId>,
    /// Trusts of the events of other partnerships.
    pub trusts_elsewhere: BTreeSet<OrgId>,
    /// All partnerships that have events.
    pub partnerships: BTreeSet<OrgId>,
}

/// How a caller stands to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// An administrator of the partnership that the person works for, observes, bids to, or was invited by.
    Admin,
    /// Leads at the only place that the person has.
    Lead,
    /// Leads at one of the places of the person, who has others too.
    LeadOfOne,
    /// A buyer in whose partnership's events the person bids or observes.
    Buyer,
    /// Is of the same organisation.
    Colleague,
    /// Is the person.
    Oneself,
}

/// Something that a caller asks for about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonDeed {
    /// Read everything that is kept.
    ReadAll,
    /// Read name, telephone, e-mail address and state.
    ReadContact,
    /// Read the name.
    ReadName,
    /// Change name and telephone.
    ChangeName,
    /// End sessions.
    EndSessions,
    /// Send another invitation, or withdraw one.
    Resend,
    /// Disable and enable.
    Disable,
    /// Take off the second factor.
    TakeOffSecondFactor,
    /// Make a lead, or end a lead.
    MakeLead,
    /// Give a place.
    GivePlace,
    /// Change the e-mail address.
    ChangeEmail,
    /// Erase.
    Erase,
    /// Read the security events of the person.
    ReadSecurityEvents,
}

impl PersonDeed {
    /// All deeds.
    pub const ALL: [Self; 13] = [
        Self::ReadAll,
        Self::ReadContact,
        Self::ReadName,
        Self::ChangeName,
        Self::EndSessions,
        Self::Resend,
        Self::Disable,
        Self::TakeOffSecondFactor,
        Self::MakeLead,
        Self::GivePlace,
        Self::ChangeEmail,
        Self::Erase,
        Self::ReadSecurityEvents,
    ];

    /// Whether nobody may do it to themselves, whatever else they may.
    #[must_use]
    pub const fn is_for_others_only(self) -> bool {
        matches!(self, Self::Disable | Self::Erase)
    }

    /// The deed in words that follow "may not".
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::ReadAll => "read everything about this person",
            Self::ReadContact => "read how to reach this person",
            Self::ReadName => "read this person's name",
            Self::ChangeName => "change this person's name or telephone",
            Self::EndSessions => "end this person's sessions",
            Self::Resend => "invite this person again, or withdraw the invitation",
            Self::Disable => "disable or enable this person",
            Self::TakeOffSecondFactor => "take off this person's second factor",
            Self::MakeLead => "make this person a lead, or end that",
            Self::GivePlace => "give this person a place",
            Self::ChangeEmail => "change this person's e-mail address",
            Self::Erase => "erase this person",
            Self::ReadSecurityEvents => "read this person's security events",
        }
    }
}

impl Tie {
    /// All ties.
    pub const ALL: [Self; 6] = [Self::Admin, Self::Lead, Self::LeadOfOne, Self::Buyer, Self::Colleague, Self::Oneself];

    /// Whether this tie allows `deed`.
    #[must_use]
    pub const fn may(self, deed: PersonDeed) -> bool {
        match deed {
            PersonDeed::ReadName => true,
            PersonDeed::ReadContact => !matches!(self, Self::Colleague),
            PersonDeed::ReadAll => matches!(self, Self::Admin | Self::Lead | Self::LeadOfOne | Self::Oneself),
            PersonDeed::ChangeName | PersonDeed::EndSessions => {
                matches!(self, Self::Admin | Self::Lead | Self::Oneself)
            }
            PersonDeed::Resend | PersonDeed::Disable | PersonDeed::TakeOffSecondFactor => {
                matches!(self, Self::Admin | Self::Lead)
            }
            PersonDeed::MakeLead => matches!(self, Self::Admin | Self::Lead | Self::LeadOfOne),
            PersonDeed::GivePlace | PersonDeed::ChangeEmail | PersonDeed::Erase => matches!(self, Self::Admin),
            PersonDeed::ReadSecurityEvents => matches!(self, Self::Admin | Self::Lead),
        }
    }
}

/// A caller, and what has to be known of it to judge its rights over people.
#[derive(Debug, Clone)]
pub struct PeopleCaller {
    /// Who asks, and at which place.
    pub principal: Principal,
    /// Whether the caller leads at that place.
    pub is_lead: bool,
    /// Empty for suppliers and observers.
    pub parties: EventParties,
}

impl PeopleCaller {
    /// The place at which the caller stands.
    #[must_use]
    pub fn place(&self) -> RoleAt {
        RoleAt { role: self.principal.role, org: self.principal.org.clone() }
    }

    /// How the caller stands to a person. Nothing for a person whom the caller may not know of.
    #[must_use]
    pub fn ties(&self, person: &Person) -> Vec<Tie> {
        let is_in = |place: &RoleAt| self.is_in_events(place);
        let places = || person.places.iter().map(|held| &held.place);
        let mut ties = Vec::new();
        match self.principal.role {
            Role::Admin if self.is_of_partnership(person) => {
                // The staff of another partnership is not this administrator's to change.
                ties.push(if places().any(|place| self.is_staff_elsewhere(place)) { Tie::Buyer } else { Tie::Admin });
            }
            Role::Buyer if places().any(is_in) => ties.push(Tie::Buyer),
            Role::Admin | Role::Buyer | Role::Supplier | Role::Observer | Role::Auditor => {}
        }
        if self.is_lead && person.holds(&self.place()) {
            ties.push(if person.places.len() == 1 { Tie::Lead } else { Tie::LeadOfOne });
        }
        if places().any(|place| self.is_own_organisation(place)) {
            ties.push(Tie::Colleague);
        }
        if self.is_oneself(person) {
            ties.push(Tie::Oneself);
        }
        ties
    }

    /// Whether one of the ties to a person allows `deed`.
    #[must_use]
    pub fn may(&self, person: &Person, deed: PersonDeed) -> bool {
        self.ties(person).into_iter().any(|tie| tie.may(deed))
    }

    /// Everything that the caller may do with a person.
    #[must_use]
    pub fn deeds(&self, person: &Person) -> Vec<PersonDeed> {
        let may = |deed: PersonDeed| self.may(person, deed) && !(deed.is_for_others_only() && self.is_oneself(person));
        PersonDeed::ALL.into_iter().filter(|deed| may(*deed)).collect()
    }

    /// Whether that person is the caller.
    #[must_use]
    pub fn is_oneself(&self, person: &Person) -> bool {
        person.id == self.principal.person
    }

    /// Whether the caller may see that a person has this place.
    #[must_use]
    pub fn may_see_place(&self, person: &Person, place: &RoleAt) -> bool {
        self.ties(person).into_iter().any(|tie| match tie {
            Tie::Admin | Tie::Lead | Tie::Oneself => true,
            Tie::LeadOfOne => *place == self.place(),
            Tie::Buyer => self.is_in_events(place),
            Tie::Colleague => self.is_own_organisation(place),
        })
    }

    /// Why the caller may not invite somebody to a place, where `there` counts the people who have it. Nothing where it may.
    #[must_use]
    pub fn fault_of_inviting(&self, place: &RoleAt, there: PlaceCount) -> Option<&'static str> {
        if self.is_lead && *place == self.place() {
            return None;
        }
        match self.principal.role {
            Role::Admin if is_staff(place.role) && place.org != self.principal.org => {
                Some("an administrator invites buyers, auditors and administrators of its own partnership only")
            }
            Role::Admin | Role::Buyer if self.is_of_others_only(place) => Some(
                "another partnership works with that organisation: name it in an event of yours first, a draft is enough",
            ),
            Role::Admin if !is_staff(place.role) && there.people > 0 && !self.is_in_events(place) => Some(
                "people of that organisation are here already, and none of your events names it: its lead invites others",
            ),
            Role::Buyer if is_staff(place.role) => Some("a buyer invites suppliers and observers only"),
            Role::Buyer if there.people > 0 => {
                Some("somebody of that organisation is here already: its lead, or an administrator, invites others")
            }
            Role::Admin | Role::Buyer => None,
            Role::Supplier | Role::Observer | Role::Auditor => {
                Some("only administrators, buyers, and the leads of an organisation invite people")
            }
        }
    }

    /// The name of an organisation in the events of the caller's partnership.
    #[must_use]
    pub fn name_in_events(&self, place: &RoleAt) -> Option<&str> {
        let named = match place.role {
            Role::Supplier => self.parties.bidders.get(&place.org),
            Role::Observer => self.parties.trusts.get(&place.org),
            Role::Admin | Role::Buyer | Role::Auditor => None,
        };
        named.map(String::as_str)
    }

    /// Whether a person belongs to the caller's partnership: works for it, observes or bids in its events, or was invited
    /// by it.
    #[must_use]
    pub fn is_of_partnership(&self, person: &Person) -> bool {
        let own = &self.principal.org;
        let is_mine = |place: &RoleAt| (is_staff(place.role) && place.org == *own) || self.is_in_events(place);
        person.invited_by.as_ref() == Some(own) || person.places.iter().any(|held| is_mine(&held.place))
    }

    /// Whether the caller may give an organisation of that id a name, where `kept` is the one that it was given before.
    ///
    /// An administrator names its own partnership, and what no other partnership's event names: parties of its events, and
    /// what has no name. A lead names its own organisation. Nobody names a partnership by way of a supplier or a trust of
    /// the same id.
    #[must_use]
    pub fn may_name(&self, id: &OrgId, kept: Option<&str>) -> bool {
        let EventParties { bidders, trusts, bidders_elsewhere, trusts_elsewhere, partnerships } = &self.parties;
        let is_own = self.principal.org == *id;
        match self.principal.role {
            Role::Admin if is_own => true,
            Role::Admin => {
                let is_of_events = bidders.contains_key(id) || trusts.contains_key(id);
                let is_of_others = bidders_elsewhere.contains(id) || trusts_elsewhere.contains(id);
                (is_of_events || kept.is_none()) && !is_of_others && !partnerships.contains(id)
            }
            Role::Buyer | Role::Auditor => self.is_lead && is_own,
            Role::Supplier | Role::Observer => self.is_lead && is_own && !partnerships.contains(id),
        }
    }

    /// Whether events of other partnerships name the organisation, and none of the caller's.
    fn is_of_others_only(&self, place: &RoleAt) -> bool {
        let is_elsewhere = match place.role {
            Role::Supplier => self.parties.bidders_elsewhere.contains(&place.org),
            Role::Observer => self.parties.trusts_elsewhere.contains(&place.org),
            Role::Admin | Role::Buyer | Role::Auditor => false,
        };
        is_elsewhere && !self.is_in_events(place)
    }

    fn is_in_events(&self, place: &RoleAt) -> bool {
        self.name_in_events(place).is_some()
    }

    fn is_staff_elsewhere(&self, place: &RoleAt) -> bool {
        is_staff(place.role) && place.org != self.principal.org
    }

    /// Ids of suppliers, trusts and partnerships may be the same, and mean different organisations.
    fn is_own_organisation(&self, place: &RoleAt) -> bool {
        let is_same_kind = match (place.role, self.principal.role) {
            (Role::Supplier, Role::Supplier) | (Role::Observer, Role::Observer) => true,
            (one, other) => is_staff(one) && is_staff(other),
        };
        is_same_kind && place.org == self.principal.org
    }
}

/// Whether a role is one of a partnership.
#[must_use]
pub const fn is_staff(role: Role) -> bool {
    match role {
        Role::Admin | Role::Buyer | Role::Auditor => true,
        Role::Supplier | Role::Observer => false,
    }
}

#[cfg(test)]
#[path = "people_rights_tests.rs"]
mod tests;
