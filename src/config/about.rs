//! What a server says of itself: its name, whom to ask, and where browsers reach it.

use std::str::FromStr;

/// What a server says of itself to everybody, and in its mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerAbout {
    /// The partnership's name, or what the operator calls the server.
    pub name: Option<String>,
    /// Whom to ask.
    pub contact: Option<ServerContact>,
    /// Where browsers reach the server.
    pub public_url: Option<PublicUrl>,
    /// The server sends mail.
    pub mail: bool,
}

/// Whom to ask about a server. At least a telephone number or an e-mail address is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerContact {
    /// A person or an office.
    pub name: String,
    /// As it is dialled from the United Kingdom.
    pub telephone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
}

/// The address at which browsers reach a server: a scheme, a host and perhaps a port, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    host: String,
}

/// A text is no address of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an address without a path, such as https://buy.example.org")]
pub struct BadPublicUrl;

impl ServerAbout {
    /// The name in mail and on pages where the operator gave none.
    #[must_use]
    pub fn name_or_default(&self) -> &str {
        self.name.as_deref().unwrap_or("fairlot")
    }
}

impl ServerContact {
    /// Whom to ask, in one line: `the buying team, 0114 496 0000, buy@example.org, Monday to Friday`.
    #[must_use]
    pub fn in_one_line(&self) -> String {
        let parts = [Some(&self.name), self.telephone.as_ref(), self.email.as_ref(), self.hours.as_ref()];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

impl PublicUrl {
    /// The address, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host alone, without a port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl FromStr for PublicUrl {
    type Err = BadPublicUrl;

    fn from_str(text: &str) -> Result<Self, BadPublicUrl> {
        let url = url::Url::parse(text).map_err(|_| BadPublicUrl)?;
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_plain = url.username().is_empty() && url.password().is_none();
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(BadPublicUrl)?;
        if !matches!(url.scheme(), "http" | "https") || !is_bare || !is_plain {
            return Err(BadPublicUrl);
        }
        Ok(Self { text: url.as_str().trim_end_matches('/').to_owned(), host: host.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_has_a_scheme_a_host_and_nothing_after_it() {
        let good = [
            ("https://buy.example.org", "https://buy.example.org", "buy.example.org"),
            ("https://Buy.Example.org/", "https://buy.example.org", "buy.example.org"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1"),
            ("https://[::1]:8443/", "https://[::1]:8443", "[::1]"),
        ];
        let bad =
            ["", "buy.example.org", "ftp://x.org", "https://", "https://x.org/a", "https://x.org?a", "https://a@x.org"];

        for (text, address, host) in good {
            let read: PublicUrl = text.parse().unwrap();

            assert_eq!((read.as_str(), read.host()), (address, host));
        }
        for text in bad {
            assert_eq!(text.parse::<PublicUrl>(), Err(BadPublicUrl), "{text}");
        }
    }

    #[test]
    fn a_contact_stands_in_one_line_without_what_is_missing() {
        let contact = ServerContact {
            name: "the buying team".to_owned(),
            telephone: Some("0114 496 0000".to_owned()),
            email: None,
            hours: Some("8am to 6pm".to_owned()),
        };

        assert_eq!(contact.in_one_line(), "the buying team, 0114 496 0000, 8am to 6pm");
    }
}
