//! How numbers are written: a true minus (U+2212), thin spaces between thousands, real super- and subscripts.

const MINUS: char = '\u{2212}';
/// Between groups of digits, and before a unit.
pub const NARROW_SPACE: char = '\u{202F}';

/// A text whose lines are not broken within numbers: they would be at narrow spaces.
pub fn unbroken(text: &str) -> String {
    text.replace(NARROW_SPACE, "\u{A0}")
}
/// Between the parts of one number, which no line may tear apart.
const NO_BREAK: char = '\u{A0}';
const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// `1234.5678` with two digits is `1 234.57`; negative numbers get a true minus, what rounds to zero has no sign.
pub fn number(value: f64, digits: usize) -> String {
    let (negative, text) = unsigned(value, digits);
    if negative { format!("{MINUS}{text}") } else { text }
}

/// As [`number`], with an explicit plus: `+0.20`, `−0.14`, `0.00`.
pub fn signed(value: f64, digits: usize) -> String {
    let (negative, text) = unsigned(value, digits);
    let is_zero = value.is_nan() || text.chars().all(|c| matches!(c, '0' | '.'));
    match (is_zero, negative) {
        (true, _) => text,
        (false, true) => format!("{MINUS}{text}"),
        (false, false) => format!("+{text}"),
    }
}

/// A count with thin spaces between thousands: `1 234 567`.
pub fn grouped(count: u64) -> String {
    group(&count.to_string())
}

/// A fraction as per cent: `percent(0.25, 0)` is `25 %`.
pub fn percent(fraction: f64, digits: usize) -> String {
    format!("{}{NARROW_SPACE}%", number(fraction * 100.0, digits))
}

/// An amount of memory: `3 MB`, `1.2 GB`.
pub fn bytes(count: u64) -> String {
    if count < 1_000_000_000 {
        return format!("{}{NARROW_SPACE}MB", grouped(count.div_ceil(1_000_000)));
    }
    format!("{}{NARROW_SPACE}GB", number(count as f64 / 1e9, 1))
}

/// Small and large magnitudes as a power of ten: `3 × 10⁻⁷`, `< 10⁻³⁰` below that, plain between 0.001 and 10 000.
pub fn power_of_ten(value: f64) -> String {
    const SMALLEST: i32 = -30;
    let size = value.abs();
    if size == 0.0 || !size.is_finite() {
        return number(value, 0);
    }
    if size < 10f64.powi(SMALLEST) {
        return format!("<{NO_BREAK}10{}", superscript(i64::from(SMALLEST)));
    }
    if (1e-3..1e4).contains(&size) {
        let digits = (2 - size.log10().floor() as i32).max(0) as usize;
        let text = number(value, digits);
        return match text.split_once('.') {
            Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            None => text,
        };
    }
    let mut exponent = size.log10().floor() as i32;
    let mut mantissa = (size / 10f64.powi(exponent)).round();
    if mantissa >= 10.0 {
        mantissa = 1.0;
        exponent += 1;
    }
    let sign = if value < 0.0 { MINUS.to_string() } else { String::new() };
    format!("{sign}{mantissa:.0}{NO_BREAK}×{NO_BREAK}10{}", superscript(i64::from(exponent)))
}

/// A mean and its standard error, with as many digits as the error has, at least two; three where there is none.
pub fn with_error(mean: f64, stderr: Option<f64>) -> String {
    match stderr {
        Some(stderr) if stderr > 0.0 => {
            let digits = (1.5 - stderr.log10()).floor().clamp(2.0, 5.0) as usize;
            format!("{}{NO_BREAK}±{NO_BREAK}{}", number(mean, digits), number(stderr, digits))
        }
        Some(_) => format!("{}{NO_BREAK}±{NO_BREAK}0", number(mean, 3)),
        None => number(mean, 3),
    }
}

/// A temperature: 0 as what it is, others with two digits or in powers of ten.
pub fn temperature(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else if value < 0.005 {
        power_of_ten(value)
    } else {
        number(value, 2)
    }
}

/// A time that a person waits: `3 s`, `2 min`, `5 h`.
pub fn duration(seconds: f64) -> String {
    let ceiling = |value: f64| number(value.ceil().max(1.0), 0);
    if seconds < 100.0 {
        format!("{}{NARROW_SPACE}s", ceiling(seconds))
    } else if seconds < 6000.0 {
        format!("{}{NARROW_SPACE}min", ceiling(seconds / 60.0))
    } else {
        format!("{}{NARROW_SPACE}h", ceiling(seconds / 3600.0))
    }
}

/// Figures as subscripts: `σ₁₂`.
pub fn subscript(number: usize) -> String {
    const FIGURES: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let digits = number.to_string();
    digits.chars().filter_map(|digit| FIGURES.get(digit.to_digit(10)? as usize)).collect()
}

/// `⁻³⁰`.
pub fn superscript(value: i64) -> String {
    let sign = (value < 0).then_some('⁻');
    let number = value.unsigned_abs().to_string();
    let digits = number.bytes().filter_map(|byte| SUPERSCRIPTS.get(usize::from(byte - b'0')).copied());
    sign.into_iter().chain(digits).collect()
}

fn unsigned(value: f64, digits: usize) -> (bool, String) {
    if value.is_nan() {
        return (false, "–".to_owned());
    }
    if value.is_infinite() {
        return (value < 0.0, "∞".to_owned());
    }
    let text = format!("{:.digits$}", value.abs());
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let grouped = match text.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", group(whole)),
        None => group(&text),
    };
    (value < 0.0 && !zero, grouped)
}

fn group(digits: &str) -> String {
    let length = digits.len();
    digits
        .chars()
        .enumerate()
        .flat_map(|(index, digit)| {
            let space = index > 0 && (length - index).is_multiple_of(3);
            space.then_some(NARROW_SPACE).into_iter().chain([digit])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{duration, grouped, number, percent, power_of_ten, signed, superscript, temperature};

    #[test]
    fn signs_are_explicit_and_true() {
        assert_eq!(signed(0.2, 2), "+0.20");
        assert_eq!(signed(-0.214, 3), "\u{2212}0.214");
        assert_eq!(signed(-0.001, 2), "0.00");
        assert_eq!(signed(f64::INFINITY, 1), "+∞");
        assert_eq!(signed(f64::NAN, 1), "–");
        assert_eq!(number(-0.0, 1), "0.0");
        assert_eq!(number(-141.6, 1), "\u{2212}141.6");
    }

    #[test]
    fn thousands_are_grouped_thinly() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1539), "1\u{202F}539");
        assert_eq!(grouped(u64::MAX), "18\u{202F}446\u{202F}744\u{202F}073\u{202F}709\u{202F}551\u{202F}615");
        assert_eq!(number(-12_345.678, 1), "\u{2212}12\u{202F}345.7");
        assert_eq!(percent(0.25, 0), "25\u{202F}%");
        assert_eq!([1, 1_234_000_000].map(super::bytes), ["1\u{202F}MB", "1.2\u{202F}GB"]);
    }

    #[test]
    fn waiting_is_said_in_whole_units() {
        assert_eq!(
            [0.01, 99.5, 130.0, 7200.0].map(duration),
            ["1\u{202F}s", "100\u{202F}s", "3\u{202F}min", "2\u{202F}h"]
        );
    }

    #[test]
    fn small_numbers_become_powers_of_ten() {
        assert_eq!(power_of_ten(3.2e-7), "3\u{A0}×\u{A0}10⁻⁷");
        assert_eq!(power_of_ten(9.7e-7), "1\u{A0}×\u{A0}10⁻⁶");
        assert_eq!(power_of_ten(-2e12), "\u{2212}2\u{A0}×\u{A0}10¹²");
        assert_eq!(power_of_ten(1e-31), "<\u{A0}10⁻³⁰");
        assert_eq!(power_of_ten(1e-300), "<\u{A0}10⁻³⁰");
        assert_eq!(power_of_ten(0.0), "0");
        assert_eq!(power_of_ten(0.0064), "0.0064");
        assert_eq!(power_of_ten(0.5), "0.5");
        assert_eq!(power_of_ten(100.0), "100");
    }

    #[test]
    fn temperatures_keep_their_order_of_magnitude() {
        assert_eq!(temperature(0.0), "0");
        assert_eq!(temperature(0.0004), "4\u{A0}×\u{A0}10⁻⁴");
        assert_eq!(temperature(0.8), "0.80");
    }

    #[test]
    fn exponents_are_raised() {
        assert_eq!(superscript(-30), "⁻³⁰");
    }
}
