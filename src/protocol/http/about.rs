//! What a server says of itself to everybody.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a server says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AboutAnswer {
    /// The partnership's name, or what the operator calls the server.
    pub name: String,
    /// Whom to ask; null where the operator names nobody.
    pub contact: Option<AboutContact>,
    /// The server sends mail. Without it an administrator hands links over.
    pub mail: bool,
    /// Browsers reach the server over https.
    pub https: bool,
    /// Further ways to sign in, by the words on their buttons.
    pub sign_in: Vec<String>,
}

/// Whom to ask about a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AboutContact {
    /// A person or an office.
    pub name: String,
    /// As it is dialled from the United Kingdom.
    pub telephone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
}
