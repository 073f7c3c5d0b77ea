"""What stands around each line of a sequence: the rooms that read and judge pages both ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def shifted(values: NDArray[Any], k: int) -> NDArray[Any]:
    """Return what stands k lines above (below, for a negative k); −1 where the page ends. Lines are the first axis."""
    moved = np.full_like(values, -1)
    if abs(k) < len(values):
        moved[max(k, 0) : len(values) + min(k, 0)] = values[max(-k, 0) : len(values) - max(k, 0)]
    return moved


def window(values: NDArray[Any], low: int, high: int) -> NDArray[Any]:
    """Return the mean over the lines from `low` to `high`, counted from each line; 0 where there are none."""
    sums = np.concatenate((np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0, dtype=np.float64)))
    index = np.arange(len(values))
    start, end = np.clip(index + low, 0, len(values)), np.clip(index + high + 1, 0, len(values))
    number = np.maximum(end - start, 1).reshape(-1, *[1] * (values.ndim - 1))
    means: NDArray[Any] = (sums[end] - sums[start]) / number
    return means
