//! Average and single linkage of sequences with a known tree: PHYSICS.md, topic 10.

use glassbox::physics::configurations::Configurations;
use glassbox::physics::seed::{Seed, Stream, uniform};
use glassbox::physics::statistics::Moments;
use glassbox::physics::tree::{
    Contingency, Distances, MergeTree, Partition, Tree, average_linkage, dendrogram_purity, hamming_distances,
};
use ndarray::Array2;
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/t10_tree.json")).unwrap()
}

fn sequences(reference: &Value) -> Configurations {
    let rows = reference["sequences"].as_array().unwrap();
    let values: Vec<u8> =
        rows.iter().flat_map(|row| row.as_str().unwrap().bytes().map(|sign| u8::from(sign == b'+'))).collect();
    Configurations::new(values, 120)
}

/// The family, and the family and sub-family, of each sequence.
fn families(reference: &Value) -> [Vec<Option<u32>>; 2] {
    let labels = reference["labels"].as_array().unwrap();
    let label = |label: &Value, depth: usize| label[depth].as_u64().unwrap() as u32;
    let family = labels.iter().map(|of| Some(label(of, 0))).collect();
    [family, labels.iter().map(|of| Some(3 * label(of, 0) + label(of, 1))).collect()]
}

fn rand_index(partition: &Partition, labels: &[Option<u32>]) -> f64 {
    Contingency::new(partition, labels).unwrap().adjusted_rand()
}

/// Pearson's correlation of a(i, j) and b(i, j) over all pairs.
fn correlation(count: usize, a: impl Fn(usize, usize) -> f64, b: impl Fn(usize, usize) -> f64) -> f64 {
    let pairs = || (0..count).flat_map(|i| (0..i).map(move |j| (i, j)));
    let (of_a, of_b) = (Moments::of(pairs().map(|(i, j)| a(i, j))), Moments::of(pairs().map(|(i, j)| b(i, j))));
    let products = Moments::of(pairs().map(|(i, j)| (a(i, j) - of_a.mean) * (b(i, j) - of_b.mean)));
    let unbiased = products.count as f64 / (products.count - 1) as f64;
    products.mean * unbiased / (of_a.variance * of_b.variance).sqrt()
}

fn close(found: f64, wanted: &Value) {
    within(1e-12, found, wanted);
}

fn within(tolerance: f64, found: f64, wanted: &Value) {
    let wanted = wanted.as_f64().unwrap();
    assert!((found - wanted).abs() < tolerance, "{found} is not {wanted}");
}

#[test]
fn hamming_distances_have_the_means_of_the_reference() {
    let reference = reference();
    let distances = hamming_distances(&sequences(&reference));
    let [family, sub_family] = families(&reference);
    let mut kinds = [const { Vec::new() }; 3];
    for i in 0..72 {
        for j in 0..i {
            let kind = usize::from(sub_family[i] != sub_family[j]) + usize::from(family[i] != family[j]);
            kinds[kind].push(distances.get(i, j));
            assert_eq!(distances.get(i, j), distances.get(j, i));
        }
    }
    for (name, found) in ["same_sub", "same_family", "different_family"].into_iter().zip(kinds) {
        close(Moments::of(found.iter().copied()).mean, &reference["distances"][name]["mean"]);
        close(found.iter().copied().fold(0.0, f64::max), &reference["distances"][name]["max"]);
    }
}

#[test]
fn average_linkage_finds_families_and_sub_families() {
    let reference = reference();
    let distances = hamming_distances(&sequences(&reference));
    let linkage = average_linkage(distances.clone());
    let tree = Tree::from_linkage(&linkage, &[]);
    for (count, labels) in ["3", "9"].into_iter().zip(families(&reference)) {
        let wanted = &reference["average_linkage"][count];
        let window = &wanted["cut_window"];
        // The last merge that leaves more than `count` clusters, and the first that leaves fewer.
        let merges = linkage.merges();
        let clusters: usize = count.parse().unwrap();
        close(merges[71 - clusters].height, &window[0]);
        close(merges[72 - clusters].height, &window[1]);
        let middle = f64::midpoint(window[0].as_f64().unwrap(), window[1].as_f64().unwrap());
        let cut = tree.cut(middle);
        assert_eq!(cut.count(), clusters);
        close(rand_index(&cut, &labels), &wanted["ARI"]);
        assert_eq!(dendrogram_purity(&tree, &labels).unwrap(), Some(1.0));
    }
    let places = tree.places();
    let height =
        |i: usize, j: usize| tree.nodes()[tree.common_ancestor(places[i], places[j]).unwrap() as usize].position;
    let with_data = correlation(72, height, |i, j| distances.get(i, j));
    // Many of these distances, multiples of 1/120, are equal: which of the equal ones merge first moves the correlations
    // by up to 1.2e-6.
    within(2e-6, with_data, &reference["cophenetic_corr_with_data"]);
    let [family, sub_family] = families(&reference);
    let depth = |i: usize, j: usize| {
        1.0 + f64::from(u8::from(sub_family[i] != sub_family[j])) + f64::from(u8::from(family[i] != family[j]))
    };
    within(2e-6, correlation(72, height, depth), &reference["cophenetic_corr_with_true_depth"]);
}

#[test]
fn single_linkage_finds_them_too() {
    let reference = reference();
    let rows = sequences(&reference);
    // Root mean square of differences of 0 and 1: the square root of the Hamming distance.
    let points =
        Array2::from_shape_vec((72, 120), rows.as_slice().iter().map(|&bit| f32::from(bit)).collect()).unwrap();
    let merge = MergeTree::new(&points, 120);
    let heights: Vec<f64> = merge.heights().collect();
    for (clusters, labels) in [3, 9].into_iter().zip(families(&reference)) {
        let distance = f64::midpoint(heights[71 - clusters], heights[72 - clusters]);
        let partition = merge.components(distance);
        assert_eq!(partition.count(), clusters);
        close(rand_index(&partition, &labels), &reference["average_linkage"]["single"][clusters.to_string()]);
    }
}

/// Average linkage by its definition: mean over all pairs of elements, the nearest two clusters merge.
fn by_definition(distances: &Distances) -> Vec<f64> {
    let mut clusters: Vec<Vec<usize>> = (0..distances.elements()).map(|element| vec![element]).collect();
    let mut heights = Vec::new();
    while clusters.len() > 1 {
        let apart = |a: usize, b: usize| {
            let pairs = clusters[a].iter().flat_map(|&x| clusters[b].iter().map(move |&y| (x, y)));
            Moments::of(pairs.map(|(x, y)| distances.get(x, y))).mean
        };
        let pairs = (0..clusters.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        let (a, b) = pairs.min_by(|&(a, b), &(c, d)| apart(a, b).total_cmp(&apart(c, d))).unwrap();
        heights.push(apart(a, b));
        let gone = clusters.remove(a);
        clusters[b].extend(gone);
    }
    heights
}

#[test]
fn chains_of_nearest_neighbours_merge_as_the_definition_does() {
    for seed in 0..12 {
        let mut rng = Seed(seed).stream(Stream::Samples);
        let points: Vec<[f64; 2]> = (0..30).map(|_| [0; 2].map(|_| uniform(&mut rng))).collect();
        let apart = |a: usize, b: usize| (points[a][0] - points[b][0]).hypot(points[a][1] - points[b][1]);
        let distances = Distances::new(30, apart);
        let linkage = average_linkage(distances.clone());
        let found: Vec<f64> = linkage.merges().iter().map(|merge| merge.height).collect();
        for (found, wanted) in found.iter().zip(by_definition(&distances)) {
            assert!((found - wanted).abs() < 1e-12, "{found} is not {wanted}");
        }
        let tree = Tree::from_linkage(&linkage, &[]);
        for clusters in 1..=30 {
            let height = if clusters == 30 { 0.0 } else { found[29 - clusters] };
            assert_eq!(tree.cut(height).count(), clusters);
        }
    }
}
