//! Who calls.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::people::HeldPlaceView;
use crate::auth::Role;
use crate::auth::people::{Announcements, Choices};
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};
use crate::json::{Node, Problem, Problems, Tree, report_doubled_keys};

/// What may be spoken, as a body names it.
const ANNOUNCEMENTS: [(&str, Announcements); 3] = [
    (Announcements::All.as_str(), Announcements::All),
    (Announcements::Important.as_str(), Announcements::Important),
    (Announcements::Own.as_str(), Announcements::Own),
];

/// What stands of the caller's password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnPassword {
    /// The person has one. To change it the old one is needed.
    Set,
    /// The person has none, and can set one.
    None,
    /// A link to a new password opened this session: it may set one without the old one, for an hour.
    Reset,
}

/// Who the caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Me {
    /// The person.
    pub person: PersonId,
    /// What they are here for.
    pub role: Role,
    /// Whom they are here for.
    pub org: OrgId,
    /// The person's own name. Null where nobody has set one, and for a token whose person is not among the people.
    pub name: Option<String>,
    /// Where links for the person are sent. Null for a token whose person is not among the people who sign in.
    pub email: Option<String>,
    /// The name of the caller's organisation: the one that was set, else the one in the newest published event. Null where
    /// nothing names it.
    pub org_name: Option<String>,
    /// Where the person can be rung.
    pub telephone: Option<String>,
    /// All places of the person; none for a token whose person is not among the people.
    pub places: Vec<HeldPlaceView>,
    /// Whether the person has a second factor.
    pub second_factor: bool,
    /// Whether the role needs a second factor that the person does not have yet. Until it is set up, the session may do
    /// nothing else. False for a token.
    pub second_factor_needed: bool,
    /// What the person chose for the pages; the defaults for a token whose person is not among the people.
    pub choices: Choices,
    /// What stands of the person's password. `none` for a token.
    pub password: OwnPassword,
    /// When the session ends if it is not used any more, or when the token ends.
    pub expires_at: Instant,
}

impl Choices {
    /// Reads a body, to the letter. No member may be left out, and no other may be there.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        let tree = Tree::read(body.as_bytes()).map_err(|problem| vec![problem])?;
        let problems = Problems::default();
        report_doubled_keys(&tree, &problems);
        let object = Node::root(&tree, &problems).object(&["announcements", "confirm", "sound"]);
        let announcements = object.member("announcements").choice(&ANNOUNCEMENTS);
        let (confirm, sound) = (object.member("confirm").flag(), object.member("sound").flag());
        if problems.is_empty() { Ok(Self { announcements, confirm, sound }) } else { Err(problems.in_order_found()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // G163
    #[test]
    fn choices_are_read_whole_and_to_the_letter() {
        let read = Choices::parse(r#"{"announcements":"own","confirm":true,"sound":false}"#);
        let wrong = Choices::parse(r#"{"announcements":"ownn","confirm":"yes","volume":3}"#).unwrap_err();

        assert_eq!(read, Ok(Choices { announcements: Announcements::Own, confirm: true, sound: false }));
        let found: Vec<_> = wrong.iter().map(|problem| (problem.path.as_str(), problem.code.as_str())).collect();
        let expected = [
            ("/volume", "unknown_member"),
            ("/announcements", "unknown_choice"),
            ("/confirm", "wrong_type"),
            ("/sound", "missing"),
        ];
        assert_eq!(found, expected);
    }
}
