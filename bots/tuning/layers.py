"""Layers written as ONNX Runtime reads them."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

# Adding and norming in one: on a processor it takes longer than one after the other.
_SLOWER = "SkipLayerNormFusion"


def write_layers(layers: nn.Module, rows: Tensor, outputs: Sequence[str], file: Path, *, small: bool) -> None:
    """`rows` is an example of what they take, its last but one dimension of any size; `small`: weights as whole
    numbers of a byte.
    """
    with tempfile.TemporaryDirectory() as made:
        whole, less = Path(made) / "whole.onnx", Path(made) / "less.onnx"
        torch.onnx.export(
            layers, (rows,), str(whole), input_names=["rows"], output_names=list(outputs),
            dynamic_axes={"rows": {rows.dim() - 2: "pieces"}}, dynamo=False, opset_version=17,
        )  # fmt: skip
        if small:
            quantize_dynamic(whole, less, per_channel=True, weight_type=QuantType.QInt8)
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = str(file)
        options.add_session_config_entry("session.save_model_format", "ORT")
        onnxruntime.InferenceSession(
            str(less if small else whole),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=[_SLOWER],
        )
