//! A network of addresses, as an operator writes it: `10.0.0.0/8`, `2001:db8::/32`, or one address.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// An address and how many of its first bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// The text names no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNetwork {
    /// No address before the slash.
    #[error("must be an address or a network such as 10.0.0.0/8")]
    Address,
    /// A number of bits that the address does not have.
    #[error("has at most {0} bits after the slash")]
    Bits(u8),
    /// Bits behind those that count.
    #[error("has bits beyond the first {0}: write the first address of the network")]
    Beyond(u8),
}

impl Network {
    /// Whether the address is in the network. An IPv4 address that is written as IPv6 counts as IPv4.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.address.is_ipv4()
            && first_bits(address, self.bits) == first_bits(self.address, self.bits)
    }
}

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(text: &str) -> Result<Self, BadNetwork> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| BadNetwork::Address)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= most).ok_or(BadNetwork::Bits(most))?,
            None => most,
        };
        let network = Self { address, bits };
        if first_bits(address, bits) == first_bits(address, most) { Ok(network) } else { Err(BadNetwork::Beyond(bits)) }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// The first bits of an address; the others are zero.
fn first_bits(address: IpAddr, bits: u8) -> u128 {
    let (whole, len) = match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    let dropped = u32::from(len - bits.min(len));
    whole.checked_shr(dropped).unwrap_or(0).checked_shl(dropped).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_contains_the_addresses_that_begin_with_its_bits() {
        for (network, address, inside) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("0.0.0.0/0", "198.51.100.1", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db9::1", true),
        ] {
            let network: Network = network.parse().unwrap();

            assert_eq!(network.contains(address.parse().unwrap()), inside, "{network} {address}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused_with_the_reason() {
        for (text, fault) in [
            ("", BadNetwork::Address),
            ("proxy", BadNetwork::Address),
            ("10.0.0/8", BadNetwork::Address),
            ("10.0.0.0/33", BadNetwork::Bits(32)),
            ("10.0.0.0/", BadNetwork::Bits(32)),
            ("10.0.0.0/-1", BadNetwork::Bits(32)),
            ("::/129", BadNetwork::Bits(128)),
            ("10.0.0.1/8", BadNetwork::Beyond(8)),
        ] {
            assert_eq!(text.parse::<Network>(), Err(fault), "{text}");
        }
    }
}
