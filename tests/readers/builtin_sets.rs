//! The sets that are part of the program.

use glassbox::io::builtin;
use glassbox::physics::spins::GridShape;

#[test]
fn builtin_sets_are_what_their_descriptions_say() {
    let sizes = [
        ("mnist", 10_000, 784, 2),
        ("genome", 5008, 169, 2),
        ("serine-proteases", 1413, 205, 21),
        ("dhfr", 3876, 137, 21),
        ("zoo", 101, 21, 2),
        ("court", 464, 9, 2),
        ("letters", 26, 256, 2),
        ("letters8", 26, 64, 2),
        ("digits8", 10, 64, 2),
        ("hierarchy", 1000, 64, 2),
        ("family-tree", 72, 120, 2),
        ("ising-chain", 4000, 64, 2),
    ];
    for (name, rows, columns, states) in sizes {
        let data = builtin::open(name).unwrap();
        assert_eq!((data.rows(), data.columns(), data.states), (rows, columns, states), "{name}");
    }
    for set in builtin::sets() {
        let data = builtin::open(set.name).unwrap();
        assert!(data.values.as_slice().iter().all(|&value| value < data.states), "{}", set.name);
        assert!(data.shape.is_none_or(|shape| shape.cells() == data.columns()), "{}", set.name);
        assert!(data.labels.iter().all(|column| column.of_row.len() == data.rows()), "{}", set.name);
    }
    let icons = builtin::open("icons").unwrap();
    assert!(icons.rows() >= 20 && icons.shape == Some(GridShape::new(28, 28)) && icons.row_names.is_some());

    let mnist = builtin::open("mnist").unwrap();
    assert!((mnist.mean() - 0.1515).abs() < 5e-5, "{}", mnist.mean());
    assert_eq!(mnist.labels[0].counts(), [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
    let genome = builtin::open("genome").unwrap();
    let continent = genome.labels.iter().find(|column| column.name == "continent").unwrap();
    assert_eq!(continent.classes, ["AFR", "AMR", "EAS", "EUR", "SAS"]);
    assert_eq!(continent.counts(), [1322, 694, 1008, 1006, 978]);
    let serine = builtin::open("serine-proteases").unwrap();
    assert_eq!(serine.labels[0].name, "protein_type");
    assert_eq!(serine.labels[0].counts(), [87, 50, 83, 991, 183, 19]);
    let zoo = builtin::open("zoo").unwrap();
    assert_eq!(zoo.labels[0].classes.len(), 7);
    assert_eq!(zoo.row_names.unwrap()[0], "aardvark");
    assert!(zoo.column_names.unwrap().contains(&"legs=8".to_owned()));
}
