"""Packs the table as an ONNX model of BERT's shape without a layer, for transformers.js' feature-extraction."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


def export(table: np.ndarray, tokenizer_path: Path, folder: Path) -> None:
    """Writes the four files that src/embedding/load.ts reads; the rows are int8 with one scale each."""
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    pieces, dims = table.shape
    table = table / np.linalg.norm(table, axis=1).mean()
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1
    rows = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
            helper.make_node("Cast", ["rows"], ["rows32"], to=TensorProto.FLOAT),
            helper.make_node("Gather", ["scale", "input_ids"], ["row_scale"]),
            helper.make_node("Mul", ["rows32", "row_scale"], ["embedded"]),
            helper.make_node("Cast", ["attention_mask"], ["mask32"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["mask32", "axis"], ["mask"]),
            helper.make_node("Mul", ["embedded", "mask"], ["last_hidden_state"]),
        ],
        "static-embedding",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"]),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch", "tokens"]),
        ],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", dims])],
        [
            numpy_helper.from_array(rows, "table"),
            numpy_helper.from_array(scale.astype(np.float32), "scale"),
            numpy_helper.from_array(np.array([-1], dtype=np.int64), "axis"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, folder / "onnx" / "model_quantized.onnx")

    # Nothing added and nothing cut off: the program then may look words up one by one.
    tokenizer = json.loads(tokenizer_path.read_text()) | {
        "post_processor": None,
        "truncation": None,
        "padding": None,
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")))
    config = {
        "model_type": "bert",
        "hidden_size": dims,
        "vocab_size": pieces,
        "architectures": ["BertModel"],
        "num_hidden_layers": 0,
        "num_attention_heads": 1,
        "max_position_embeddings": 1_000_000,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1))
    tokenizer_config = {
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": True,
        "model_max_length": 100_000,
        "unk_token": "[UNK]",
        "pad_token": "[PAD]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
        "mask_token": "[MASK]",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer_config, indent=1))
