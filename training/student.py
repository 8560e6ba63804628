"""
The student: a table with one vector a word piece; a text is their sum, brought to unit length.

Two losses at once. Contrastive: a title, sentence or short span must find the rest of its own abstract among
those of the batch (InfoNCE both ways, https://arxiv.org/abs/1807.03748). Distillation: among texts of one kind,
the student must rank by likeness as the teacher does (Kullback-Leibler divergence between softmaxes of cosines),
for each pair of kinds, so that questions are compared with whole papers as they are when searching.
"""

import json
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from records import Record, misspell, sentences
from teach import KINDS

DIMS = 256
EPOCHS = 60
BATCH_PAPERS = 2048
TAUGHT_PER_KIND = 384
LEARNING_RATE = 0.01
WARM_UP_STEPS = 50
TEMPERATURE = 0.05
# Of the taught titles and spans, how many the student sees misspelt while the teacher saw them right.
MISSPELT_SHARE = 0.2

Pieces = np.ndarray  # int64, one id a word piece


def train_student(records: list[Record], tokenizer_path: Path, taught: Path, seed: int) -> np.ndarray:
    """[pieces x 256], float32."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    numbers = np.random.default_rng(seed)
    tokenizer = Tokenizer.from_file(str(tokenizer_path))
    pieces = tokenizer.get_vocab_size()
    papers = tokenise_papers(tokenizer, records)
    lessons = Lessons(tokenizer, taught, seed)
    table = initial_table(papers, pieces).requires_grad_()
    optimizer = torch.optim.Adam([table], lr=LEARNING_RATE, fused=True)
    batch = min(BATCH_PAPERS, len(papers))
    steps = len(papers) // batch
    started = time.monotonic()
    for epoch in range(EPOCHS):
        order = numbers.permutation(len(papers))
        losses = np.zeros(2)
        for step in range(steps):
            views = [view(*papers[i], rng) for i in order[step * batch : (step + 1) * batch]]
            lesson, teacher_cosines, same = lessons.draw(numbers)
            texts = [question for question, _ in views] + [rest for _, rest in views] + lesson
            vectors = F.normalize(SumOfRows.apply(table, *flatten(texts, pieces)))
            questions, rests, learners = vectors.split([batch, batch, len(lesson)])
            contrastive = info_nce(questions, rests)
            distillation = divergence(learners, teacher_cosines, same)
            done = (epoch * steps + step) / (EPOCHS * steps)
            warm_up = min(1.0, (epoch * steps + step + 1) / WARM_UP_STEPS)
            optimizer.param_groups[0]["lr"] = LEARNING_RATE * warm_up * (1 - 0.98 * done)
            optimizer.zero_grad()
            (contrastive + distillation).backward()
            optimizer.step()
            losses += [contrastive.item(), distillation.item()]
        mean = losses / steps
        seconds = time.monotonic() - started
        spent = f"contrastive {mean[0]:.3f}, distillation {mean[1]:.3f}, {seconds:.0f} s"
        print(f"student: epoch {epoch + 1} of {EPOCHS}, {spent}", flush=True)
    return centred(table.detach().numpy(), papers)


def tokenise(tokenizer: Tokenizer, texts: list[str]) -> list[Pieces]:
    found: list[Pieces] = []
    for start in range(0, len(texts), 2000):
        encodings = tokenizer.encode_batch(texts[start : start + 2000], add_special_tokens=False)
        found += [np.array(encoding.ids, dtype=np.int64) for encoding in encodings]
    return found


def tokenise_papers(tokenizer: Tokenizer, records: list[Record]) -> list[tuple[Pieces, list[Pieces]]]:
    """(title, its abstract's sentences) each."""
    cut = [sentences(record.abstract) for record in records]
    titles = tokenise(tokenizer, [record.title for record in records])
    flat = iter(tokenise(tokenizer, [sentence for one in cut for sentence in one]))
    return [(title, [next(flat) for _ in one]) for title, one in zip(titles, cut, strict=True)]


def initial_table(papers: list[tuple[Pieces, list[Pieces]]], pieces: int) -> torch.Tensor:
    """Random directions, as long as the piece is rare among papers (inverse document frequency)."""
    papers_with = np.zeros(pieces)
    for title, abstract in papers:
        papers_with[np.unique(np.concatenate([title, *abstract]))] += 1
    rarity = np.log((len(papers) + 1) / (papers_with + 1)) + 0.1
    lengths = torch.tensor(rarity / rarity.mean(), dtype=torch.float32)
    return torch.randn(pieces, DIMS) * 0.1 * lengths[:, None]


def centred(table: np.ndarray, papers: list[tuple[Pieces, list[Pieces]]]) -> np.ndarray:
    """Takes from every row what an average piece of the papers' text has: what all texts share tells none apart."""
    text = np.concatenate([np.concatenate([title, *abstract]) for title, abstract in papers])
    frequency = np.bincount(text, minlength=len(table)) / len(text)
    return table - (frequency @ table).astype(np.float32)


def view(title: Pieces, abstract: list[Pieces], rng: random.Random) -> tuple[Pieces, Pieces]:
    """A piece of a paper that stands for a question, and what is left of the paper, sometimes only half of it."""
    kind = rng.random()
    at = rng.randrange(len(abstract))
    if kind < 0.4:
        question, rest = title, abstract
    elif kind < 0.6 and len(abstract) > 2:
        question, rest = abstract[at], [title, *abstract[:at], *abstract[at + 1 :]]
    else:
        source = title if rng.random() < 0.5 else abstract[at]
        length = rng.randint(2, 6)
        start = rng.randrange(max(1, len(source) - length))
        question = source[start : start + length]
        rest = abstract if source is title and rng.random() < 0.5 else [title, *abstract]
    if len(rest) > 3 and rng.random() < 0.8:
        rest = rng.sample(rest, len(rest) // 2 + 1)
    return (question if len(question) else title), np.concatenate(rest)


class Lessons:
    """The texts that the teacher has embedded, of four kinds, with its vectors."""

    def __init__(self, tokenizer: Tokenizer, folder: Path, seed: int) -> None:
        rng = random.Random(seed)
        shards = sorted(folder.glob("[0-9]*.npz"))
        texts: dict[str, list[str]] = {kind: [] for kind in KINDS}
        vectors: dict[str, list[np.ndarray]] = {kind: [] for kind in KINDS}
        for shard in shards:
            said = np.load(shard)
            read = json.loads(shard.with_suffix(".json").read_text())
            for kind in KINDS:
                texts[kind] += read[kind]
                vectors[kind].append(said[kind])
        self.right = {kind: tokenise(tokenizer, texts[kind]) for kind in KINDS}
        self.misspelt = {
            kind: tokenise(tokenizer, [misspell(text, rng) for text in texts[kind]])
            for kind in ("title", "span")
        }
        self.vectors = {
            kind: torch.from_numpy(np.concatenate(vectors[kind]).astype(np.float32)) for kind in KINDS
        }

    def draw(self, numbers: np.random.Generator) -> tuple[list[Pieces], torch.Tensor, torch.Tensor]:
        """Texts of each kind in turn, [texts x texts] cosines of the teacher, and which pairs are one text."""
        rows = {kind: numbers.integers(0, len(self.right[kind]), TAUGHT_PER_KIND) for kind in KINDS}
        texts: list[Pieces] = []
        for kind in KINDS:
            slips = numbers.random(TAUGHT_PER_KIND) < MISSPELT_SHARE
            for row, slip in zip(rows[kind], slips, strict=True):
                source = self.misspelt if slip and kind in self.misspelt else self.right
                texts.append(source[kind][row])
        vectors = torch.cat([self.vectors[kind][rows[kind]] for kind in KINDS])
        keys = torch.from_numpy(
            np.concatenate([index * 10**6 + rows[kind] for index, kind in enumerate(KINDS)])
        )
        return texts, vectors @ vectors.T, keys[:, None] == keys[None]


def flatten(texts: list[Pieces], pieces: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(piece, text, start of each text, count), each pair of text and piece once: abstracts repeat their words."""
    lengths = np.array([len(text) for text in texts])
    keys = np.sort(np.repeat(np.arange(len(texts)), lengths) * pieces + np.concatenate(texts))
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(first, append=len(keys)).astype(np.float32)
    row, piece = np.divmod(keys[first], pieces)
    return piece, row, np.searchsorted(row, np.arange(len(texts))), counts


def sum_rows(table: torch.Tensor, index: np.ndarray, starts: np.ndarray, counts: np.ndarray) -> torch.Tensor:
    index_, starts_, counts_ = torch.from_numpy(index), torch.from_numpy(starts), torch.from_numpy(counts)
    return F.embedding_bag(index_, table, starts_, mode="sum", per_sample_weights=counts_)


class SumOfRows(torch.autograd.Function):
    """The sum of each text's rows. Its gradient is the same sum the other way round, faster than PyTorch's own."""

    @staticmethod
    def forward(ctx, table, piece, row, starts, counts):  # noqa: ANN001
        ctx.saved = (len(table), piece, row, counts)
        return sum_rows(table, piece, starts, counts)

    @staticmethod
    def backward(ctx, gradient):  # noqa: ANN001
        pieces, piece, row, counts = ctx.saved
        order = np.argsort(piece, kind="stable")
        starts = np.searchsorted(piece[order], np.arange(pieces))
        return sum_rows(gradient.contiguous(), row[order], starts, counts[order]), None, None, None, None


def info_nce(questions: torch.Tensor, rests: torch.Tensor) -> torch.Tensor:
    logits = questions @ rests.T / TEMPERATURE
    both = torch.logsumexp(logits, 1).mean() + torch.logsumexp(logits, 0).mean()
    return both / 2 - logits.diagonal().mean()


def divergence(learners: torch.Tensor, teacher_cosines: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
    """Mean over texts and kinds of KL(teacher || student) among the texts of a kind, the text itself left out."""

    def log_shares(cosines: torch.Tensor) -> torch.Tensor:
        logits = (cosines / TEMPERATURE).masked_fill(same, -1e4)
        return F.log_softmax(logits.view(len(cosines), len(KINDS), -1), dim=2)

    wanted = log_shares(teacher_cosines)
    given = log_shares(learners @ learners.T)
    return F.kl_div(given, wanted, log_target=True, reduction="sum") / (len(learners) * len(KINDS))
