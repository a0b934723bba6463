"""The transformer as PyTorch trains it: the layers of BERT (Devlin et al. 2018) over rows that stay as they are, and
what is told from the mean of the last layer.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from bots.tuning.base import WIDTH, Array

HEADS, DEEP, LAYERS = 12, 1536, 12
_EASE = 1e-12  # that BERT adds where it divides by a spread
_SLACK = 0.1  # share of what a layer adds that is left out, at random, in training


class Layer(nn.Module):
    """Each piece looks at all others, then thinks for itself."""

    def __init__(self, arrays: dict[str, Array], name: str) -> None:
        super().__init__()
        shapes = {"q": (WIDTH, WIDTH), "k": (WIDTH, WIDTH), "v": (WIDTH, WIDTH), "ao": (WIDTH, WIDTH)}
        shapes |= {"fi": (DEEP, WIDTH), "fo": (WIDTH, DEEP)}
        self.parts = nn.ModuleDict(
            {part: _linear(arrays, f"{name}.{part}", shape) for part, shape in shapes.items()}
        )
        self.norms = nn.ModuleDict({part: _norm(arrays, f"{name}.{part}") for part in ("aln", "oln")})
        self.slack = nn.Dropout(_SLACK)

    def forward(self, rows: Tensor, seen: Tensor | None) -> Tensor:
        """Rows to rows; `seen` is false where there is no piece."""
        looked = self._looked_at_one(rows) if seen is None else self._looked(rows, seen)
        rows = self.norms["aln"](rows + self.slack(self.parts["ao"](looked)))
        thought = self.parts["fo"](functional.gelu(self.parts["fi"](rows)))
        return self.norms["oln"](rows + self.slack(thought))

    def _looked(self, rows: Tensor, seen: Tensor) -> Tensor:
        count, length, _ = rows.shape

        def heads(part: str) -> Tensor:
            return self.parts[part](rows).view(count, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        looked = functional.scaled_dot_product_attention(heads("q"), heads("k"), heads("v"), attn_mask=seen)
        return looked.transpose(1, 2).reshape(count, length, WIDTH)

    def _looked_at_one(self, rows: Tensor) -> Tensor:
        """The same for a single text that is seen whole, in one product for all three: so it is written for ONNX
        Runtime, which takes a little less time for it.
        """
        three = [self.parts[part] for part in ("q", "k", "v")]
        weight, bias = (torch.cat([getattr(part, name) for part in three]) for name in ("weight", "bias"))
        one = functional.linear(rows, weight, bias).reshape(-1, 3, HEADS, WIDTH // HEADS).permute(1, 2, 0, 3)
        close = one[0] @ one[1].transpose(1, 2) * (WIDTH // HEADS) ** -0.5
        return (close.softmax(-1) @ one[2]).transpose(0, 1).reshape(1, -1, WIDTH)


class Network(nn.Module):
    """Rows of pieces to a vector for each message."""

    def __init__(self, arrays: dict[str, Array], most: int) -> None:
        super().__init__()
        places = torch.tensor(arrays["emb.pos"]).view(-1, WIDTH)[:most]
        self.places = nn.Parameter(places + torch.tensor(arrays["emb.type"]).view(-1, WIDTH)[0])
        self.norm = _norm(arrays, "emb.ln")
        self.layers = nn.ModuleList([Layer(arrays, f"l{number}") for number in range(LAYERS)])

    def forward(self, rows: Tensor, seen: Tensor | None = None) -> Tensor:
        """The mean of the last layer over the pieces that are seen: all, where nothing is said."""
        rows = self.norm(rows + self.places[: rows.shape[1]])
        mask = None if seen is None else seen[:, None, None, :]
        for layer in self.layers:
            rows = layer(rows, mask)
        if seen is None:
            return rows.mean(1)
        share = seen[:, :, None].to(rows.dtype)
        return (rows * share).sum(1) / share.sum(1)


class Told(nn.Module):
    """The network with what it tells of a message: one number, a logit."""

    def __init__(self, network: Network, head: nn.Linear) -> None:
        super().__init__()
        self.network, self.head = network, head

    def forward(self, rows: Tensor, seen: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The logit of each text, and its vector."""
        meant = self.network(rows, seen)
        return self.head(meant), meant


def _linear(arrays: dict[str, Array], name: str, shape: tuple[int, int]) -> nn.Linear:
    linear = nn.Linear(shape[1], shape[0])
    linear.weight.data = torch.tensor(arrays[f"{name}.w"]).view(shape).clone()
    linear.bias.data = torch.tensor(arrays[f"{name}.b"])
    return linear


def _norm(arrays: dict[str, Array], name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(WIDTH, _EASE)
    norm.weight.data, norm.bias.data = torch.tensor(arrays[f"{name}.w"]), torch.tensor(arrays[f"{name}.b"])
    return norm
