"""arXiv records, what of them may be trained on, and how their text is cut into what stands for questions."""

import gzip
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

# Papers listed from here on are never trained on: they measure.
HELD_OUT_FROM = "2026-06"
MIN_SENTENCE_CHARS = 20


@dataclass(frozen=True)
class Record:
    title: str
    abstract: str
    listed: str  # YYYY-MM-DD

    @property
    def text(self) -> str:
        """As the program embeds a paper: src/embedding/paper-text.ts."""
        return f"{self.title}. {self.abstract}"


def read_records(path: Path) -> list[Record]:
    """One JSON object a line, gzipped or not."""
    opened = gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else open(path, encoding="utf8")
    with opened as lines:
        rows = [json.loads(line) for line in lines]
    return [Record(row["title"], row["abstract"], row["listed"]) for row in rows]


def split(records: list[Record]) -> tuple[list[Record], list[Record]]:
    """Those to train on, and those held out."""
    train = [record for record in records if record.listed < HELD_OUT_FROM]
    return train, [record for record in records if record.listed >= HELD_OUT_FROM]


def sentences(abstract: str) -> list[str]:
    """At least one; the short ones, which are mostly headings and fragments, are left out."""
    found = re.split(r"(?<=[.!?])\s+(?=[A-Z(])", abstract)
    return [sentence for sentence in found if len(sentence) > MIN_SENTENCE_CHARS] or [abstract]


def short_span(text: str, rng: random.Random) -> str:
    """Two to seven words in a row, about as long as a question typed in haste."""
    words = text.split()
    length = rng.randint(2, 7)
    start = rng.randrange(max(1, len(words) - length + 1))
    return " ".join(words[start : start + length]).strip(".,;:()")


def misspell(text: str, rng: random.Random) -> str:
    """One slip in one of the longer words: a letter lost, doubled, changed or swapped with the next."""
    words = text.split()
    long_words = [i for i, word in enumerate(words) if len(word) > 4]
    if not long_words:
        return text
    i = rng.choice(long_words)
    word = words[i]
    at = rng.randrange(1, len(word) - 1)
    words[i] = rng.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return " ".join(words)
