//! Series that stay small however long a run is: decimated when a point is pushed.

/// Rows of `channels` numbers over an increasing position, at most `capacity` of them.
///
/// The whole run stays at a resolution that halves whenever the store is full; the latest row is always kept.
#[derive(Clone, Debug)]
pub struct Series {
    channels: usize,
    capacity: usize,
    stride: u64,
    positions: Vec<u64>,
    values: Vec<f32>,
    latest: Option<(u64, Vec<f32>)>,
}

impl Series {
    /// An empty series of rows with `channels` numbers. A capacity below 4 counts as 4.
    pub fn new(channels: usize, capacity: usize) -> Self {
        let capacity = capacity.max(4);
        Self { channels, capacity, stride: 1, positions: Vec::new(), values: Vec::new(), latest: None }
    }

    /// Whether a row at this position would be kept for good; others replace one another as the latest.
    pub fn keeps(&self, position: u64) -> bool {
        position.is_multiple_of(self.stride)
    }

    /// Adds a row. Positions must not fall, and of rows at one position the first is kept; a row of another length
    /// is cut or filled with zero.
    pub fn push(&mut self, position: u64, row: &[f32]) {
        let mut row = row.to_vec();
        row.resize(self.channels, 0.0);
        if self.keeps(position) && self.positions.last() != Some(&position) {
            self.positions.push(position);
            self.values.extend_from_slice(&row);
            if self.positions.len() >= self.capacity {
                self.halve();
            }
        }
        self.latest = Some((position, row));
    }

    fn halve(&mut self) {
        self.stride *= 2;
        let kept: Vec<usize> = (0..self.positions.len()).filter(|&k| self.keeps(self.positions[k])).collect();
        self.values =
            kept.iter().flat_map(|&k| self.values[k * self.channels..(k + 1) * self.channels].to_vec()).collect();
        self.positions = kept.iter().map(|&k| self.positions[k]).collect();
    }

    /// Forgets every row beyond `position`.
    pub fn truncate(&mut self, position: u64) {
        let keep = self.positions.partition_point(|&p| p <= position);
        self.positions.truncate(keep);
        self.values.truncate(keep * self.channels);
        self.latest = None;
    }

    /// Number of rows that [`Self::channel`] gives.
    pub fn len(&self) -> usize {
        self.positions.len() + usize::from(self.has_extra_latest())
    }

    /// Whether nothing was pushed yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn has_extra_latest(&self) -> bool {
        self.latest.as_ref().is_some_and(|(position, _)| self.positions.last() != Some(position))
    }

    /// One channel as (position, value) pairs, the latest row last.
    pub fn channel(&self, channel: usize) -> Vec<[f64; 2]> {
        if channel >= self.channels {
            return Vec::new();
        }
        let mut points: Vec<[f64; 2]> = self
            .positions
            .iter()
            .zip(self.values.chunks_exact(self.channels))
            .map(|(&position, row)| [position as f64, f64::from(row[channel])])
            .collect();
        if let Some((position, row)) = &self.latest
            && self.has_extra_latest()
        {
            points.push([*position as f64, f64::from(row[channel])]);
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_run_is_kept_whole() {
        let mut series = Series::new(2, 100);
        for k in 0..50_u64 {
            series.push(k, &[k as f32, -(k as f32)]);
        }
        assert_eq!(series.channel(1).len(), 50);
        assert_eq!(series.channel(1)[49], [49.0, -49.0]);
        assert!(series.channel(2).is_empty());
    }

    #[test]
    fn a_long_run_keeps_first_and_last_and_stays_small() {
        let mut series = Series::new(1, 64);
        for k in 0..100_003_u64 {
            series.push(k, &[k as f32]);
        }
        let points = series.channel(0);
        assert!(points.len() <= 65, "{}", points.len());
        assert!(points.len() >= 32, "{}", points.len());
        assert_eq!(points[0], [0.0, 0.0]);
        assert_eq!(points[points.len() - 1][0], 100_002.0);
        assert!(points.windows(2).all(|w| w[0][0] < w[1][0]));
    }

    #[test]
    fn truncation_forgets_the_future_only() {
        let mut series = Series::new(1, 64);
        for k in 0..30_u64 {
            series.push(k, &[1.0]);
        }
        series.truncate(12);
        assert_eq!(series.channel(0).last(), Some(&[12.0, 1.0]));
        series.push(12, &[1.0]);
        assert_eq!(series.channel(0).len(), 13, "a branch starts at a row that is there");
    }
}
