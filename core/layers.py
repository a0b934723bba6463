"""Layers of the two encoders in ONNX Runtime: one text at a time, on one core."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def load_layers(file: Path) -> "InferenceSession":
    """On one thread, without an arena: texts come one at a time."""
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 -- most commands never need it

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
