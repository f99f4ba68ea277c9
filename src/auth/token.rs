//! Tokens for machine clients: JWTs signed with the server's Ed25519 key, and by no other algorithm.
//!
//! The library checks the signature and the names. The two instants are checked here, because only the program's clock
//! knows the time.

use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::key::ServerKey;
use super::principal::{Principal, Role};
use super::secret::Secret;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// The issuer and the audience of every token.
const PARTY: &str = "fairlot";
/// How much a client's clock may differ.
const LEEWAY: Duration = Duration::from_secs(5);
/// The longest token that is checked, in bytes.
const TOKEN_BYTES_MAX: usize = 4_096;

/// What a token is issued for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The person; not checked for existence.
    pub person: PersonId,
    /// The organisation; not checked for existence.
    pub org: OrgId,
    /// What the person may do.
    pub role: Role,
    /// How long the token is valid.
    pub ttl: Duration,
}

/// The token proves nothing. Deliberately without a reason: the answer is the same for every flaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token is not valid")]
pub struct BadToken;

/// Issues and checks tokens.
#[derive(Clone)]
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: PersonId,
    org: OrgId,
    role: Role,
    iat: u64,
    exp: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<u64>,
    jti: String,
}

impl Tokens {
    /// Tokens signed by this key.
    #[must_use]
    pub fn new(key: &ServerKey) -> Self {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[PARTY]);
        validation.set_audience(&[PARTY]);
        validation.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            encoding: EncodingKey::from_ed_der(key.private_der().as_bytes()),
            decoding: DecodingKey::from_ed_der(&key.public()),
            validation,
        }
    }

    /// A signed token.
    ///
    /// # Panics
    /// Never: an Ed25519 key signs any claims.
    #[must_use]
    pub fn issue(&self, grant: &Grant, now: Instant) -> String {
        let claims = Claims {
            iss: PARTY.to_owned(),
            aud: PARTY.to_owned(),
            sub: grant.person.clone(),
            org: grant.org.clone(),
            role: grant.role,
            iat: seconds(now),
            exp: seconds(now + grant.ttl),
            nbf: None,
            jti: Secret::random().expose()[..32].to_owned(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &self.encoding)
            .expect("an Ed25519 key signs any claims")
    }

    /// The person that the token was issued for.
    ///
    /// # Errors
    /// [`BadToken`] for any flaw.
    pub fn check(&self, token: &str, now: Instant) -> Result<Principal, BadToken> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(BadToken);
        }
        let claims =
            jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).map_err(|_| BadToken)?.claims;
        let expires_at = instant(claims.exp)?;
        let from = claims.nbf.map_or(Ok(Instant::from_micros(i64::MIN)), instant)?;
        if now >= expires_at + LEEWAY || now + LEEWAY < from {
            return Err(BadToken);
        }
        Ok(Principal { person: claims.sub, org: claims.org, role: claims.role, expires_at })
    }
}

fn seconds(at: Instant) -> u64 {
    u64::try_from(at.as_micros() / 1_000_000).unwrap_or(0)
}

fn instant(seconds: u64) -> Result<Instant, BadToken> {
    let micros = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1_000_000)).ok_or(BadToken)?;
    Ok(Instant::from_micros(micros))
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
