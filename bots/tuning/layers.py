"""Layers written as ONNX Runtime reads them."""

import logging
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from torch import Tensor, nn

Shrink = Callable[[Path, Path], None]  # makes a byte of each weight, from one file to another

# Adding and norming in one: on a processor it takes longer than one after the other.
_SLOWER = "SkipLayerNormFusion"
# Weights in a row that have a scale of their own. Of 32, vectors come little closer to those of whole weights (cosine
# .9998 on average, of 128 .9996), and take a quarter longer.
_BLOCK = 128
_IN_BYTES = 4  # how closely is computed: with bytes as well, each block of a row with a scale of its own


def by_channel(whole: Path, less: Path) -> None:
    """A scale for each number that comes out. Quickest for large layers, and far from exact."""
    quantize_dynamic(whole, less, per_channel=True, weight_type=QuantType.QInt8)


def in_blocks(whole: Path, less: Path) -> None:
    """A scale for each few weights: quickest for small layers, and hardly less exact than whole weights."""
    logging.getLogger(MatMulNBitsQuantizer.__module__).setLevel(logging.WARNING)  # it tells of each node
    shrunk = MatMulNBitsQuantizer(
        onnx.load(whole), bits=8, block_size=_BLOCK, is_symmetric=True, accuracy_level=_IN_BYTES
    )
    shrunk.process()
    shrunk.model.save_model_to_file(str(less))


def write_layers(layers: nn.Module, rows: Tensor, outputs: Sequence[str], file: Path, shrink: Shrink) -> None:
    """`rows` is an example of what they take, its last but one dimension of any size."""
    with tempfile.TemporaryDirectory() as made:
        whole, less = Path(made) / "whole.onnx", Path(made) / "less.onnx"
        torch.onnx.export(
            layers, (rows,), str(whole), input_names=["rows"], output_names=list(outputs),
            dynamic_axes={"rows": {rows.dim() - 2: "pieces"}}, dynamo=False, opset_version=17,
        )  # fmt: skip
        shrink(whole, less)
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = str(file)
        options.add_session_config_entry("session.save_model_format", "ORT")
        onnxruntime.InferenceSession(
            str(less),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=[_SLOWER],
        )
