# %% [markdown]
# # Glassbox from Python
#
# Every command answers with one JSON object when it is given `--json`, reads and writes `.npz`, and keeps trainings in
# HDF5. So a notebook needs no binding: it runs commands, reads their answers, and opens their files. The cells below
# compute every number a second time with numpy and stop where the two disagree.
#
# Needs numpy and h5py. `GLASSBOX` names the program where it is not on the path. Cells begin with `# %%`, which Jupyter
# (with jupytext), VS Code and Spyder understand; `python3 notebook.py` runs them all.

# %%
import json
import os
import subprocess
import tempfile
from pathlib import Path

import h5py
import numpy as np

PROGRAM = os.environ.get("GLASSBOX", "glassbox")
FOLDER = Path(tempfile.mkdtemp(prefix="glassbox-notebook-"))


def glassbox(*words):
    """Runs a command and gives its answer; what it says on standard error when it fails becomes the exception."""
    command = [PROGRAM, *map(str, words), "--json", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout)


# %% [markdown]
# ## 1. Patterns of numpy, recalled
#
# Rows of 0 and 1 are patterns of spins −1 and +1. The energy of Hebb's network is E = −½ Σ_{i≠j} J_ij σ_i σ_j with
# J_ij = (1/N) Σ_μ ξ_i^μ ξ_j^μ.

# %%
rng = np.random.default_rng(7)
patterns = rng.integers(0, 2, size=(8, 120), dtype=np.uint8)
np.savez(FOLDER / "patterns.npz", data=patterns)

answer = glassbox("recall", "--patterns", FOLDER / "patterns.npz", "--flip", 0.15, "--seed", 3)
state = np.array([1 if spin == "+" else -1 for spin in answer["final_state"]])

xi = 2.0 * patterns - 1.0
couplings = xi.T @ xi / xi.shape[1]
np.fill_diagonal(couplings, 0.0)
energy = -0.5 * state @ couplings @ state
assert np.isclose(energy, answer["energy"][-1], rtol=1e-12), (energy, answer["energy"][-1])
assert np.allclose(xi @ state / xi.shape[1], answer["overlap"], atol=1e-12)
print(f"recall: {answer['verdict']['sentence']} E = {energy:.4f}")

# %% [markdown]
# ## 2. Data out of the program, and back

# %%
glassbox("data", "convert", "builtin:zoo", FOLDER / "zoo.npz")
with np.load(FOLDER / "zoo.npz") as zoo:
    samples, kinds = zoo["samples"], zoo["type"]
shown = glassbox("data", "show", "builtin:zoo")
assert samples.shape == (shown["rows"], shown["dim"])
assert np.isclose(samples.mean(), shown["mean"], rtol=1e-12)

mammals = samples[kinds == "mammal"]
np.savez(FOLDER / "mammals.npz", data=mammals)
back = glassbox("data", "show", FOLDER / "mammals.npz")
assert (back["rows"], back["dim"]) == mammals.shape
print(f"data: {len(samples)} animals, of which {back['rows']} are mammals")

# %% [markdown]
# ## 3. A training, opened with h5py
#
# Each checkpoint is a group `update_N` with `params/weight_matrix` (visible × hidden), `params/vbias` and `params/hbias`.
# With few hidden units the partition function is a sum over their states h:
# ln Z = ln Σ_h exp( b·h + Σ_i ln(1 + exp(a_i + Σ_j W_ij h_j)) ).

# %%
run = FOLDER / "letters.h5"
glassbox("train", "builtin:letters", "--hidden", 10, "--updates", 60, "--out", run, "--seed", 1)

with h5py.File(run, "r") as archive:
    updates = sorted(int(name.removeprefix("update_")) for name in archive if name.startswith("update_"))
    params = archive[f"update_{updates[-1]}/params"]
    weights, visible, hidden = (params[name][:].astype(float) for name in ("weight_matrix", "vbias", "hbias"))

states = (np.arange(2 ** len(hidden))[:, None] >> np.arange(len(hidden))) & 1
log_terms = states @ hidden + np.logaddexp(0.0, visible + states @ weights.T).sum(axis=1)
log_z = np.logaddexp.reduce(log_terms)
measured = glassbox("likelihood", run, "--update", "last", "--method", "exact")["log_z"]
assert np.isclose(log_z, measured, rtol=1e-6), (log_z, measured)
print(f"training: {len(updates)} checkpoints, ln Z at update {updates[-1]} is {log_z:.4f}")

# %% [markdown]
# ## 4. Samples as an array

# %%
glassbox("sample", run, "--count", 200, "--steps", 50, "--out", FOLDER / "samples.npz")
with np.load(FOLDER / "samples.npz") as file:
    drawn = file["samples"]
assert drawn.shape == (200, weights.shape[0])
print(f"samples: {len(drawn)} rows, {drawn.mean():.3f} of the pixels are on")
