//! The colour of each branch: a number that stays the same while the cursor moves.

use crate::physics::tree::Tree;

/// For each node the number of its colour. The root has 0; where a branch splits, the largest child goes on in its
/// parent's colour and the others take the next free numbers, in the order of their leaves.
pub fn node_colours(tree: &Tree) -> Vec<u32> {
    let mut colours = vec![0; tree.nodes().len()];
    let mut next = 1;
    for node in 0..tree.nodes().len() as u32 {
        let own = colours[node as usize];
        let size = |child: u32| tree.nodes().get(child as usize).map_or(0, |node| node.leaves.len());
        // The first of equally large ones.
        let largest = tree.children(node).max_by_key(|&child| (size(child), std::cmp::Reverse(child)));
        for child in tree.children(node) {
            colours[child as usize] = if Some(child) == largest {
                own
            } else {
                next += 1;
                next - 1
            };
        }
    }
    colours
}
