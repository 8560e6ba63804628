"""
Measures a packed static model on papers that it was not trained on, alone, without BM25.

    python training/measure.py RECORDS.jsonl.gz MODEL_DIR [MODEL_DIR ...]
"""

import json
import random
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from tokenizers import Tokenizer

from records import HELD_OUT_FROM, Record, read_records, sentences

RELEVANCE = Path(__file__).parent.parent / "test" / "relevance"
QUESTIONS = 1732
TOP = 10


class StaticModel:
    """The same vectors as the program's: the sum of a text's rows, brought to unit length."""

    def __init__(self, folder: Path) -> None:
        graph = onnx.load(folder / "onnx" / "model_quantized.onnx").graph
        parts = {part.name: numpy_helper.to_array(part) for part in graph.initializer}
        self.table = torch.from_numpy(parts["table"].astype(np.float32) * parts["scale"])
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def embed(self, texts: list[str]) -> torch.Tensor:
        """[texts x dims]"""
        found = []
        for start in range(0, len(texts), 2000):
            pieces = [
                e.ids
                for e in self.tokenizer.encode_batch(texts[start : start + 2000], add_special_tokens=False)
            ]
            starts = np.cumsum([0] + [len(ids) for ids in pieces[:-1]])
            flat = torch.from_numpy(np.concatenate([np.array(ids, dtype=np.int64) for ids in pieces]))
            found.append(F.normalize(F.embedding_bag(flat, self.table, torch.from_numpy(starts), mode="sum")))
        return torch.cat(found)


def places(
    questions: torch.Tensor, answers: torch.Tensor, papers: torch.Tensor, own: torch.Tensor
) -> np.ndarray:
    """How many papers come before each question's own answer; `own` says which paper that answer is taken from."""
    found = []
    for start in range(0, len(questions), 256):
        part = slice(start, start + 256)
        scores = questions[part] @ papers.T
        scores[torch.arange(len(scores)), own[part]] = -1
        found.append((scores > (questions[part] * answers[part]).sum(1, keepdim=True)).sum(1))
    return torch.cat(found).numpy()


def known_items(model: StaticModel, records: list[Record]) -> dict[str, float]:
    """A held-out title to its own abstract, and a sentence to the rest of its paper, among all records."""
    held_out = [i for i, record in enumerate(records) if record.listed >= HELD_OUT_FROM]
    chosen = held_out[:: max(1, len(held_out) // QUESTIONS)][:QUESTIONS]
    own = torch.tensor(chosen)
    abstracts = model.embed([record.abstract for record in records])
    titles = model.embed([records[i].title for i in chosen])
    of_title = places(titles, abstracts[own], abstracts, own)
    rng = random.Random(5)
    asked, rests = [], []
    for i in chosen:
        cut = sentences(records[i].abstract)
        asked.append(cut.pop(rng.randrange(len(cut))))
        rests.append(f"{records[i].title}. {' '.join(cut)}")
    papers = model.embed([record.text for record in records])
    of_sentence = places(model.embed(asked), model.embed(rests), papers, own)
    return {
        "title R@1": float((of_title < 1).mean()),
        "title R@10": float((of_title < TOP).mean()),
        "sentence R@1": float((of_sentence < 1).mean()),
        "sentence R@10": float((of_sentence < TOP).mean()),
    }


def judged_questions(model: StaticModel) -> dict[str, float]:
    """nDCG@10 (the grade is the gain, as in docs/search.md) on test/relevance; names of authors aren't embedded."""
    papers = [json.loads(line) for line in (RELEVANCE / "papers.jsonl").read_text().splitlines()]
    questions = json.loads((RELEVANCE / "questions.json").read_text())["questions"]
    questions = [q for q in questions if q["relevant"] and q["kind"] != "author"]
    gains = np.array([[q["relevant"].get(paper["id"], 0) for paper in papers] for q in questions])
    vectors = model.embed([f"{paper['title']}. {paper['abstract']}" for paper in papers])
    scores = (model.embed([q["query"] for q in questions]) @ vectors.T).numpy()
    discount = 1 / np.log2(np.arange(2, TOP + 2))
    got = np.take_along_axis(gains, np.argsort(-scores, axis=1)[:, :TOP], axis=1) @ discount
    each = got / (-np.sort(-gains, axis=1)[:, :TOP] @ discount)
    kinds = np.array([q["kind"] for q in questions])
    figures = {
        "judged nDCG@10": float(each.mean()),
        "± (standard error)": float(each.std() / len(each) ** 0.5),
    }
    return figures | {kind: float(each[kinds == kind].mean()) for kind in dict.fromkeys(kinds.tolist())}


def measure(folder: Path, records: list[Record]) -> dict[str, float]:
    model = StaticModel(folder)
    return known_items(model, records) | (judged_questions(model) if RELEVANCE.exists() else {})


if __name__ == "__main__":
    all_records = read_records(Path(sys.argv[1]))
    for name in sys.argv[2:]:
        print(name)
        for figure, value in measure(Path(name), all_records).items():
            print(f"  {figure:20} {value:.3f}")
