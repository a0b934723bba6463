"""The layers of the universal sentence encoder, read from its package and written as ONNX Runtime reads them: hardly
other numbers, in a third of the time.

Its form (Yang et al. 2019, the convolutional model): each piece with its neighbours, two, three and five at once,
twice; then the mean of all, and three layers over it.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from bots.tuning.layers import in_blocks, write_layers
from core.encoder import LAYERS, WIDTH, resources

SEEN = ((2, 0), (3, 1), (5, 2))  # how many pieces at once, and how many of them before
DEEP = 256  # numbers that each of these makes of a piece

Arrays = Mapping[str, NDArray[np.float32]]


class Linear(nn.Module):
    """PyTorch's own is written as an operation of which no weights can be made bytes in blocks."""

    def __init__(self, weight: NDArray[np.float32], bias: NDArray[np.float32] | None = None) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(weight))
        self.bias = nn.Parameter(torch.tensor(np.zeros(len(weight.T), np.float32) if bias is None else bias))

    def forward(self, rows: Tensor) -> Tensor:
        """A row for each of these."""
        return rows @ self.weight + self.bias


class Seen(nn.Module):
    """So many pieces at once."""

    def __init__(self, arrays: Arrays, many: int, before: int) -> None:
        super().__init__()
        self._many, self._before = many, before
        self.first = Linear(arrays[f"w1_{many}"], arrays[f"b1_{many}"])
        self.second = Linear(arrays[f"w2_{many}"], arrays[f"b2_{many}"])

    def forward(self, rows: Tensor) -> Tensor:
        """Rows to rows, of `DEEP` numbers."""
        once = functional.relu(self.first(self._beside(rows))) + rows
        return functional.relu(self.second(self._beside(once))) + once

    def _beside(self, rows: Tensor) -> Tensor:
        """Each row with its neighbours; zeros beyond the ends."""
        others = self._many - 1
        padded = functional.pad(rows, (0, 0, self._before, others - self._before))
        # Ends counted from the back are constants: from the front, each would be computed for each text.
        return torch.cat([padded[at : (at - others) or None] for at in range(self._many)], dim=1)


class Universal(nn.Module):
    """Rows of pieces to one vector of length 1."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__()
        wide = {
            name: np.concatenate([arrays[f"{name}{many}"] for many, _ in SEEN], axis=-1) for name in _WIDE
        }
        self._ease = ease = float(arrays["eps"])
        self.entry = Linear(wide["proj"], wide["proj_b"])
        self.entry_norm = _norm(wide["ln_g"], wide["ln_b"], ease)
        self.seen = nn.ModuleList([Seen(arrays, many, before) for many, before in SEEN])
        self.norm = _norm(arrays["ln_g"], arrays["ln_b"], ease)
        self.middle = Linear(arrays["cnn_W"], arrays["cnn_b"])
        self.d0, self.d1, self.d2, self.d3, self.p1, self.p3 = (Linear(arrays[name]) for name in _DENSE)

    def forward(self, rows: Tensor) -> Tensor:
        """`rows`: one for each piece."""
        entry = self.entry_norm(self.entry(rows))
        parts = [seen(entry[:, at * DEEP : (at + 1) * DEEP]) for at, seen in enumerate(self.seen)]
        every = self.middle(self.norm(torch.cat([rows, *parts], dim=1)).sum(0, keepdim=True))
        many = torch.ones_like(rows[:, :1]).sum()
        middle = (every + (many - 1) * self.middle.bias) * many**-0.5
        one = functional.relu(self.p1(middle) + self.d1(functional.relu(self.d0(middle))))
        found = torch.tanh(self.p3(one) + self.d3(functional.relu(self.d2(one))))
        return found * torch.rsqrt((found * found).sum(1, keepdim=True).clamp_min(self._ease))


_WIDE = ("proj", "proj_b", "ln_g", "ln_b")
_DENSE = ("d0", "d1", "d2", "d3", "p1", "p3")


def write_encoder(folder: Path) -> Path:
    """Write the layers of the installed package into that folder; the file."""
    with np.load(resources() / "weights.npz") as packed:
        arrays = {name: packed[name] for name in packed.files if not name.startswith("q")}
    folder.mkdir(exist_ok=True)
    file = folder / LAYERS
    write_layers(Universal(arrays).eval(), torch.zeros(20, WIDTH), ["meant"], file, in_blocks)
    return file


def _norm(scale: NDArray[np.float32], shift: NDArray[np.float32], ease: float) -> nn.LayerNorm:
    norm = nn.LayerNorm(len(scale), ease)
    norm.weight.data, norm.bias.data = torch.tensor(scale), torch.tensor(shift)
    return norm
