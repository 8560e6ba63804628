"""What the teacher says: its vectors for titles, sentences, short spans and whole papers, in shards on disk."""

import json
import random
from pathlib import Path

import numpy as np

from records import Record, sentences, short_span
from teacher import Teacher, teacher_folder

KINDS = ("title", "sentence", "span", "paper")
SHARD_PAPERS = 1500
# A whole paper costs as much as ten titles, so only some of each shard are taken.
SHARD_WHOLE_PAPERS = 750


def teach(records: list[Record], folder: Path, seed: int) -> None:
    """Writes folder/NNN.json (texts of each kind) and NNN.npz (vectors); goes on where it was cut off."""
    folder.mkdir(parents=True, exist_ok=True)
    order = list(range(len(records)))
    random.Random(seed).shuffle(order)
    starts = range(0, len(order), SHARD_PAPERS)
    teacher = None
    for shard, start in enumerate(starts):
        vectors_path = folder / f"{shard:03}.npz"
        if vectors_path.exists():
            continue
        teacher = teacher or Teacher(teacher_folder())
        texts = shard_texts(
            [records[i] for i in order[start : start + SHARD_PAPERS]], random.Random(f"{seed} {shard}")
        )
        (folder / f"{shard:03}.json").write_text(json.dumps(texts))
        # Written under another name first: a shard that is there is whole.
        part = folder / "part.npz"
        np.savez(part, **{kind: teacher.embed(texts[kind]) for kind in KINDS})
        part.rename(vectors_path)
        print(f"teacher: shard {shard + 1} of {len(starts)}", flush=True)


def shard_texts(records: list[Record], rng: random.Random) -> dict[str, list[str]]:
    chosen = [rng.choice(sentences(record.abstract)) for record in records]
    return {
        "title": [record.title for record in records],
        "sentence": chosen,
        "span": [
            short_span(record.title if rng.random() < 0.4 else sentence, rng)
            for record, sentence in zip(records, chosen, strict=True)
        ],
        "paper": [record.text for record in records[:SHARD_WHOLE_PAPERS]],
    }
