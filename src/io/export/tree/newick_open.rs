//! A tree from a Newick file, over rows that are found by their names.

use std::collections::BTreeMap;
use std::path::Path;

use super::newick_reader::NewickTree;
use crate::io::datasets::{DataError, FormatError, MAX_TEXT_BYTES};
use crate::io::files;
use crate::io::guarded::reading;
use crate::io::text::{plain, quoted};
use crate::physics::tree::{Branch, Tree};

/// Reads the tree of the rows with these names. Leaves of other names are left out.
///
/// # Errors
/// The file cannot be read, or does not hold each of the rows once.
pub fn open(path: &Path, names: &[String]) -> Result<Tree, DataError> {
    let bytes = files::read(path, MAX_TEXT_BYTES)?;
    let text = str::from_utf8(&bytes).map_err(|error| FormatError::new("UTF-8 text", error.to_string()));
    text.and_then(|text| reading(|| tree(&NewickTree::read(text)?, names)).flatten())
        .map_err(|fault| DataError::Format { file: plain(path), fault })
}

/// The tree of the rows with these names.
///
/// # Errors
/// It does not hold each of the rows once.
pub fn tree(read: &NewickTree, names: &[String]) -> Result<Tree, FormatError> {
    let mut rows: BTreeMap<&str, u32> = BTreeMap::new();
    for (row, name) in (0..).zip(names) {
        if rows.insert(name, row).is_some() {
            return Err(FormatError::new("rows with different names", format!("{} twice", quoted(name))));
        }
    }
    let branches: Vec<Branch> = read
        .nodes
        .iter()
        .map(|node| {
            let name = node.name.as_deref().filter(|_| node.children == 0);
            Branch { parent: node.parent, length: node.length, datum: name.and_then(|name| rows.get(name).copied()) }
        })
        .collect();
    let mut missing = rows;
    for name in read.leaf_names() {
        missing.remove(name);
    }
    if let Some(name) = missing.keys().next() {
        let found = format!("none for {} of {} rows, {} among them", missing.len(), names.len(), quoted(name));
        return Err(FormatError::new("a leaf for each row", found));
    }
    Tree::from_branches(&branches, names.len()).map_err(|error| FormatError::new("each row once", error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::export::tree::{Annotations, newick};

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rows_are_found_by_name_and_other_leaves_are_left_out() {
        let read = NewickTree::read("((cat:1,dog:2)pets:3,(fly:1,bee:1):2);").unwrap();
        let tree = tree(&read, &names(&["bee", "cat", "dog"])).unwrap();
        assert_eq!(tree.leaf_order(), [1, 2, 0]);
        assert_eq!(tree.cut(1.0).labels(), [0, 1, 1]);
    }

    #[test]
    fn what_was_written_is_read_again() {
        let read = NewickTree::read("((a:0,b:0)x:3,(c:0,d:0)y:2);").unwrap();
        let names = names(&["d", "a", "b", "c"]);
        let first = tree(&read, &names).unwrap();
        let mut written = Vec::new();
        newick::write_tree(&first, Annotations { names: &names, support: &[] }, &mut written).unwrap();
        let text = String::from_utf8(written).unwrap();
        let second = tree(&NewickTree::read(&text).unwrap(), &names).unwrap();
        assert_eq!((first.leaf_order(), first.cut(1.0)), (second.leaf_order(), second.cut(1.0)), "{text}");
    }

    #[test]
    fn rows_that_are_missing_or_twice_are_named() {
        let read = NewickTree::read("(a,b,b);").unwrap();
        let fault = |rows: &[&str]| tree(&read, &names(rows)).unwrap_err().to_string();
        assert!(fault(&["a", "c"]).contains("none for 1 of 2 rows, “c” among them"), "{}", fault(&["a", "c"]));
        assert!(fault(&["a", "a"]).contains("“a” twice"), "{}", fault(&["a", "a"]));
        assert!(fault(&["a", "b"]).contains("2 were expected, 3 are given"), "{}", fault(&["a", "b"]));
    }
}
