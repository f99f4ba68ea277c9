//! The address of the client that sent a request: that of the connection, or what a trusted proxy says.
//!
//! Anybody can write an `X-Forwarded-For`. So it is read only on connections from trusted proxies, from its right end, and
//! no further than the first address that is no trusted proxy.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::config::Network;
use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The other end of a request's connection.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct PeerAddress(pub(in crate::http) IpAddr);

/// The client's address.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct ClientAddress(pub(in crate::http) IpAddr);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        // A connection inside this process has no other end.
        let peer = parts.extensions.get().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |PeerAddress(peer)| *peer);
        Ok(Self(client_address(peer, &parts.headers, &state.limits.trusted_proxies)))
    }
}

fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| proxies.iter().any(|proxy| proxy.contains(address));
    let mut client = peer.to_canonical();
    let values = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let named: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    for text in named.into_iter().rev() {
        if !is_trusted(client) {
            break;
        }
        let Some(before) = read_address(text) else { break };
        client = before.to_canonical();
    }
    client
}

/// Reads an address as proxies write it: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`.
fn read_address(text: &str) -> Option<IpAddr> {
    let bare = text.parse().ok();
    bare.or_else(|| text.parse().ok().map(|with_port: std::net::SocketAddr| with_port.ip()))
        .or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(IpAddr::V6))
}

#[cfg(test)]
mod tests {
    use super::*;

    // G96
    #[test]
    fn only_trusted_proxies_are_believed_and_only_from_the_right_end() {
        let proxies: Vec<Network> = ["10.0.0.0/8", "2001:db8::1"].map(|text| text.parse().unwrap()).to_vec();
        for (peer, forwarded, client) in [
            ("198.51.100.9", &[][..], "198.51.100.9"),
            ("198.51.100.9", &["192.0.2.1"], "198.51.100.9"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["192.0.2.1"], "192.0.2.1"),
            ("::ffff:10.0.0.1", &["192.0.2.1"], "192.0.2.1"),
            ("10.0.0.1", &["203.0.113.5, 192.0.2.1"], "192.0.2.1"),
            ("10.0.0.1", &["203.0.113.5", "192.0.2.1, 10.0.0.7"], "192.0.2.1"),
            ("10.0.0.1", &["192.0.2.1:4711"], "192.0.2.1"),
            ("2001:db8::1", &["[2001:db8:2::7]:4711"], "2001:db8:2::7"),
            ("2001:db8::1", &["[2001:db8:2::7]"], "2001:db8:2::7"),
            ("10.0.0.1", &["192.0.2.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["192.0.2.1,"], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ] {
            let headers: HeaderMap =
                forwarded.iter().map(|value| (FORWARDED_FOR.parse().unwrap(), value.parse().unwrap())).collect();

            let found = client_address(peer.parse().unwrap(), &headers, &proxies);

            assert_eq!(found, client.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
        }
    }
}
