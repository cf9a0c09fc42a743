//! A value that is made again only when what it depends on has changed.

#[derive(Clone, Debug)]
pub struct Cached<K, V> {
    of: Option<K>,
    value: V,
}

impl<K, V: Default> Default for Cached<K, V> {
    fn default() -> Self {
        Self { of: None, value: V::default() }
    }
}

impl<K: PartialEq, V> Cached<K, V> {
    /// Makes the value of `key` unless it is there; whether it was made.
    pub fn refresh(&mut self, key: K, make: impl FnOnce() -> V) -> bool {
        let key = Some(key);
        let stale = self.of != key;
        if stale {
            (self.of, self.value) = (key, make());
        }
        stale
    }
}

impl<K, V> std::ops::Deref for Cached<K, V> {
    type Target = V;

    fn deref(&self) -> &V {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::Cached;

    #[test]
    fn a_value_is_made_once_for_each_key() {
        let mut cached = Cached::<u32, String>::default();
        assert!(cached.is_empty());
        assert!(cached.refresh(3, || "three".to_owned()));
        assert!(!cached.refresh(3, || unreachable!()));
        assert_eq!(*cached, "three");
        assert!(cached.refresh(4, || "four".to_owned()) && cached.refresh(3, || "3".to_owned()));
        assert_eq!(*cached, "3");
    }
}
