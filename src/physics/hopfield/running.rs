//! A configuration with its overlaps, and where J is formed its fields, kept up to date on flips.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use super::covariance::{SiteSums, StateSums};
use super::dense::kept::Kept;
use super::network::{Couplings, Network};
use super::site_rows::{SiteRows, add, sum_of_set};

/// The part of a running network that changes on a flip. The network is handed to each call.
#[derive(Clone, Debug)]
pub(super) struct Running {
    spins: Vec<i8>,
    /// M_μ = Σ_j ξ_j^μ σ_j, exact; beyond the last pattern numbers that mean nothing.
    sums: Vec<i32>,
    /// Σ_μ M_μ.
    total: i32,
    /// Σ_i σ_i.
    magnetization: i32,
    /// h_i, only where J is formed.
    fields: Vec<f64>,
    /// Values of F around the sums, only of a dense memory.
    kept: Box<Kept>,
}

impl Running {
    /// Starts from `spins`; missing ones are −1.
    pub(super) fn new(network: &Network, spins: &[i8]) -> Self {
        let mut spins = spins.to_vec();
        spins.resize(network.size(), -1);
        let sums = pulp::Arch::new().dispatch(Sums { rows: network.rows(), spins: &spins });
        Self::with_sums(network, spins, sums)
    }

    /// Starts from N `spins` whose p sums are known.
    pub(super) fn with_sums(network: &Network, spins: Vec<i8>, mut sums: Vec<i32>) -> Self {
        sums.resize(network.rows().padded(), 0);
        let total = sums.iter().take(network.rows().patterns()).sum();
        let magnetization = spins.iter().map(|&spin| i32::from(spin)).sum();
        let mut running = Self { spins, sums, total, magnetization, fields: Vec::new(), kept: Box::default() };
        running.refresh(network);
        running
    }

    /// Recomputes the fields where J is formed: thousands of additions leave a trace of rounding. What is kept of a dense
    /// memory follows from the exact sums, and leaves none.
    pub(super) fn refresh(&mut self, network: &Network) {
        match network.couplings() {
            Couplings::Dense(dense) => dense.fields(&self.spins, &mut self.fields),
            Couplings::Many(_) => pulp::Arch::new().dispatch(Refresh { running: self, network }),
            _ => {}
        }
    }

    #[inline(always)]
    fn refresh_kept(&mut self, network: &Network) {
        if let Couplings::Many(interaction) = network.couplings() {
            self.kept.refresh(*interaction, &self.sums, network.rows().patterns());
        }
    }

    pub(super) fn spins(&self) -> &[i8] {
        &self.spins
    }

    #[inline(always)]
    pub(super) fn spin(&self, site: usize) -> i8 {
        self.spins[site]
    }

    fn known_sums(&self, network: &Network) -> &[i32] {
        &self.sums[..network.rows().patterns()]
    }

    /// N times the field that Hebb's rule gives, exact: Σ_μ ξ_i^μ M_μ less the p terms of J_ii.
    #[inline(always)]
    pub(super) fn hebbian_field(&self, network: &Network, site: usize) -> i32 {
        let rows = network.rows();
        2 * sum_of_set(rows.row(site), &self.sums) - self.total - rows.patterns() as i32 * i32::from(self.spins[site])
    }

    /// h_i, in O(p), or O(1) where J is formed.
    #[inline(always)]
    pub(super) fn field(&self, network: &Network, site: usize) -> f64 {
        match network.couplings() {
            Couplings::Hebb => f64::from(self.hebbian_field(network, site)) / network.size() as f64,
            Couplings::Projection(projection) => {
                projection.field(site, &self.sums, network.size())
                    - projection.self_coupling(site) * f64::from(self.spins[site])
            }
            Couplings::Covariance(covariance) => {
                let (hebbian, row) = (self.hebbian_field(network, site), network.rows().row_sum(site));
                let state = StateSums { total: self.total, magnetization: self.magnetization };
                covariance.field(&SiteSums { hebbian, row, spin: self.spins[site] }, state)
            }
            Couplings::Dense(_) => self.fields[site],
            Couplings::Many(interaction) => {
                let unit = interaction.unit(network.size());
                self.kept.field(*interaction, network.rows().row(site), self.spins[site], unit)
            }
        }
    }

    /// h_i of all spins.
    pub(super) fn all_fields(&self, network: &Network) -> Vec<f64> {
        pulp::Arch::new().dispatch(Fields { running: self, network })
    }

    /// Reverses one spin: O(p), and O(N) where J is formed.
    #[inline(always)]
    pub(super) fn flip(&mut self, network: &Network, site: usize) {
        let spin = -self.spins[site];
        self.spins[site] = spin;
        let (rows, change) = (network.rows(), 2 * i32::from(spin));
        add(&mut self.sums, rows.row(site), change);
        self.total += change * rows.row_sum(site);
        self.magnetization += change;
        if let Couplings::Dense(dense) = network.couplings() {
            let change = f64::from(change);
            for (field, coupling) in self.fields.iter_mut().zip(dense.row(site)) {
                *field += change * coupling;
            }
        }
        self.refresh_kept(network);
    }

    /// E = −½ Σ_ij J_ij σ_i σ_j − θ Σ_i σ_i, or −Σ_μ F(N m_μ), from the overlaps: exact for Hebb.
    pub(super) fn energy(&self, network: &Network) -> f64 {
        let n = network.size();
        match network.couplings() {
            Couplings::Hebb => {
                let squares: i64 = self.known_sums(network).iter().map(|&sum| i64::from(sum) * i64::from(sum)).sum();
                let own = network.rows().patterns() as i64 * n as i64;
                (own - squares) as f64 / (2 * n) as f64
            }
            Couplings::Projection(projection) => projection.energy(self.known_sums(network), n),
            Couplings::Covariance(covariance) => covariance.energy(self.known_sums(network), self.magnetization),
            Couplings::Many(interaction) => self.kept.energy(*interaction, interaction.unit(n)),
            Couplings::Dense(_) => {
                -0.5 * self.spins.iter().zip(&self.fields).map(|(&spin, field)| f64::from(spin) * field).sum::<f64>()
            }
        }
    }

    /// m_μ of all stored patterns.
    pub(super) fn overlaps(&self, network: &Network) -> Vec<f64> {
        let n = network.size() as f64;
        self.known_sums(network).iter().map(|&sum| f64::from(sum) / n).collect()
    }

    /// m_μ of one stored pattern; 0 for one that is not there.
    pub(super) fn overlap(&self, network: &Network, mu: usize) -> f64 {
        self.known_sums(network).get(mu).map_or(0.0, |&sum| f64::from(sum) / network.size() as f64)
    }
}

// Structs rather than closures, which cannot be made to be inlined.

struct Sums<'a> {
    rows: &'a SiteRows,
    spins: &'a [i8],
}

impl pulp::WithSimd for Sums<'_> {
    type Output = Vec<i32>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> Vec<i32> {
        self.rows.sums(self.spins)
    }
}

struct Refresh<'a> {
    running: &'a mut Running,
    network: &'a Network,
}

impl pulp::WithSimd for Refresh<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        self.running.refresh_kept(self.network);
    }
}

struct Fields<'a> {
    running: &'a Running,
    network: &'a Network,
}

impl pulp::WithSimd for Fields<'_> {
    type Output = Vec<f64>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> Vec<f64> {
        let size = self.network.size();
        let mut fields = Vec::with_capacity(size);
        for site in 0..size {
            fields.push(self.running.field(self.network, site));
        }
        fields
    }
}
