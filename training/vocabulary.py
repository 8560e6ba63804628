"""
The word pieces, learned from the text that the model is for, so that its words are rarely cut.

Pairs are merged by frequency, as the tokenizers library does it for WordPiece (byte-pair encoding,
https://arxiv.org/abs/1508.07909); done here because that library breaks ties differently in every run.
"""

import heapq
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from records import Record

PIECES = 30_000
MIN_FREQUENCY = 5
MAX_WORD_CHARS = 100
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
CONTINUED = "##"


def train_vocabulary(records: list[Record], path: Path) -> None:
    """Writes tokenizer.json: lower case, BERT's rules for words, nothing added around a text, nothing cut off."""
    normalizer = normalizers.BertNormalizer(lowercase=True)
    words = pre_tokenizers.BertPreTokenizer()
    counts: Counter[str] = Counter()
    for record in records:
        counts.update(word for word, _ in words.pre_tokenize_str(normalizer.normalize_str(record.text)))
    pieces = SPECIAL + learn_pieces(counts, PIECES - len(SPECIAL))
    model = models.WordPiece(
        {piece: i for i, piece in enumerate(pieces)},
        unk_token="[UNK]",
        max_input_chars_per_word=MAX_WORD_CHARS,
        continuing_subword_prefix=CONTINUED,
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = words
    tokenizer.save(str(path))


def learn_pieces(counts: Counter[str], size: int) -> list[str]:
    """All letters, then the most frequent pair of neighbouring pieces, merged, over and over; ties by the alphabet."""
    spelled = [
        ([word[0], *(CONTINUED + letter for letter in word[1:])], count)
        for word, count in sorted(counts.items())
    ]
    pieces = dict.fromkeys(sorted({letter for letters, _ in spelled for letter in letters}))
    frequency: Counter[tuple[str, str]] = Counter()
    words_with: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for i, (letters, count) in enumerate(spelled):
        for pair in pairwise(letters):
            frequency[pair] += count
            words_with[pair].add(i)
    # An entry may be out of date: its frequency is looked up again before it is believed.
    queue = [(-count, pair) for pair, count in frequency.items()]
    heapq.heapify(queue)
    while len(pieces) < size and queue:
        negative, pair = heapq.heappop(queue)
        if frequency[pair] != -negative:
            if frequency[pair] >= MIN_FREQUENCY:
                heapq.heappush(queue, (-frequency[pair], pair))
            continue
        if -negative < MIN_FREQUENCY:
            break
        merged = pair[0] + pair[1].removeprefix(CONTINUED)
        pieces[merged] = None
        changed: set[tuple[str, str]] = set()
        for i in words_with.pop(pair):
            letters, count = spelled[i]
            for old in pairwise(letters):
                frequency[old] -= count
            letters = merge(letters, pair, merged)
            spelled[i] = (letters, count)
            for new in pairwise(letters):
                frequency[new] += count
                words_with[new].add(i)
                changed.add(new)
        del frequency[pair]
        for new in changed:
            heapq.heappush(queue, (-frequency[new], new))
    return list(pieces)


def merge(letters: list[str], pair: tuple[str, str], merged: str) -> list[str]:
    found: list[str] = []
    for letter in letters:
        if found and (found[-1], letter) == pair:
            found[-1] = merged
        else:
            found.append(letter)
    return found
