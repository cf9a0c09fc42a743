//! Bytes as text, for what is packed into a file of text.
//!
//! Three bytes $b_0 b_1 b_2$ are four digits of six bits each, the first the most significant; a last group of one or two
//! bytes is filled up with `=`.
//!
//! ## References
//!
//! S. Josefsson, *The Base16, Base32, and Base64 Data Encodings*, RFC 4648 (2006), section 4.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PADDING: u8 = b'=';

/// The text of these bytes.
pub fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |place: usize| u32::from(group.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * place)) as usize & 63).copied().unwrap_or(PADDING);
            text.push(char::from(if place > group.len() { PADDING } else { digit }));
        }
    }
    text
}

/// The bytes of this text, or what is wrong with it. Bits that no byte needs must be 0, so that one text stands for one
/// sequence of bytes.
///
/// # Errors
/// A sign that is no digit, with its place, or a length that no bytes have.
pub fn decoded(text: &str) -> Result<Vec<u8>, String> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(4) {
        return Err(format!("base64 comes in fours, and this has {} digits", digits.len()));
    }
    let content = digits.strip_suffix(b"==").or_else(|| digits.strip_suffix(b"=")).unwrap_or(digits);
    let mut bytes = Vec::with_capacity(content.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for (place, &digit) in content.iter().enumerate() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return Err(format!("at place {place} there is no digit of base64")),
        };
        bits = (bits << 6 | u32::from(value)) & 0xFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    if bits & ((1 << held) - 1) != 0 {
        return Err("the last digit of the base64 holds bits that belong to no byte".to_owned());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_vectors_of_the_standard_hold_both_ways() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, text) in vectors {
            assert_eq!(encoded(plain.as_bytes()), text);
            assert_eq!(decoded(text).unwrap(), plain.as_bytes());
        }
    }

    #[test]
    fn all_bytes_come_back_and_what_is_no_base64_is_refused() {
        let bytes: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        for length in [0, 1, 2, 3, 511, 512] {
            assert_eq!(decoded(&encoded(&bytes[..length])).unwrap(), bytes[..length]);
        }
        for wrong in ["Zg=", "Z===", "Zg\n=", "Zh==", "Zm9=", "Zm9v Zm9v", "ä==="] {
            assert!(decoded(wrong).is_err(), "{wrong}");
        }
    }
}
