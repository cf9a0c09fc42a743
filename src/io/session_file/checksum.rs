//! Whether bytes are those that were there before.

use flate2::Crc;

/// The CRC-32 of gzip and PNG: it notices every damage that was not made on purpose but for one in four thousand million.
pub fn of(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_check_value_of_the_catalogue_is_given() {
        assert_eq!(super::of(b"123456789"), 0xCBF4_3926);
        assert_eq!(super::of(b""), 0);
    }
}
