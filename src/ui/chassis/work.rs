//! What is remembered of a lab's work from one start to the next, as text.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longer texts are not kept: the window saves itself every half minute. Ten thousand digits take two and a half million
/// characters.
const MOST: usize = 1 << 22;

/// The work as text; `None` where there is too much of it.
pub fn written<T: Serialize>(work: &T) -> Option<String> {
    serde_json::to_string(work).ok().filter(|text| text.len() <= MOST)
}

/// Takes it from text.
///
/// # Errors
/// A sentence where it is none of this lab.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|err| format!("it is not written as this program writes it ({err})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read_and_too_much_is_not_kept() {
        let work = vec![1_u8; 100];
        assert_eq!(read::<Vec<u8>>(&written(&work).unwrap()).unwrap(), work);
        assert_eq!(written(&vec![1_u8; MOST]), None);
        assert!(read::<Vec<u8>>("[1, 2").is_err());
    }
}
