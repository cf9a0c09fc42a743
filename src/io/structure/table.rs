//! Distances in a table: `i,j,distance` in ångström, sites counted from 0.

use crate::io::datasets::FormatError;
use crate::io::text::quoted;
use crate::physics::contacts::Distances;
use crate::physics::potts::pairs;

/// Reads a table with commas, semicolons, tabs or spaces between its columns; lines that begin with # are remarks, and the
/// first may be a heading. Pairs that are missing, or have no distance, are unknown.
pub fn read(text: &str, sites: usize) -> Result<Distances, FormatError> {
    let mut of_pairs = vec![None; pairs::count(sites)];
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let mut read = 0_usize;
    for (place, (number, line)) in lines.enumerate() {
        let [i, j, distance] = cells(line);
        let pair = i.and_then(|i| i.parse::<usize>().ok()).zip(j.and_then(|j| j.parse::<usize>().ok()));
        if pair.is_some() && distance == Some("") {
            continue;
        }
        let distance = distance.and_then(|distance| distance.parse::<f32>().ok());
        let (Some((i, j)), Some(distance)) = (pair, distance) else {
            if place == 0 {
                // A heading.
                continue;
            }
            let found = format!("{} in line {}", quoted(line), number + 1);
            return Err(FormatError::new("two sites and their distance", found));
        };
        if i == j || i.max(j) >= sites {
            let expected = format!("two different sites from 0 to {}", sites.saturating_sub(1));
            return Err(FormatError::new(expected, format!("{i} and {j} in line {}", number + 1)));
        }
        of_pairs[pairs::place(sites, i, j)] = Some(distance);
        read += 1;
    }
    let empty = || FormatError::new("lines of two sites and their distance, or ATOM records of a PDB file", "none");
    if read == 0 {
        return Err(empty());
    }
    Distances::new(sites, of_pairs).map_err(|_never| empty())
}

/// The first three cells. Only white space can be of any width: between other separators a cell may be empty.
fn cells(line: &str) -> [Option<&str>; 3] {
    let first = |cells: &mut dyn Iterator<Item = _>| [cells.next(), cells.next(), cells.next()];
    match line.find([',', ';', '\t']).and_then(|at| line.get(at..)?.chars().next()) {
        Some(separator) => first(&mut line.split(separator).map(str::trim)),
        None => first(&mut line.split_whitespace()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_headings_and_remarks_are_understood() {
        for text in ["i,j,distance\n0,2,3.5\n1,2,9\n", "# from a model\n0 2 3.5\n\n1\t2\t9", "2;0;3.5;x\n2;1;9"] {
            let found = read(text, 3).unwrap();
            assert_eq!([found.of(0, 2), found.of(1, 2), found.of(0, 1)], [Some(3.5), Some(9.0), None]);
        }
    }

    #[test]
    fn a_pair_without_a_distance_is_unknown() {
        let found = read("i,j,distance,rank\n0,1,,1\n0,2,3.5,2\n", 3).unwrap();
        assert_eq!([found.of(0, 1), found.of(0, 2)], [None, Some(3.5)]);
    }

    #[test]
    fn lines_that_say_nothing_are_named() {
        let says = |text: &str| read(text, 3).unwrap_err().to_string();
        assert!(says("0,1,2\n0,x,2\n").ends_with("found “0,x,2” in line 2"));
        assert!(says("i,j,d\n1,3,2\n").contains("two different sites from 0 to 2"));
        assert!(says("i,j,d\n").contains("ATOM records") && says("").contains("ATOM records"));
    }
}
