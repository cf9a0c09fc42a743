//! What undo takes back in the Tree lab: how the tree is grown and merged. Where it is cut and what is looked at is no edit.

use crate::engine::core::session::Command;
use crate::engine::rbm::tree::{MergeDistance, TreeCmd};
use crate::physics::mean_field::ComparedLayer;
use crate::physics::seed::Seed;
use crate::ui::chassis::{Edited, EngineAccess, edits};
use crate::ui::labs::tree::context::{GrowSettings, Shared};
use crate::ui::labs::tree::lab::TreeParts;

/// The settings as a person leaves them.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeSettings {
    seed: Seed,
    grow: GrowSettings,
    layer: ComparedLayer,
    merge: MergeDistance,
}

impl Edited for TreeSettings {
    fn since(&self, before: &Self) -> Option<&'static str> {
        edits::first_of([
            (self.grow.rows != before.grow.rows, "the number of rows"),
            (self.grow.order != before.grow.order, "the order of the mean field"),
            (self.grow.growth != before.grow.growth, "how the ages follow from each other"),
            (self.layer != before.layer, "the layer that is compared"),
            (self.merge != before.merge, "the distance at which fixed points merge"),
            (self.seed != before.seed, "the seed"),
        ])
    }
}

impl TreeSettings {
    pub(super) const fn of(seed: Seed, shared: &Shared) -> Self {
        let Shared { grow, layer, merge, .. } = *shared;
        Self { seed, grow, layer, merge }
    }
}

impl TreeParts {
    pub(super) fn set_back(
        &mut self,
        settings: &TreeSettings,
        access: &mut EngineAccess<'_, Self>,
    ) -> Result<(), String> {
        let TreeSettings { seed, grow, layer, merge } = *settings;
        let now = TreeSettings::of(access.session.view().config.seed, access.shared);
        (access.shared.grow, access.shared.layer, access.shared.merge) = (grow, layer, merge);
        if (now.seed, now.grow) != (seed, grow) {
            return self.again(seed, access);
        }
        let commands = [
            (now.layer != layer).then_some(TreeCmd::SetLayer(layer)),
            (now.merge != merge).then_some(TreeCmd::Merge(merge)),
        ];
        for command in commands.into_iter().flatten() {
            access.send(Command::Model(command));
        }
        access.send(Command::Run);
        Ok(())
    }
}
