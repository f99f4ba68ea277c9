//! People, invitations, organisations and security events over HTTP.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::act::read_reason;
use crate::auth::Role;
use crate::auth::people::written::{fault_of_email, fault_of_name, fault_of_telephone};
use crate::auth::people_rights::PersonDeed;
use crate::auth::sessions::local_path;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};
use crate::json::{Code, Node, Object, Problem, read_object};

/// The roles, as a body names them.
const ROLES: [(&str, Role); 5] = [
    (Role::Supplier.as_str(), Role::Supplier),
    (Role::Observer.as_str(), Role::Observer),
    (Role::Buyer.as_str(), Role::Buyer),
    (Role::Auditor.as_str(), Role::Auditor),
    (Role::Admin.as_str(), Role::Admin),
];
/// The longest path that an invitation leads to, in bytes.
const PATH_BYTES_MAX: usize = 200;

/// A place of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldPlaceView {
    /// What the person there may do.
    pub role: Role,
    /// Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id.
    pub org: OrgId,
    /// Whether the person looks after the others of that role at that organisation.
    pub lead: bool,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InvitationView {
    /// Its id.
    pub id: String,
    /// `sent`, `to_hand_over`, `opened`, `accepted`, `expired` or `withdrawn`.
    pub state: String,
    /// When it was made.
    pub sent_at: Instant,
    /// Until when it can be used.
    pub expires_at: Instant,
    /// The link. Only in the answer to the administrator who made it, where no mail is set up, and only once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A person, as far as the caller may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonView {
    /// The id that stands in journals.
    pub id: PersonId,
    /// How others see the person. Null for a person who was added before people had names.
    pub name: Option<String>,
    /// The places that the caller may know of.
    pub places: Vec<HeldPlaceView>,
    /// How to reach the person. Absent for colleagues.
    #[serde(flatten)]
    pub contact: Option<ContactView>,
    /// How the person signs in. Absent for buyers and colleagues.
    #[serde(flatten)]
    pub sign_in: Option<SignInView>,
    /// What the caller may do with the person.
    pub may: Vec<PersonDeed>,
}

/// How to reach a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContactView {
    /// Where links are sent.
    pub email: String,
    /// Where the person can be rung.
    pub telephone: Option<String>,
    /// `invited`, `active` or `disabled`.
    pub state: String,
    /// That the newest mail with a link did not reach the person. Null where it did, and once the person has signed in.
    pub mail_failed: Option<MailFailure>,
}

/// A mail that the mail server did not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MailFailure {
    /// When it was written.
    pub at: Instant,
    /// What went wrong with the last try, in words. They name no address.
    pub why: String,
    /// Whether it was given up. Otherwise it is tried again by itself.
    pub given_up: bool,
}

/// How a person signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignInView {
    /// Whether the person has a second factor.
    pub second_factor: bool,
    /// When the person last signed in.
    pub last_sign_in: Option<Instant>,
    /// The newest invitation.
    pub invitation: Option<InvitationView>,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonList {
    /// The people, the earliest added first.
    pub items: Vec<PersonView>,
    /// The `after` of the next page; null at the end.
    pub next: Option<String>,
}

/// Somebody who is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonInvited {
    /// How others will see the person.
    pub name: String,
    /// Where the invitation is sent.
    pub email: String,
    /// Where the person can be rung.
    #[serde(default)]
    pub telephone: Option<String>,
    /// The place that the person gets.
    #[serde(flatten)]
    pub place: PlaceGiven,
    /// The page to which the invitation leads, a path of this server.
    #[serde(default)]
    pub to: Option<String>,
}

/// A place that a person gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceGiven {
    /// What the person there may do.
    pub role: Role,
    /// Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id.
    pub org: OrgId,
    /// The name of an organisation that nothing names yet.
    #[serde(default)]
    pub org_name: Option<String>,
    /// Whether the person looks after the others there. By default the first person of a supplier or a trust does.
    #[serde(default)]
    pub lead: Option<bool>,
}

/// A person's details, written again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonWritten {
    /// How others see the person.
    pub name: String,
    /// Where the person can be rung; absent or null: nowhere.
    #[serde(default)]
    pub telephone: Option<String>,
    /// Where links are sent; absent: as before.
    #[serde(default)]
    pub email: Option<String>,
}

/// The page to which another invitation leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InvitationAsked {
    /// A path of this server.
    #[serde(default)]
    pub to: Option<String>,
}

/// Why something is done to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonReason {
    /// The reason, for the security events.
    pub reason: String,
}

/// The name of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrganisationNamed {
    /// The name.
    pub name: String,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrganisationView {
    /// Its id.
    pub id: OrgId,
    /// Its name.
    pub name: String,
}

/// Which organisations the caller knows of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrganisationList {
    /// By kind, then by id.
    pub items: Vec<OrganisationEntry>,
}

/// An organisation that people may be here for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrganisationEntry {
    /// Its id. Organisations of two kinds may have the same.
    pub id: OrgId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name; null where nothing names it.
    pub name: Option<String>,
    /// Whether the caller may give it another name.
    pub may_name: bool,
}

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// It runs events: buyers, auditors and administrators are here for it.
    Partnership,
    /// It buys in events: observers are here for it.
    Trust,
    /// It bids: suppliers are here for it.
    Supplier,
}

/// Something that happened around sign-in and people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SecurityEventView {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Instant,
    /// What.
    pub kind: String,
    /// To whom.
    pub person: Option<PersonId>,
    /// Their name. Null once the person is erased.
    pub person_name: Option<String>,
    /// Who did it.
    pub by: Option<PersonId>,
    /// Their name. Null once the person is erased.
    pub by_name: Option<String>,
    /// The client's address, for 90 days. Null for auditors.
    pub address: Option<String>,
    /// The client's program, for 90 days.
    pub device: Option<String>,
    /// Why, where somebody had to say so.
    pub reason: Option<String>,
    /// The path of the file, of an export.
    pub file: Option<String>,
}

/// A page of security events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SecurityEventList {
    /// The newest first.
    pub items: Vec<SecurityEventView>,
    /// The `after` of the next page; null at the end.
    pub next: Option<String>,
}

impl OrganisationKind {
    /// The kind of the organisations that people of that role are here for.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Supplier => Self::Supplier,
            Role::Observer => Self::Trust,
            Role::Admin | Role::Buyer | Role::Auditor => Self::Partnership,
        }
    }
}

impl PersonInvited {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(body, |object| {
            object.refuse_others(&["name", "email", "telephone", "role", "org", "org_name", "lead", "to"]);
            let name = read_name(object.member("name"));
            let email = read_email(object.member("email"));
            let telephone = optional(object, "telephone", read_telephone);
            let place = read_place(object);
            let to = optional(object, "to", read_path);
            Some(Self { name: name?, email: email?, telephone: telephone.ok()?, place: place?, to: to.ok()? })
        })
    }
}

impl PlaceGiven {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(body, read_place)
    }
}

impl PersonWritten {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(body, |object| {
            let name = read_name(object.member("name"));
            let telephone = optional(object, "telephone", read_telephone);
            let email = optional(object, "email", read_email);
            Some(Self { name: name?, telephone: telephone.ok()?, email: email.ok()? })
        })
    }
}

impl InvitationAsked {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(body, |object| Some(Self { to: optional(object, "to", read_path).ok()? }))
    }
}

impl PersonReason {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(body, |object| Some(Self { reason: read_reason(object)? }))
    }
}

impl OrganisationNamed {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(body, |object| Some(Self { name: read_name(object.member("name"))? }))
    }
}

/// A member that is there and wrong; its fault is reported.
struct Faulty;

/// A member that may be absent.
fn optional<'o, T>(
    object: &'o Object<'_>,
    name: &'o str,
    read: impl FnOnce(Node<'o>) -> Option<T>,
) -> Result<Option<T>, Faulty> {
    object.given(name).map(|node| read(node).ok_or(Faulty)).transpose()
}

fn read_place(object: &Object<'_>) -> Option<PlaceGiven> {
    let role = object.member("role").choice(&ROLES);
    let org = object.member("org").id(OrgId::parse);
    let org_name = optional(object, "org_name", read_name);
    let lead = object.given("lead").map(|node| node.flag());
    Some(PlaceGiven { role, org, org_name: org_name.ok()?, lead })
}

fn read_name(node: Node<'_>) -> Option<String> {
    let text = read_by(node, "a name in quotes, such as \"Ann Lee\"", fault_of_name)?;
    node.has_good_signs(&text).then_some(text)
}

fn read_email(node: Node<'_>) -> Option<String> {
    read_by(node, "an e-mail address in quotes, such as \"ann@example.org\"", fault_of_email)
}

fn read_telephone(node: Node<'_>) -> Option<String> {
    read_by(node, "a telephone number in quotes, such as \"0114 496 0123\"", fault_of_telephone)
}

fn read_path(node: Node<'_>) -> Option<String> {
    read_by(node, "a path of this server in quotes, such as \"/lots/…\"", fault_of_path)
}

/// A text without a fault; an empty one is missing.
fn read_by(node: Node<'_>, wanted: &str, fault_of: fn(&str) -> Option<&'static str>) -> Option<String> {
    let text = node.words(wanted)?;
    let Some(fault) = fault_of(text) else { return Some(text.to_owned()) };
    let code = if text.trim().is_empty() { Code::Missing } else { Code::BadText };
    node.fault(code, fault);
    None
}

fn fault_of_path(path: &str) -> Option<&'static str> {
    if local_path(path) != path {
        Some("must be a path of this server that begins with one slash, as in /lots/…")
    } else if path.len() > PATH_BYTES_MAX {
        Some("must have at most 200 bytes")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paths(problems: Result<PersonInvited, Vec<Problem>>) -> Vec<(String, &'static str)> {
        problems.unwrap_err().into_iter().map(|problem| (problem.path, problem.code.as_str())).collect()
    }

    // G3, G89
    #[test]
    fn a_member_that_an_invitation_does_not_know_is_refused() {
        let body = json!({"name": "Ann", "email": "ann@example.org", "role": "observer", "org": "RFS", "admin": true});

        let problems = paths(PersonInvited::parse(body.to_string().as_bytes()));

        assert_eq!(problems, [("/admin".to_owned(), "unknown_member")]);
    }

    // G86, G89
    #[test]
    fn every_fault_of_an_invitation_is_named_with_its_path() {
        let body = json!({"name": " ", "email": "ann@example", "telephone": "ring me", "role": "king", "org": "",
            "org_name": "", "lead": "yes", "to": "https://evil.example"});

        let found = paths(PersonInvited::parse(body.to_string().as_bytes()));

        let expected = [
            ("/name", "missing"),
            ("/email", "bad_text"),
            ("/telephone", "bad_text"),
            ("/role", "unknown_choice"),
            ("/org", "missing"),
            ("/org_name", "missing"),
            ("/lead", "wrong_type"),
            ("/to", "bad_text"),
        ];
        assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
    }

    // G89
    #[test]
    fn an_invitation_needs_name_address_and_place() {
        let missing = paths(PersonInvited::parse(b"{}"));
        let least = json!({"name": "Ann", "email": "ann@example.org", "role": "buyer", "org": "wtp"});

        let read = PersonInvited::parse(least.to_string().as_bytes()).unwrap();

        let names = ["/name", "/email", "/role", "/org"];
        assert_eq!(missing.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), names);
        assert_eq!((read.telephone, read.to, read.place.lead, read.place.role), (None, None, None, Role::Buyer));
    }

    #[test]
    fn a_name_that_turns_the_direction_of_writing_is_refused() {
        let body = json!({"name": "An\u{202e}n"}).to_string();

        let problems = PersonWritten::parse(body.as_bytes()).unwrap_err();

        assert_eq!((problems[0].path.as_str(), problems[0].code), ("/name", Code::BadText));
    }
}
