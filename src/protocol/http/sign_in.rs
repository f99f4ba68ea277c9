//! What a browser sends and gets around signing in: passwords, codes, second factors, sessions.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::hex::Hex;
use super::super::members::text;
use crate::auth::Role;
use crate::auth::people::written::fault_of_email;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId, Seq};
use crate::json::{Code, Object, Problem, read_object};

/// Most characters of a reason.
const REASON_CHARS_MAX: usize = 1_000;

/// A role at an organisation at which a session is to stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceChoice {
    /// What the person is here for.
    pub role: Role,
    /// Whom the person is here for.
    pub org: OrgId,
}

/// What a browser sends to sign in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignIn {
    /// The person's e-mail address.
    pub email: String,
    /// The person's password.
    pub password: String,
    /// A code of the person's authenticator, or a recovery code. Needed where the person has a second factor.
    #[serde(default)]
    pub code: Option<String>,
    /// The place at which the session is to stand; without it the person's first one.
    #[serde(default)]
    pub place: Option<PlaceChoice>,
}

/// A code of a person's authenticator, or a recovery code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CodeProof {
    /// The code.
    pub code: String,
}

/// What a browser sends to take the person's second factor off.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FactorRemoval {
    /// The person's password. Left out by a person who has none.
    #[serde(default)]
    pub password: Option<String>,
    /// A code of the authenticator, or a recovery code.
    pub code: String,
}

/// What a browser sends to change the person's password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PasswordChange {
    /// The present password. Left out by a person who has none.
    #[serde(default)]
    pub old: Option<String>,
    /// The new password.
    pub new: String,
}

/// What a browser sends to ask for a link to a new password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResetAsked {
    /// The person's e-mail address.
    pub email: String,
}

/// The answer to a request for a link to a new password. It is the same for every address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResetAnswer {
    /// What to do now, and whom to ask.
    pub words: String,
}

/// A second factor that waits for its first code. Shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProposedFactor {
    /// The address that an authenticator app reads.
    pub uri: String,
    /// The secret in base 32, for an app that cannot read the picture.
    pub secret: String,
    /// A picture of the address: a `data:` address with an SVG.
    pub qr: String,
}

/// The recovery codes of a second factor. Shown once; each takes the place of one code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecoveryList {
    /// Ten codes.
    pub recovery_codes: Vec<String>,
}

/// A session as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionEntry {
    /// Its id. It proves nothing.
    pub id: String,
    /// Whether it is the one that asks.
    pub current: bool,
    /// The role at which it stands.
    pub role: Role,
    /// The organisation at which it stands.
    pub org: OrgId,
    /// When the person signed in.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub last_used_at: Instant,
    /// When it ends if it is not used any more.
    pub expires_at: Instant,
    /// What the browser calls itself.
    pub device: Option<String>,
    /// The address from which the person signed in.
    pub address: Option<String>,
}

/// The sessions of a person, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SessionList(pub Vec<SessionEntry>);

/// What a buyer sends to let a person back in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadmissionRequest {
    /// The person.
    pub person: PersonId,
    /// Why.
    pub reason: String,
}

/// A person who was let back in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Readmitted {
    /// The record's place in the event's stream.
    pub seq: Seq,
    /// When.
    pub at: Instant,
    /// The record's hash.
    pub hash: Hex,
    /// Where a link was sent, shortened. Null where no mail is set up.
    pub mailed: Option<String>,
    /// When the mail with that link was written. Null where no mail is set up.
    pub mailed_at: Option<Instant>,
    /// Whether that was before: its link still holds, so no other mail was sent.
    pub mailed_before: bool,
}

/// Hides what is secret from logs.
macro_rules! never_shown {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })*
    };
}

never_shown!(SignIn, CodeProof, FactorRemoval, PasswordChange, ResetAsked, ProposedFactor, RecoveryList);

impl SignIn {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        read_object(body.as_bytes(), |object| {
            let email = text(object, "email", "\"ann@example.org\"").map(str::to_owned);
            let password = text(object, "password", "your password").map(str::to_owned);
            let (code, place) = (optional(object, "code", CODE), object.given("place").map(|node| read_place(&node)));
            Some(Self {
                email: email?,
                password: password?,
                code: code?,
                place: place.map_or(Some(None), |p| p.map(Some))?,
            })
        })
    }
}

impl PlaceChoice {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        read_object(body.as_bytes(), read_place_members)
    }
}

impl CodeProof {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        read_object(body.as_bytes(), |object| Some(Self { code: text(object, "code", CODE)?.to_owned() }))
    }
}

impl FactorRemoval {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        read_object(body.as_bytes(), |object| {
            let password = optional(object, "password", "your password");
            let code = text(object, "code", CODE).map(str::to_owned);
            Some(Self { password: password?, code: code? })
        })
    }
}

impl PasswordChange {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        read_object(body.as_bytes(), |object| {
            let old = optional(object, "old", "your present password");
            let new = text(object, "new", "your new password").map(str::to_owned);
            Some(Self { old: old?, new: new? })
        })
    }
}

impl ResetAsked {
    /// Reads a body, to the letter. Spaces around the address are left out.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        read_object(body.as_bytes(), |object| {
            let email = text(object, "email", "\"ann@example.org\"")?.trim();
            if let Some(fault) = fault_of_email(email) {
                object.member("email").fault(Code::BadText, fault);
                return None;
            }
            Some(Self { email: email.to_owned() })
        })
    }
}

impl ReadmissionRequest {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(body, |object| {
            let person = text(object, "person", "the person's id");
            let person = person.and_then(|id| {
                let read = PersonId::parse(id);
                read.map_err(|rule| object.member("person").fault(Code::of_bad_id(id), rule.to_string())).ok()
            });
            let reason = read_reason(object);
            Some(Self { person: person?, reason: reason? })
        })
    }
}

/// What a code looks like, in problems.
const CODE: &str = "\"123456\", or a recovery code";

/// A member that may be absent. None where a fault was reported.
#[expect(clippy::option_option, reason = "a fault, an absent member, a text")]
fn optional(object: &Object<'_>, name: &str, example: &str) -> Option<Option<String>> {
    match object.given(name) {
        Some(_) => text(object, name, example).map(|text| Some(text.to_owned())),
        None => Some(None),
    }
}

fn read_place(node: &crate::json::Node<'_>) -> Option<PlaceChoice> {
    read_place_members(&node.any_object("an object with role and org")?)
}

fn read_place_members(object: &Object<'_>) -> Option<PlaceChoice> {
    let role = text(object, "role", "\"supplier\"").and_then(|word| {
        let role = Role::parse(word);
        if role.is_none() {
            let roles = Role::ALL.map(Role::as_str).join(", ");
            object.member("role").fault(Code::UnknownChoice, format!("must be one of {roles}"));
        }
        role
    });
    let org = text(object, "org", "\"acme\"").and_then(|id| {
        let read = OrgId::parse(id);
        read.map_err(|rule| object.member("org").fault(Code::of_bad_id(id), rule.to_string())).ok()
    });
    Some(PlaceChoice { role: role?, org: org? })
}

fn read_reason(object: &Object<'_>) -> Option<String> {
    let node = object.member("reason");
    let text = node.words("a text")?;
    let chars = text.chars().count();
    if text.trim().is_empty() || chars > REASON_CHARS_MAX {
        let code = if chars > REASON_CHARS_MAX { Code::TooLong } else { Code::Missing };
        node.fault(code, format!("must be a text of 1 to {REASON_CHARS_MAX} characters"));
        return None;
    }
    node.has_good_signs(text).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths<T>(read: Result<T, Vec<Problem>>) -> Vec<String> {
        read.err().unwrap_or_default().into_iter().map(|problem| problem.path).collect()
    }

    // G91
    #[test]
    fn a_sign_in_may_have_a_code_and_a_place() {
        let plain = SignIn::parse(r#"{"email":"a@b.c","password":"p","code":null,"place":null}"#).unwrap();
        let whole = r#"{"email":"a@b.c","password":"p","code":"123456","place":{"role":"supplier","org":"acme"}}"#;
        let whole = SignIn::parse(whole).unwrap();

        assert_eq!((plain.code, plain.place), (None, None));
        assert_eq!(whole.code.as_deref(), Some("123456"));
        assert_eq!(whole.place.map(|place| place.role), Some(Role::Supplier));
    }

    // G91
    #[test]
    fn every_problem_of_a_body_is_named_with_its_path() {
        let sign_in = r#"{"password":1,"code":5,"place":{"role":"root","org":""}}"#;

        assert_eq!(paths(SignIn::parse(sign_in)), ["/email", "/password", "/code", "/place/role", "/place/org"]);
        assert_eq!(paths(SignIn::parse(r#"{"email":"a","password":"b","place":"acme"}"#)), ["/place"]);
        assert_eq!(paths(PlaceChoice::parse("{}")), ["/role", "/org"]);
        assert_eq!(paths(CodeProof::parse("{}")), ["/code"]);
        assert_eq!(paths(FactorRemoval::parse(r#"{"password":1}"#)), ["/password", "/code"]);
        assert_eq!(paths(PasswordChange::parse(r#"{"old":false}"#)), ["/old", "/new"]);
        assert_eq!(paths(ReadmissionRequest::parse(br#"{"person":"","reason":" "}"#)), ["/person", "/reason"]);
    }

    // G93
    #[test]
    fn an_address_that_is_asked_about_has_the_form_of_one() {
        let asked = ResetAsked::parse(r#"{"email":" Ann@example.org "}"#).unwrap();

        assert_eq!((asked.email.as_str(), format!("{asked:?}").as_str()), ("Ann@example.org", "ResetAsked(…)"));
        for bad in ["{}", r#"{"email":"ann"}"#, r#"{"email":5}"#] {
            assert_eq!(paths(ResetAsked::parse(bad)), ["/email"], "{bad}");
        }
    }

    #[test]
    fn no_secret_of_a_body_is_printed() {
        let body = r#"{"email":"a@b.c","password":"s3cret","code":"123456"}"#;

        assert_eq!(format!("{:?}", SignIn::parse(body).unwrap()), "SignIn(…)");
        assert_eq!(format!("{:?}", PasswordChange { old: None, new: "s3cret".to_owned() }), "PasswordChange(…)");
    }
}
