//! The Newick format, written.
//!
//! ## References
//!
//! * G. Olsen, “Interpretation of the Newick's 8:45 tree format standard” (1990),
//!   <https://phylipweb.github.io/phylip/newick_doc.html>

use std::io::{self, Write};
use std::path::Path;

use super::{Annotations, node_name};
use crate::io::atomic::{self, WriteError};
use crate::physics::tree::Tree;

/// Signs that mean something in the format: a name with one of them is quoted.
const SIGNS: [char; 8] = ['(', ')', '[', ']', ':', ';', ',', '\''];

/// Writes a tree: the data as leaves, clusters under their names or, where it is known, their support; the length of a
/// branch is the difference of the positions of its ends. A single datum of a linkage is only a leaf.
pub fn write(path: &Path, overwrite: bool, tree: &Tree, annotations: Annotations<'_>) -> Result<(), WriteError> {
    atomic::write(path, overwrite, |out| write_tree(tree, annotations, out))
}

/// As [`write()`], into any place; a tree without a leaf is `;`.
pub fn write_tree(tree: &Tree, annotations: Annotations<'_>, out: &mut dyn Write) -> io::Result<()> {
    // Nodes that are open, the root first, each with the place after its last leaf.
    let mut open: Vec<(u32, u32)> = Vec::new();
    let mut nodes = (0..).zip(tree.nodes()).peekable();
    for (place, &datum) in (0..).zip(tree.leaf_order()) {
        if place > 0 {
            out.write_all(b",")?;
        }
        while let Some((node, own)) = nodes.next_if(|(_, own)| own.leaves.start == place) {
            if !is_leaf(tree, node) {
                out.write_all(b"(")?;
            }
            open.push((node, own.leaves.end));
        }
        out.write_all(name(&annotations.name(datum)).as_bytes())?;
        if !open.last().is_some_and(|&(node, _)| is_leaf(tree, node)) {
            out.write_all(b":0")?;
        }
        while let Some((node, _)) = open.pop_if(|&mut (_, end)| end == place + 1) {
            close(tree, node, annotations, out)?;
        }
    }
    out.write_all(b";\n")
}

/// Whether a node is but a single datum.
fn is_leaf(tree: &Tree, node: u32) -> bool {
    tree.nodes().get(node as usize).is_some_and(|own| own.cluster.is_none() && own.size() == 1)
}

/// What follows the children of a node: the end of their list, what the node is called and its branch.
fn close(tree: &Tree, node: u32, annotations: Annotations<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !is_leaf(tree, node) {
        out.write_all(b")")?;
        match annotations.support(node) {
            Some(support) => write!(out, "{support}")?,
            None => out.write_all(name(&node_name(tree, node).unwrap_or_default()).as_bytes())?,
        }
    }
    let own = tree.nodes().get(node as usize);
    if let Some(own) = own
        && let Some(above) = own.parent.and_then(|parent| tree.nodes().get(parent as usize))
    {
        write!(out, ":{}", (own.position - above.position).abs())?;
    }
    Ok(())
}

/// A name as it can stand in the format: in quotation marks where it holds blanks or signs of the format.
fn name(text: &str) -> String {
    if text.is_empty()
        || !text.contains(|sign: char| sign.is_whitespace() || sign.is_control() || SIGNS.contains(&sign))
    {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}
