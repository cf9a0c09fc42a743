//! Unpacking with a limit that follows the size of what is packed.

use std::io::Read;

use crate::io::files::MAX_BYTES;

use super::{FormatError, MAX_CELLS, npy};
use crate::io::text::said;

/// Content that may come out of any packed file, however small.
const FREE: u64 = 64 << 20;
/// Beyond that, bytes that may come out for each byte that is packed. Bits kept as 64-bit integers reach 200; a bomb
/// reaches 1000.
const RATIO: u64 = 250;

/// The first bytes of a gzip file.
pub const MAGIC: &[u8] = &[0x1f, 0x8b];

/// What may come out of a packed file of so many bytes, where no header says more.
pub fn due(packed: u64) -> u64 {
    FREE.saturating_add(RATIO.saturating_mul(packed)).min(MAX_BYTES)
}

/// How much may still come out of a packed file.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    total: u64,
    left: u64,
}

impl Budget {
    /// The budget of a file of `packed` bytes: 64 MiB and 250 times its size, at most 1 GiB.
    pub fn of(packed: usize) -> Self {
        let total = due(packed as u64);
        Self { total, left: total }
    }

    /// Allows for what the header of the rows asks for, up to the largest content there is: rows of zeros with a few
    /// ones pack better than any ratio that a bomb does not reach.
    pub fn grant(&mut self, rest: u64) {
        let more = rest.min(MAX_BYTES).saturating_sub(self.left);
        self.total += more;
        self.left += more;
    }

    /// Appends up to `most` bytes; fewer only where the reader ends. Memory grows with what really comes.
    pub fn read(&mut self, reader: &mut dyn Read, bytes: &mut Vec<u8>, most: u64) -> Result<(), FormatError> {
        let came = reader.take(most.min(self.left + 1)).read_to_end(bytes);
        let came =
            came.map_err(|error| FormatError::new("intact packed data", format!("damage ({})", said(&error))))?;
        match self.left.checked_sub(came as u64) {
            Some(left) => self.left = left,
            None => return Err(FormatError::new(format!("at most {} bytes of unpacked data", self.total), "more")),
        }
        Ok(())
    }
}

/// Unpacks a gzip file of one or more members to at most `limit` bytes.
pub fn unpack(packed: &[u8], limit: u64) -> Result<Vec<u8>, FormatError> {
    let mut reader = flate2::read::MultiGzDecoder::new(packed);
    let mut budget = Budget::of(packed.len());
    budget.total = budget.total.min(limit);
    budget.left = budget.total;
    let mut bytes = Vec::new();
    budget.read(&mut reader, &mut bytes, 4096)?;
    // Nothing that can be read begins with this many zeros: a bomb of zeros ends here.
    if bytes.len() == 4096 && bytes.iter().all(|&byte| byte == 0) {
        return Err(FormatError::new("packed data", "nothing but zeros"));
    }
    if let Ok(header) = npy::header(&bytes)
        && header.values() <= MAX_CELLS
    {
        budget.grant(header.bytes_after(bytes.len()).min(limit));
    }
    budget.read(&mut reader, &mut bytes, u64::MAX)?;
    if bytes.is_empty() {
        return Err(FormatError::new("packed data", "nothing"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{self, Write as _};

    fn pack(byte: u8, length: u64) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        writer.write_all(b"0 1\n").unwrap();
        io::copy(&mut io::repeat(byte).take(length), &mut writer).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn bombs_are_stopped() {
        let bomb = pack(b'1', 200 << 20);
        let error = unpack(&bomb, MAX_BYTES).map(|bytes| bytes.len()).unwrap_err();
        assert!(error.to_string().ends_with("bytes of unpacked data, found more"), "{error}");
        assert_eq!(unpack(&pack(b'1', 1 << 20), MAX_BYTES).unwrap().len(), (1 << 20) + 4);
        unpack(&pack(b'1', 1 << 20), 1 << 20).map(|bytes| bytes.len()).unwrap_err();
    }

    #[test]
    fn what_a_header_asks_for_is_allowed() {
        // Rows of 96 MiB with nothing in them.
        let head = "{'descr': '|u1', 'fortran_order': False, 'shape': (12288, 8192), }\n";
        let head = [npy::MAGIC, &[1, 0], &(head.len() as u16).to_le_bytes(), head.as_bytes()].concat();
        let pack = |length: u64| {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            writer.write_all(&head).unwrap();
            io::copy(&mut io::repeat(0).take(length), &mut writer).unwrap();
            writer.finish().unwrap()
        };
        assert_eq!(unpack(&pack(96 << 20), MAX_BYTES).unwrap().len(), (96 << 20) + head.len());
        unpack(&pack(100 << 20), MAX_BYTES).map(|bytes| bytes.len()).unwrap_err();
    }

    #[test]
    fn damage_is_named() {
        let good = pack(b'1', 1000);
        for length in 2..good.len() {
            unpack(&good[..length], MAX_BYTES).unwrap_err();
        }
        let mut wrong = good.clone();
        let last = wrong.len() - 6;
        wrong[last] ^= 1;
        unpack(&wrong, MAX_BYTES).unwrap_err();
    }
}
