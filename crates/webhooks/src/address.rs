//! Which addresses of the Internet a customer may have us call. Pure.
//!
//! Whoever can make a server call what they like reaches what only that server reaches: its own ports, its neighbours, the
//! cloud's machine that hands out keys (CWE-918). So only addresses that everybody reaches are called, and each is judged
//! when the connection is opened.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether everybody on the Internet reaches this address: the IANA registries of special-purpose addresses
/// (RFC 6890 and what followed) hold what does not.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, d] = address.octets();
    match (a, b, c, d) {
        // This network, private use, loopback.
        (0 | 10 | 127, ..) => false,
        // Shared by providers and their customers: RFC 6598.
        (100, 64..=127, ..) => false,
        // Link-local, where clouds hand out keys.
        (169, 254, ..) => false,
        // Private use.
        (172, 16..=31, ..) | (192, 168, ..) => false,
        // Protocol assignments, documentation, relays of 6to4.
        (192, 0, 0 | 2, _) | (192, 88, 99, _) => false,
        // Measurements between networks, documentation.
        (198, 18 | 19, ..) | (198, 51, 100, _) | (203, 0, 113, _) => false,
        // The machine of a cloud that its guests alone reach.
        (168, 63, 129, 16) => false,
        // Multicast, reserved, broadcast.
        (224..=255, ..) => false,
        _ => true,
    }
}

/// Only 2000::/3 is given out. So what is inside another notation (mapped, compatible, translated by NAT64) and what is
/// local is outside of it, whatever it stands for.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Protocol assignments, Teredo among them, which carries an IPv4 address.
        [0x2001, 0..=0x1ff, ..] => false,
        // Documentation.
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // 6to4, which carries an IPv4 address.
        [0x2002, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_only_we_reach_is_not_public() {
        let refused = [
            // loopback, unspecified, this network
            "127.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "0.1.2.3",
            "::1",
            "::",
            // private use, unique local, site-local
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "fc00::1",
            "fd00:ec2::254",
            "fec0::1",
            // link-local and the clouds' metadata
            "169.254.169.254",
            "169.254.0.1",
            "fe80::1",
            "168.63.129.16",
            "192.0.0.192",
            "100.100.100.200",
            // shared by providers
            "100.64.0.1",
            "100.127.255.255",
            // protocol assignments, documentation, measurements
            "192.0.0.1",
            "192.0.2.1",
            "198.51.100.1",
            "203.0.113.1",
            "198.18.0.1",
            "198.19.255.255",
            "2001:db8::1",
            "3fff::1",
            "2001:2::1",
            "2001:20::1",
            "100::1",
            "5f00::1",
            // multicast, reserved, broadcast
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "ff02::1",
            "ff0e::1",
            // an IPv4 address inside: mapped, compatible, translated, 6to4, Teredo, relays
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::1",
            "2001::1",
            "192.88.99.1",
        ];
        for address in refused {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn what_everybody_reaches_is_public() {
        let called = [
            "1.1.1.1",
            "8.8.8.8",
            "9.9.9.9",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.255.255.255",
            "169.253.1.1",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.1.1",
            "198.17.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2606:4700:4700::1111",
            "2a01:e0a::1",
            "2001:200::1",
        ];
        for address in called {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    proptest! {
        #[test]
        fn no_notation_of_a_local_address_is_public(low in any::<u32>()) {
            let v4 = Ipv4Addr::from(low);
            prop_assert!(!is_public(v4.to_ipv6_mapped().into()));
            prop_assert!(!is_public(v4.to_ipv6_compatible().into()));
            if is_public(v4.into()) {
                prop_assert!(!v4.is_loopback() && !v4.is_private() && !v4.is_link_local() && !v4.is_multicast());
                prop_assert!(!v4.is_broadcast() && !v4.is_documentation() && !v4.is_unspecified());
            }
        }
    }
}
