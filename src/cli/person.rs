//! The flags that name the person of a token or a link, and how long it is valid.

use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::auth::Role;
use crate::ids::{OrgId, PersonId};

/// The shortest span that is accepted.
const SPAN_MIN: Duration = Duration::from_secs(1);
/// The longest span that is accepted.
const SPAN_MAX: Duration = Duration::from_hours(366 * 24);

/// The person of a token or a link. Neither the person nor the organisation is checked for existence.
#[derive(Debug, Clone, Args)]
pub(super) struct PersonArgs {
    /// What the person is here for
    #[arg(long, env = "FAIRLOT_ROLE")]
    pub(super) role: RoleName,
    /// Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id
    #[arg(long, env = "FAIRLOT_ORG", value_parser = OrgId::parse)]
    pub(super) org: OrgId,
    /// The person's id
    #[arg(long, env = "FAIRLOT_USER", value_parser = PersonId::parse)]
    pub(super) user: PersonId,
}

/// A role, as it is written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum RoleName {
    Admin,
    Buyer,
    Supplier,
    Observer,
    Auditor,
}

impl RoleName {
    /// The role of that name.
    pub(super) const fn role(self) -> Role {
        match self {
            Self::Admin => Role::Admin,
            Self::Buyer => Role::Buyer,
            Self::Supplier => Role::Supplier,
            Self::Observer => Role::Observer,
            Self::Auditor => Role::Auditor,
        }
    }
}

/// Reads a span such as `90s`, `15m`, `1h` or `7d`.
pub(super) fn span(text: &str) -> Result<Duration, String> {
    let span: jiff::Span = text.parse().map_err(|_| format!("{text:?} is no span; write 90s, 15m, 1h or 7d"))?;
    let span = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|error| error.to_string())?;
    match Duration::try_from(span) {
        Ok(span) if (SPAN_MIN..=SPAN_MAX).contains(&span) => Ok(span),
        _ => Err("must be at least 1s and at most 366d".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_a_number_and_a_unit() {
        for (text, seconds) in [("90s", Some(90)), ("15m", Some(900)), ("1h", Some(3_600)), ("7d", Some(604_800))] {
            assert_eq!(span(text).ok().map(|span| span.as_secs()), seconds, "{text}");
        }
        for text in ["", "1", "h", "-1h", "0s", "400d", "99999999999999999999s"] {
            assert!(span(text).is_err(), "{text}");
        }
    }
}
