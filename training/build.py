"""
From arXiv records to the bundled model, in one command; cut off, it goes on where it stopped.

    python training/build.py RECORDS.jsonl.gz MODEL_DIR WORK_DIR
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from export import export
from measure import measure
from records import read_records, split
from refine import refine
from student import train_student
from teach import teach
from vocabulary import train_vocabulary

SEED = 0


def build(records_path: Path, folder: Path, work: Path) -> None:
    work.mkdir(parents=True, exist_ok=True)
    records = read_records(records_path)
    train, held_out = split(records)
    print(f"{len(train)} records to train on, {len(held_out)} held out", flush=True)
    tokenizer = work / "tokenizer.json"
    if not tokenizer.exists():
        train_vocabulary(train, tokenizer)
    teach(train, work / "taught", SEED)
    table = work / "table.npy"
    if not table.exists():
        np.save(table, train_student(train, tokenizer, work / "taught", SEED))
    export(np.load(table), tokenizer, work / "first")
    refined = work / "refined.npy"
    if not refined.exists():
        np.save(refined, refine(train, work / "first", work, SEED))
    export(np.load(refined), tokenizer, folder)
    weights = folder / "onnx" / "model_quantized.onnx"
    print(f"SHA-256 of the weights: {hashlib.sha256(weights.read_bytes()).hexdigest()}")
    print(json.dumps(measure(folder, records), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:4]))
