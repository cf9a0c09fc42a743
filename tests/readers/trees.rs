//! Trees and labels as text: what is written is read again, and anything else is answered with a sentence.

use glassbox::io::atomic::WriteError;
use glassbox::io::datasets::{DataOptions, DataSource, LabelColours, open};
use glassbox::io::export::tree::{Annotations, NewickTree, newick};
use glassbox::io::files;
use glassbox::physics::seed::Seed;
use glassbox::physics::tree::{Distances, Level, Partition, Tree, average_linkage};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::files::put;

fn level(position: f64, marks: &[u32]) -> Level {
    Level { age: 0, position, partition: Partition::new(marks), points: Vec::new() }
}

fn text(tree: &Tree, names: &[String], support: &[Option<f64>]) -> String {
    let mut out = Vec::new();
    newick::write_tree(tree, Annotations { names, support }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn a_tree_of_ages_is_written_with_its_clusters() {
    let levels = [level(10.0, &[0, 0, 0, 1]), level(20.0, &[0, 0, 0, 1]), level(50.0, &[0, 0, 1, 2])];
    let tree = Tree::from_levels(&levels, &[0.0, 1.0, 2.0, 3.0]).unwrap();
    let names = strings(&["ant", "it's a bee", "çà", "d_1"]);
    assert_eq!(
        text(&tree, &names, &[]),
        "((((ant:0,'it''s a bee':0)I2-0:30,(çà:0)I2-1:30)I1-0:10)I0-0:10,(((d_1:0)I2-2:30)I1-1:10)I0-1:10);\n"
    );
    let mut support = vec![None; tree.nodes().len()];
    support[1] = Some(0.94);
    assert!(text(&tree, &[], &support).contains("(((0:0,1:0)I2-0:30,(2:0)I2-1:30)I1-0:10)0.94:10,"));
}

#[test]
fn a_dendrogram_is_written_without_nodes_of_single_leaves() {
    let line = [0.0_f64, 1.0, 3.0];
    let tree = Tree::from_linkage(&average_linkage(Distances::new(3, |a, b| (line[a] - line[b]).abs())), &line);
    assert_eq!(text(&tree, &strings(&["a", "b", "c"]), &[]), "((a:1,b:1)I0-0:1.5,c:2.5)I0-1;\n");
}

#[test]
fn files_are_written_whole_and_not_over_others() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("tree.nwk");
    let tree = Tree::from_levels(&[level(1.0, &[0, 0])], &[0.0, 1.0]).unwrap();
    let annotations = Annotations { names: &[], support: &[] };
    newick::write(&path, false, &tree, annotations).unwrap();
    assert_eq!(files::read(&path, 99).unwrap(), b"(0:0,1:0)I0-0;\n");
    assert!(matches!(newick::write(&path, false, &tree, annotations), Err(WriteError::Exists { .. })));
}

#[test]
fn what_other_programs_write_is_read() {
    let tree =
        NewickTree::read(" [&R] (A:1e-2[&rate=1],(B,'C; D''s':-.5)0.9 :[x] 2,,\n three words)root:0;\n[end]").unwrap();
    let nodes: Vec<_> =
        tree.nodes.iter().map(|node| (node.parent, node.name.as_deref(), node.length, node.children)).collect();
    let wanted = [
        (None, Some("root"), Some(0.0), 4),
        (Some(0), Some("A"), Some(0.01), 0),
        (Some(0), Some("0.9"), Some(2.0), 2),
        (Some(2), Some("B"), None, 0),
        (Some(2), Some("C; D's"), Some(-0.5), 0),
        (Some(0), None, None, 0),
        (Some(0), Some("three words"), None, 0),
    ];
    assert_eq!(nodes, wanted);
    assert_eq!(NewickTree::read("alone;").unwrap().leaf_names().collect::<Vec<_>>(), ["alone"]);
}

#[test]
fn malformed_trees_are_refused_in_one_sentence() {
    let say = |text: &str| NewickTree::read(text).unwrap_err().to_string();
    assert_eq!(say("(a,b)"), "expected “;” at the end of the tree, found the end");
    assert_eq!(say("((a,b);"), "expected 1 more “)”, found “;” in line 1");
    assert_eq!(say("(a,\nb));"), "expected “(” before every “)”, found “);” in line 2");
    assert_eq!(say("(a:x,b);"), "expected a number after “:”, found “x”");
    assert_eq!(say("(a:,b);"), "expected a number after “:”, found “,b);” in line 1");
    assert_eq!(say("(a:inf,b);"), "expected a number after “:”, found “inf”");
    assert_eq!(say("a,b;"), "expected “;” after the tree, found “,b;” in line 1");
    assert_eq!(say("(a)(b);"), "expected “,”, “)” or “;”, found “(b);” in line 1");
    assert_eq!(say("(a,b); (c,d);"), "expected nothing after the “;” of the tree, found “(c,d);” in line 1");
    assert_eq!(say("(a[b"), "expected “]” at the end of a comment, found “[b” in line 1");
    assert_eq!(say("('a"), "expected a quotation mark at the end of the name, found “'a” in line 1");
    assert_eq!(say(";"), "expected a tree, found only “;”");
    assert_eq!(say(""), "expected “;” at the end of the tree, found the end");
    assert_eq!(say(&"(".repeat(5_000_000)), "expected at most 4194304 nodes, found more");
}

#[test]
fn a_tree_may_be_a_hundred_thousand_deep() {
    // One datum leaves at each level; the partitions of all levels at once would fill the memory, so the text is made.
    let depth = 100_000;
    let text = format!("{}x{};", "(".repeat(depth), ")".repeat(depth));
    let tree = NewickTree::read(&text).unwrap();
    assert_eq!((tree.nodes.len(), tree.leaf_names().count()), (depth + 1, 1));
    // The same depth in a tree of two data that part at the last level, written.
    let levels: Vec<Level> = (0..depth).map(|at| level(at as f64, &[0, u32::from(at + 1 == depth)])).collect();
    let tree = Tree::from_levels(&levels, &[0.0, 1.0]).unwrap();
    let again = NewickTree::read(&self::text(&tree, &[], &[])).unwrap();
    assert_eq!(again.nodes.len(), tree.nodes().len() + 2);
    assert_eq!(again.leaf_names().collect::<Vec<_>>(), ["0", "1"]);
}

/// Names that try the format.
fn names() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[a-zA-Z0-9_ '\\[\\]();:,\"é–\t\n\u{1F41F}-]{0,8}", 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trees_are_read_as_they_were_written(names in names(), marks in proptest::collection::vec(0_u32..6, 72)) {
        let data = names.len();
        // Three levels, each finer than the last, the third with a chain.
        let finest: Vec<u32> = (0..data).map(|datum| 36 * marks[datum] + 6 * marks[24 + datum] + marks[48 + datum]).collect();
        let levels: Vec<Level> = [36, 6, 1, 1]
            .iter()
            .zip([1.5, 2.0, 2.25, 3.0])
            .map(|(part, position)| level(position, &finest.iter().map(|mark| mark / part).collect::<Vec<u32>>()))
            .collect();
        let keys: Vec<f64> = (0..data).map(|datum| f64::from(marks[datum])).collect();
        let tree = Tree::from_levels(&levels, &keys).unwrap();
        let again = NewickTree::read(&text(&tree, &names, &[])).unwrap();
        let leaves: Vec<&str> = tree.leaf_order().iter().map(|&datum| names[datum as usize].as_str()).collect();
        prop_assert_eq!(again.leaf_names().collect::<Vec<_>>(), leaves);
        let inner: Vec<_> = again.nodes.iter().filter(|node| node.children > 0).collect();
        prop_assert_eq!(inner.len(), tree.nodes().len());
        for (found, node) in inner.into_iter().zip(tree.nodes()) {
            let name = node.cluster.map(|id| format!("I{}-{}", id.level, id.cluster));
            prop_assert_eq!(found.name.as_deref(), name.as_deref());
            let above = node.parent.map(|parent| node.position - tree.nodes()[parent as usize].position);
            prop_assert_eq!(found.length, above);
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "[-()\\[\\]'\"a0.:;, \né]{0,40}", any: String) {
        for text in [text, any] {
            match NewickTree::read(&text) {
                Ok(tree) => {
                    let held: u32 = tree.nodes.iter().map(|node| node.children).sum();
                    prop_assert!(held as usize == tree.nodes.len() - 1 && tree.nodes.len() <= text.len() + 1);
                }
                Err(fault) => {
                    let sentence = fault.to_string();
                    prop_assert!(sentence.starts_with("expected ") && !sentence.contains('\n'), "{}", sentence);
                    prop_assert!(sentence.chars().count() < 200, "{}", sentence);
                }
            }
        }
    }

    #[test]
    fn no_table_of_labels_or_colours_makes_a_reader_panic(
        head in proptest::sample::select(&["Name,k\n", "Name,k,l\n", "Legend,Label,Color\n", ""][..]),
        text in "[A-H,#;\t\n\"'0-9a-f -]{0,60}",
    ) {
        let text = format!("{head}{text}");
        let sentence = |text: String| text.starts_with("expected ") && !text.contains('\n');
        if let Err(fault) = LabelColours::read(&text) {
            prop_assert!(sentence(fault.to_string()), "{}", fault);
        }
        let folder = TempDir::new().unwrap();
        let labels_file = Some(put(&folder, "labels.csv", text.as_bytes()));
        let source: DataSource = "builtin:letters8".parse().unwrap();
        match open(&source, &DataOptions { labels_file, ..DataOptions::default() }, Seed(1)) {
            Ok(data) => prop_assert!(data.labels.iter().all(|column| column.of_row.len() == data.rows())),
            Err(error) => prop_assert!(!error.to_string().contains('\n'), "{}", error),
        }
    }
}
