//! Data as HDF5, with `samples` and `labels` as the field's trainers read them.

use std::io::{self, Write};

use hdf5_pure::FileBuilder;

use super::label;
use crate::io::datasets::LABEL_GROUP;
use crate::physics::data::Dataset;

/// Writes the rows and everything stored with them.
pub fn write(dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
    let mut file = FileBuilder::new();
    let shape = [dataset.rows() as u64, dataset.columns() as u64];
    file.create_dataset("samples").with_u8_data(dataset.values.as_slice()).with_shape(&shape);
    let kind = if dataset.is_binary() { "bernoulli" } else { "categorical" };
    file.create_dataset("variable_type").with_vlen_strings(&[kind]).with_shape(&[]);
    file.create_dataset("states").with_u8_data(&[dataset.states]).with_shape(&[]);
    let mut texts = |name: &str, values: &[String]| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        file.create_dataset(name).with_vlen_strings(&values);
    };
    if let Some(names) = &dataset.row_names {
        texts("names", names);
    }
    if let Some(names) = &dataset.column_names {
        texts("columns", names);
    }
    if let Some(alphabet) = &dataset.alphabet {
        file.create_dataset("alphabet").with_vlen_strings(&[alphabet]).with_shape(&[]);
    }
    if let Some(shape) = dataset.shape {
        file.create_dataset("shape").with_u64_data(&[shape.height as u64, shape.width as u64]);
    }
    if let Some(first) = dataset.labels.first() {
        // Other programs ask for numbers: the classes themselves where they are, else which one it is.
        let numbers: Option<Vec<f64>> = first.classes.iter().map(|class| class.parse().ok()).collect();
        let number = |class: Option<u32>| match (class, &numbers) {
            (Some(class), Some(numbers)) => numbers.get(class as usize).copied().unwrap_or(-1.0),
            (Some(class), None) => f64::from(class),
            (None, _) => -1.0,
        };
        let values: Vec<f64> = first.of_row.iter().map(|&class| number(class)).collect();
        file.create_dataset("labels").with_f64_data(&values);
        let mut group = file.create_group(LABEL_GROUP);
        for column in &dataset.labels {
            let values: Vec<&str> = (0..dataset.rows()).map(|row| label(column, row)).collect();
            let name = column.name.replace(['/', '\0'], "_");
            group
                .create_dataset(if name.is_empty() || name == "." { "label" } else { &name })
                .with_vlen_strings(&values);
        }
        file.add_group(group.finish());
    }
    out.write_all(&file.finish().map_err(|error| io::Error::other(error.to_string()))?)
}
