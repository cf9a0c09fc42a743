//! Numbers of an HDF5 array as they lie in the file: a picture of bytes takes a byte for each pixel, whatever is asked.

use hdf5_pure::{Dataset, Datatype, DatatypeByteOrder, Error, FixedPointLayout, FloatingPointLayout};

/// An array in the order of the file.
pub struct Numbers {
    bytes: Vec<u8>,
    width: usize,
    number: fn(&[u8]) -> f64,
}

impl Numbers {
    /// Reads a whole array.
    pub fn read(dataset: &Dataset) -> Result<Self, Error> {
        let kind = dataset.datatype()?;
        let Some((width, big_endian, number)) = plain(&kind) else {
            // Rare kinds at 8 bytes each.
            let values = dataset.read_f64()?;
            let bytes = values.into_iter().flat_map(f64::to_le_bytes).collect();
            return Ok(Self { bytes, width: 8, number: |bytes| f64::from_le_bytes(first(bytes)) });
        };
        let mut bytes = dataset.read_raw()?;
        if big_endian && width > 1 {
            bytes.chunks_exact_mut(width).for_each(<[u8]>::reverse);
        }
        Ok(Self { bytes, width, number })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.bytes.len() / self.width
    }

    /// One of them.
    pub fn get(&self, index: usize) -> Option<f64> {
        let start = index.checked_mul(self.width)?;
        self.bytes.get(start..start + self.width).map(self.number)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        self.bytes.chunks_exact(self.width).map(self.number)
    }
}

/// Bytes of a number, whether the most significant comes first, and the number of little-endian bytes; `None` for kinds
/// that fill their bytes otherwise.
type Plain = (usize, bool, fn(&[u8]) -> f64);

fn plain(kind: &Datatype) -> Option<Plain> {
    match *kind {
        Datatype::FixedPoint {
            size,
            byte_order,
            layout: FixedPointLayout { signed, bit_offset: 0, bit_precision },
        } if u32::from(bit_precision) == 8 * size => {
            let number: fn(&[u8]) -> f64 = match (size, signed) {
                (1, false) => |bytes| f64::from(u8::from_le_bytes(first(bytes))),
                (1, true) => |bytes| f64::from(i8::from_le_bytes(first(bytes))),
                (2, false) => |bytes| f64::from(u16::from_le_bytes(first(bytes))),
                (2, true) => |bytes| f64::from(i16::from_le_bytes(first(bytes))),
                (4, false) => |bytes| f64::from(u32::from_le_bytes(first(bytes))),
                (4, true) => |bytes| f64::from(i32::from_le_bytes(first(bytes))),
                (8, false) => |bytes| u64::from_le_bytes(first(bytes)) as f64,
                (8, true) => |bytes| i64::from_le_bytes(first(bytes)) as f64,
                _ => return None,
            };
            Some((size as usize, is_big_endian(byte_order)?, number))
        }
        Datatype::FloatingPoint { size, byte_order, ref layout } => {
            let number: fn(&[u8]) -> f64 = match size {
                2 => |bytes| f64::from(half(u16::from_le_bytes(first(bytes)))),
                4 if *layout == FloatingPointLayout::IEEE754_BINARY32 => {
                    |bytes| f64::from(f32::from_le_bytes(first(bytes)))
                }
                8 if *layout == FloatingPointLayout::IEEE754_BINARY64 => |bytes| f64::from_le_bytes(first(bytes)),
                _ => return None,
            };
            Some((size as usize, is_big_endian(byte_order)?, number))
        }
        // Truth values of h5py are an enumeration of bytes.
        Datatype::Enumeration { ref base_type, .. } => plain(base_type),
        _ => None,
    }
}

fn is_big_endian(order: DatatypeByteOrder) -> Option<bool> {
    match order {
        DatatypeByteOrder::LittleEndian => Some(false),
        DatatypeByteOrder::BigEndian => Some(true),
        DatatypeByteOrder::Vax => None,
    }
}

/// The first bytes of some; zeros where there are fewer, which a whole array rules out.
fn first<const WIDTH: usize>(bytes: &[u8]) -> [u8; WIDTH] {
    bytes.first_chunk().copied().unwrap_or([0; WIDTH])
}

/// A float of 2 bytes.
pub fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let (exponent, mantissa) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    sign * match exponent {
        0 => mantissa * 2_f32.powi(-24),
        31 if mantissa == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + mantissa / 1024.0) * 2_f32.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hdf5_pure::{DatasetBuilder, File, FileBuilder};

    fn read(fill: impl FnOnce(&mut DatasetBuilder) -> &mut DatasetBuilder) -> Vec<f64> {
        let mut file = FileBuilder::new();
        fill(file.create_dataset("a"));
        let file = File::from_bytes(file.finish().unwrap()).unwrap();
        let numbers = Numbers::read(&file.dataset("a").unwrap()).unwrap();
        assert_eq!(numbers.get(numbers.len()), None);
        assert_eq!(numbers.iter().next(), numbers.get(0));
        numbers.iter().collect()
    }

    #[test]
    fn every_kind_gives_its_numbers() {
        assert_eq!(read(|a| a.with_u8_data(&[0, 200])), [0.0, 200.0]);
        assert_eq!(read(|a| a.with_i8_data(&[-1, 100])), [-1.0, 100.0]);
        assert_eq!(read(|a| a.with_u16_data(&[1, 65_000])), [1.0, 65_000.0]);
        assert_eq!(read(|a| a.with_i32_data(&[-70_000, 3])), [-70_000.0, 3.0]);
        assert_eq!(read(|a| a.with_i64_data(&[-1, 1 << 40])), [-1.0, 2_f64.powi(40)]);
        assert_eq!(read(|a| a.with_f32_data(&[-0.5, 1e30])), [-0.5, f64::from(1e30_f32)]);
        assert_eq!(read(|a| a.with_f64_data(&[0.1, -2.0])), [0.1, -2.0]);
        let big = |size, bits| Datatype::FixedPoint {
            size,
            byte_order: DatatypeByteOrder::BigEndian,
            layout: FixedPointLayout { signed: true, bit_offset: 0, bit_precision: bits },
        };
        assert_eq!(read(|a| a.with_raw_data(big(2, 16), vec![0xff, 0xfe, 1, 2], 2)), [-2.0, 258.0]);
    }

    #[test]
    fn floats_of_two_bytes_are_exact() {
        for (bits, value) in [(0x3c00, 1.0), (0xc000, -2.0), (0x0001, 2_f32.powi(-24)), (0x7bff, 65504.0), (0, 0.0)] {
            assert_eq!(half(bits), value);
        }
        assert!(half(0x7c00).is_infinite() && half(0x7e00).is_nan());
    }
}
