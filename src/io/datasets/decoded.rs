//! Text from bytes: UTF-8 with or without its mark, and UTF-16 as some spreadsheets save it.

use std::borrow::Cow;

use super::FormatError;

/// UTF-8 text without the mark that some editors put first.
pub fn utf8(bytes: &[u8]) -> Result<&str, FormatError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or_default();
        FormatError::new("UTF-8 text", format!("the byte {byte:02X} at position {at}"))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The bytes of a file, as UTF-8 where the mark of UTF-16 begins it.
pub fn without_utf16(bytes: &[u8]) -> Result<Cow<'_, [u8]>, FormatError> {
    let (rest, number): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => (rest, u16::from_be_bytes),
        _ => return Ok(Cow::Borrowed(bytes)),
    };
    let (pairs, odd) = rest.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|&pair| number(pair))).collect();
    match text {
        Ok(text) if odd.is_empty() => Ok(Cow::Owned(text.into_bytes())),
        _ => Err(FormatError::new("UTF-16 text, as its first two bytes say", "other bytes")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_understood() {
        assert_eq!(utf8("\u{feff}a".as_bytes()).unwrap(), "a");
        assert_eq!(&*without_utf16(b"\xff\xfe0\0\n\0").unwrap(), b"0\n");
        assert_eq!(&*without_utf16(b"\xfe\xff\0\xe9").unwrap(), "é".as_bytes());
        assert_eq!(&*without_utf16(b"abc").unwrap(), b"abc");
        for wrong in [&b"\xff\xfe0"[..], b"\xff\xfe\0\xd8"] {
            without_utf16(wrong).unwrap_err();
        }
    }
}
