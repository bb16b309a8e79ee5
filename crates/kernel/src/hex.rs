//! Bytes as text.

/// Bytes in hexadecimal, two small letters or digits for each (RFC 4648 § 8). The time it takes does not depend on the bytes.
#[must_use]
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    base16ct::lower::encode_string(bytes.as_ref())
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn each_byte_has_two_digits() {
        assert_eq!(hex([0, 9, 0xaf, 0xff]), "0009afff");
        assert_eq!(hex([]), "");
    }
}
