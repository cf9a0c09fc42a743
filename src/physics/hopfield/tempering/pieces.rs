//! Rounds cut into pieces: those of many rungs or large networks take longer than a person waits for Cancel.

use super::Tempering;

/// How far the round under way has come: the replica whose turn it is, and the sweeps it has done.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct UnderWay {
    replica: usize,
    sweeps: usize,
}

impl Tempering {
    /// Goes on with a round of `sweeps` sweeps, replica after replica, for at most `most` visits of a spin, and
    /// exchanges at its end: the same bits as [`round`](Self::round). Whether the round ended.
    ///
    /// `most` is counted down by the visits made. A round that was begun so must be ended so.
    pub fn visits(&mut self, sweeps: usize, most: &mut u64) -> bool {
        while let Some(replica) = self.replicas.get_mut(self.under_way.replica) {
            if self.under_way.sweeps >= sweeps {
                self.under_way = UnderWay { replica: self.under_way.replica + 1, sweeps: 0 };
                continue;
            }
            if *most == 0 {
                return false;
            }
            let before = replica.updates();
            let ended = replica.visits(usize::try_from(*most).unwrap_or(usize::MAX));
            *most = most.saturating_sub(replica.updates() - before);
            self.under_way.sweeps += usize::from(ended.is_some());
        }
        self.under_way = UnderWay::default();
        self.exchange();
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::physics::hopfield::{Acceptance, LearningRule, Network, UpdateOrder};
    use crate::physics::seed::{Seed, Stream};
    use crate::physics::spins::Pattern;

    #[test]
    fn rounds_in_pieces_are_rounds() {
        let mut rng = Seed(43).stream(Stream::Patterns);
        let patterns: Vec<_> = (0..5).map(|_| Pattern::random(60, &mut rng)).collect();
        let network = Arc::new(Network::store(&patterns, LearningRule::Hebb).unwrap());
        let ladder = Tempering::geometric_ladder(0.3, 1.2, 4);
        let new = || Tempering::new(&network, &ladder, UpdateOrder::default(), Acceptance::Glauber, Seed(5)).unwrap();
        let (mut whole, mut cut) = (new(), new());
        for _ in 0..30 {
            whole.round(3);
            let pieces = (1..100).find(|_| cut.visits(3, &mut 100)).unwrap();
            // 4 replicas, 3 sweeps, 60 spins: the piece that makes the last visit ends the round.
            assert_eq!(pieces, 8);
        }
        assert_eq!((&whole.on_rung, whole.rounds()), (&cut.on_rung, 30));
        assert_eq!(whole.exchanges(), cut.exchanges());
        for rung in 0..4 {
            assert_eq!(whole.on_rung(rung).unwrap().spins(), cut.on_rung(rung).unwrap().spins());
        }
    }
}
