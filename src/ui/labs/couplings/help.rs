//! What tooltips say of the controls and quantities of the Couplings lab.

use crate::ui::help::texts;

texts! { "couplings.md":
    RUN FORM FORM_EXACT FORM_GAUSSIAN FORM_LATTICE_GAS THRESHOLD GRAPH MATRIX SCATTER HISTOGRAM ALONG UNITS UNIT_SHARE
    ONE_UNIT CONTOUR TRIPLES RACE RACE_GRAPH RACE_PARTS
}
