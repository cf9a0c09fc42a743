//! Couplings that make each site as likely as they can, given all other sites.
//!
//! With p(v_r | others) = e^{z(v_r)} / Σ_a e^{z(a)}, z(a) = h_r(a) + Σ_{j≠r} J_rj(a, v_j), what is minimised for site r is
//!
//! −(1/M_eff) Σ_m w_m ln p(v_mr | others of row m) + λ_J Σ_{j≠r} Σ_{a,b} J_rj(a, b)² + λ_h Σ_a h_r(a)²:
//!
//! [`site_by_site()`] with couplings of its own for each site, of which the two estimates of J_ij are averaged ([`of_sites`]
//! and [`joined`] do it in parts);
//! [`symmetric`] the sum of all sites with one J_ij. `settings` says how, `objective` brings parameters to tables of
//! single precision and gradients back, `site_pass` is the inner loop.
//!
//! ## References
//!
//! * J. Besag, “Statistical analysis of non-lattice data”, The Statistician 24, 179 (1975), doi:10.2307/2987782
//! * M. Ekeberg, C. Lövkvist, Y. Lan, M. Weigt and E. Aurell, “Improved contact prediction in proteins: using
//!   pseudolikelihoods to infer Potts models”, Phys. Rev. E 87, 012707 (2013), doi:10.1103/PhysRevE.87.012707,
//!   arXiv:1211.1281
//! * M. Ekeberg, T. Hartonen and E. Aurell, “Fast pseudolikelihood maximization for direct-coupling analysis of protein
//!   structure from many homologous amino-acid sequences”, J. Comput. Phys. 276, 341 (2014),
//!   doi:10.1016/j.jcp.2014.07.024, arXiv:1401.4832: site by site

mod objective;
mod settings;
mod site_by_site;
mod site_pass;
mod symmetric;

pub use settings::{Estimate, PseudoLikelihood, bytes};
pub use site_by_site::{SiteEstimate, joined, of_sites, site_by_site};
pub use symmetric::symmetric;

pub(super) use site_pass::{MOST_STATES, SiteTable};
pub(super) use symmetric::fill;
