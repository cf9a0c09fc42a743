//! PNG, JPEG and Netpbm pictures as grey levels, and as spins by a threshold.

use std::io::{self, Cursor};
use std::path::Path;

use image::codecs::png::{CompressionType, FilterType as PngFilterType, PngEncoder};
use image::imageops::{self, FilterType};
use image::{
    DynamicImage, ExtendedColorType, GrayImage, ImageDecoder as _, ImageEncoder as _, ImageFormat, ImageReader, Limits,
};

use crate::io::atomic::{self, WriteError};
use crate::io::datasets::choices::{self, ALPHABET, Choice, Contents};
use crate::io::datasets::{DataError, FormatError, HALF_OF_WHITE, Reading, foreign_file as foreign};
use crate::io::files::{self, MAX_BYTES};
use crate::io::guarded::reading;
use crate::io::netpbm;
use crate::io::text::{plain, said};
use crate::physics::data::Dataset;
use crate::physics::spins::{GridShape, Pattern};

/// Largest side of a picture that is opened. One data row holds at most 2^18 pixels; larger pictures can be resized.
pub const MAX_SIDE: u32 = 8192;
/// Memory the decoder may set aside: a picture of 8192 × 8192 in colour with opacity.
const MAX_ALLOCATION: u64 = 256 << 20;
/// Bits of picture that one byte of a PNG can hold: deflate packs at most 1032 bytes into one.
const PNG_BITS_PER_BYTE: u64 = 8 * 1032;
/// Pixels that one byte of a JPEG can hold: every block of 8 × 8 takes at least one bit.
const JPEG_PIXELS_PER_BYTE: u64 = 8 * 64;

/// Writes a picture of 8-bit RGBA pixels, row by row, as PNG.
pub fn write_png(path: &Path, width: u32, height: u32, rgba: &[u8], overwrite: bool) -> Result<(), WriteError> {
    atomic::write(path, overwrite, |writer| {
        let encoder = PngEncoder::new_with_quality(writer, CompressionType::Best, PngFilterType::Adaptive);
        encoder.write_image(rgba, width, height, ExtendedColorType::Rgba8).map_err(io::Error::other)
    })
}

/// The same for one picture of a film, which is one of hundreds: quickly, and a little larger.
pub fn write_png_fast(path: &Path, picture: &image::RgbaImage) -> Result<(), WriteError> {
    atomic::write(path, false, |writer| {
        let encoder = PngEncoder::new_with_quality(writer, CompressionType::Fast, PngFilterType::Adaptive);
        let (width, height) = picture.dimensions();
        encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgba8).map_err(io::Error::other)
    })
}

/// How a picture is brought to another shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Fit {
    /// The middle is cut out in the new proportions, then scaled.
    #[default]
    Crop,
    /// All of it is kept, and stretched where the proportions differ.
    Stretch,
}

/// A picture in 256 levels of grey, row by row, 255 white. What is transparent shows white paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GreyPicture {
    /// Width and height.
    pub shape: GridShape,
    /// One level per pixel.
    pub levels: Vec<u8>,
}

impl GreyPicture {
    /// Opens a picture.
    pub fn open(path: &Path) -> Result<Self, DataError> {
        let bytes = files::read(path, MAX_BYTES)?;
        Self::decode(&bytes).map_err(|fault| DataError::Format { file: plain(path), fault })
    }

    /// Reads the content of a picture, known by its first bytes; a photograph is turned as its camera was.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatError> {
        reading(|| Self::decode_here(bytes)).flatten()
    }

    fn decode_here(bytes: &[u8]) -> Result<Self, FormatError> {
        if netpbm::recognise(bytes) {
            return netpbm::decode(bytes);
        }
        let format = format_of(bytes).ok_or_else(|| {
            foreign(bytes).unwrap_or_else(|| FormatError::new("a picture", "a file that begins otherwise"))
        })?;
        let damaged =
            |error: image::ImageError| FormatError::new("an intact picture", format!("damage ({})", said(&error)));
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(MAX_SIDE);
        limits.max_image_height = Some(MAX_SIDE);
        limits.max_alloc = Some(MAX_ALLOCATION);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(damaged)?;
        let (width, height) = decoder.dimensions();
        if width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE {
            let expected = format!("a picture of 1 to {MAX_SIDE} pixels a side");
            return Err(FormatError::new(expected, format!("{width} × {height}")));
        }
        let pixels = u64::from(width) * u64::from(height);
        let (needed, per_byte) = match format {
            ImageFormat::Png => (pixels * png_bits_per_pixel(bytes), PNG_BITS_PER_BYTE),
            _ => (pixels, JPEG_PIXELS_PER_BYTE),
        };
        if needed > bytes.len() as u64 * per_byte {
            let found = format!("{} bytes", bytes.len());
            return Err(FormatError::new(format!("a file that can hold {width} × {height} pixels"), found));
        }
        // The decoder paints what is missing of a JPEG grey; its end marker tells that nothing is.
        if format == ImageFormat::Jpeg && !bytes.windows(2).any(|pair| pair == [0xff, 0xd9]) {
            return Err(FormatError::new("an intact picture", "no end marker: the file is cut off"));
        }
        let orientation = decoder.orientation().map_err(damaged)?;
        let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
        image.apply_orientation(orientation);
        let shape = GridShape::new(image.width() as usize, image.height() as usize);
        Ok(Self { shape, levels: on_white(image) })
    }

    /// The picture in another shape, by area averages when it shrinks.
    #[must_use]
    pub fn resized(&self, shape: GridShape, fit: Fit) -> Self {
        if shape == self.shape || shape.cells() == 0 {
            return self.clone();
        }
        let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX).clamp(1, MAX_SIDE);
        let (width, height) = (side(self.shape.width), side(self.shape.height));
        let (new_width, new_height) = (side(shape.width), side(shape.height));
        let Some(mut image) = GrayImage::from_raw(width, height, self.levels.clone()) else {
            return self.clone();
        };
        if fit == Fit::Crop {
            // Widths in the proportion of the new shape that lie within the old.
            let scaled = |side: u32, by: u32, over: u32| (u64::from(side) * u64::from(by) / u64::from(over)) as u32;
            let cut_width = width.min(scaled(height, new_width, new_height).max(1));
            let cut_height = height.min(scaled(width, new_height, new_width).max(1));
            let (left, top) = ((width - cut_width) / 2, (height - cut_height) / 2);
            image = imageops::crop_imm(&image, left, top, cut_width, cut_height).to_image();
        }
        let image = imageops::resize(&image, new_width, new_height, FilterType::Triangle);
        Self { shape: GridShape::new(new_width as usize, new_height as usize), levels: image.into_raw() }
    }

    /// +1 where the picture is brighter than the level (a fraction of white below 1, else 0 … 255); the reverse of
    /// that for dark ink on white paper.
    pub fn to_pattern(&self, threshold: f64, ink_is_dark: bool) -> Pattern {
        let level = grey_level(threshold);
        Pattern::from_bits(self.levels.iter().map(|&grey| (f64::from(grey) > level) != ink_is_dark))
    }

    /// Mean level as a fraction of white: a threshold that suits most drawings.
    pub fn mean(&self) -> f64 {
        let sum: u64 = self.levels.iter().map(|&level| u64::from(level)).sum();
        sum as f64 / (255.0 * self.levels.len().max(1) as f64)
    }
}

/// The grey level above which a pixel is on: a number below 1 is a fraction of white, any other a level 0 … 255.
pub fn grey_level(threshold: f64) -> f64 {
    if threshold < 1.0 { threshold * 255.0 } else { threshold }
}

/// Whether bytes begin like a picture that can be opened.
pub fn recognise(bytes: &[u8]) -> bool {
    format_of(bytes).is_some() || netpbm::recognise(bytes)
}

/// Reads a picture as one row, bright pixels 1; half of white is the threshold unless another is given.
pub fn read(name: &str, bytes: &[u8], reading: &Reading) -> Result<Dataset, FormatError> {
    let wrong = |choice: &Choice| !choice.applies(Contents::Picture) && choice.option != ALPHABET.option;
    if let Some(choice) = choices::given(reading).find(wrong) {
        return Err(FormatError::new(format!("no {} for a picture", choice.option), "one"));
    }
    let picture = GreyPicture::decode(bytes)?;
    crate::io::datasets::check_size(1, picture.shape.cells())?;
    let level = grey_level(reading.threshold.unwrap_or(0.5));
    let values: Vec<u8> = picture.levels.iter().map(|&grey| u8::from(f64::from(grey) > level)).collect();
    let mut dataset = Dataset::new(name, values, picture.shape.cells(), 2);
    dataset.shape = Some(picture.shape);
    if reading.keep_numbers && reading.threshold.is_none() {
        // A grey level is a fraction of white.
        dataset.numbers = Some(picture.levels.iter().map(|&grey| f64::from(grey) / 255.0).collect());
        return Ok(dataset);
    }
    if reading.threshold.is_none() && picture.levels.iter().any(|&grey| (64..192).contains(&grey)) {
        dataset.notes.push(HALF_OF_WHITE.to_owned());
    }
    Ok(dataset)
}

/// The format by the first bytes.
fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(ImageFormat::Png)
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(ImageFormat::Jpeg)
    } else {
        None
    }
}

/// Bits per pixel as the header of a PNG gives them: depth times channels.
fn png_bits_per_pixel(bytes: &[u8]) -> u64 {
    let depth = bytes.get(24).copied().map_or(1, u64::from);
    let channels = match bytes.get(25) {
        Some(2) => 3,
        Some(4) => 2,
        Some(6) => 4,
        _ => 1,
    };
    depth * channels
}

/// Grey levels of a picture laid on white paper.
fn on_white(image: DynamicImage) -> Vec<u8> {
    if !image.color().has_alpha() {
        return image.into_luma8().into_raw();
    }
    let blend = |pixel: &image::LumaA<u8>| {
        let [grey, opacity] = pixel.0.map(u32::from);
        ((grey * opacity + 255 * (255 - opacity) + 127) / 255) as u8
    };
    image.into_luma_alpha8().pixels().map(blend).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;
    use image::metadata::Orientation;

    fn png(width: u32, height: u32, levels: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let image = GrayImage::from_raw(width, height, levels.to_vec()).unwrap();
        image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        bytes
    }

    #[test]
    fn bright_is_up_unless_ink_is_dark() {
        let picture = GreyPicture::decode(&png(3, 1, &[0, 128, 255])).unwrap();
        assert_eq!(picture.to_pattern(0.5, false).spins(), [-1, 1, 1]);
        assert_eq!(picture.to_pattern(200.0, false).spins(), [-1, -1, 1]);
        assert_eq!(picture.to_pattern(0.5, true).spins(), [1, -1, -1]);
        let data = read("x", &png(3, 1, &[0, 127, 128]), &Reading::default()).unwrap();
        assert_eq!((data.values.as_slice(), data.shape), (&[0, 0, 1][..], Some(GridShape::new(3, 1))));
    }

    #[test]
    fn transparent_is_paper() {
        let image = image::RgbaImage::from_raw(2, 1, vec![0, 0, 0, 0, 0, 0, 0, 255]).unwrap();
        assert_eq!(on_white(DynamicImage::from(image)), [255, 0]);
    }

    #[test]
    fn a_photograph_is_turned_as_its_camera_was() {
        let image = GrayImage::from_fn(16, 8, |x, _| image::Luma([if x < 4 { 0 } else { 255 }]));
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
        // TIFF, little-endian, one entry: orientation 6, a quarter to the right.
        let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        encoder.set_exif_metadata(exif.to_vec()).unwrap();
        encoder.encode_image(&image).unwrap();
        let picture = GreyPicture::decode(&bytes).unwrap();
        assert_eq!(picture.shape, GridShape::new(8, 16));
        let dark: Vec<usize> = (0..16).filter(|row| picture.levels[row * 8] < 128).collect();
        assert_eq!(dark, [0, 1, 2, 3], "the dark side is above");
        let mut plain = DynamicImage::from(image);
        plain.apply_orientation(Orientation::Rotate90);
        assert_eq!(plain.height(), 16);
    }

    #[test]
    fn cropping_keeps_the_middle() {
        let picture = GreyPicture::decode(&png(4, 2, &[9, 0, 255, 9, 9, 0, 255, 9])).unwrap();
        assert_eq!(picture.resized(GridShape::new(2, 2), Fit::Crop).levels, [0, 255, 0, 255]);
        assert_eq!(picture.resized(GridShape::new(8, 8), Fit::Stretch).levels.len(), 64);
        assert_eq!(picture.resized(GridShape::new(1, 50), Fit::Crop).shape, GridShape::new(1, 50));
    }

    #[test]
    fn bombs_and_damage_are_refused() {
        let good = png(20, 20, &[7; 400]);
        for length in 0..good.len() - 12 {
            GreyPicture::decode(&good[..length]).unwrap_err();
        }
        // A header that promises 60,000 × 60,000 pixels, with its checksum put right.
        for (width, height) in [(60_000_u32, 60_000_u32), (8192, 8192), (0, 5)] {
            let mut bomb = good.clone();
            bomb[16..20].copy_from_slice(&width.to_be_bytes());
            bomb[20..24].copy_from_slice(&height.to_be_bytes());
            let mut crc = flate2::Crc::new();
            crc.update(&bomb[12..29]);
            bomb[29..33].copy_from_slice(&crc.sum().to_be_bytes());
            let error = GreyPicture::decode(&bomb).unwrap_err();
            assert!(error.to_string().starts_with("expected"), "{error}");
        }
    }
}
