"""
The second half of the training: questions as people type them, from the student's own first table.

What is asked is more often a phrase ("image colorization") than a random span, and is found half of the time without its
own words in the paper. A paper that holds all of a question's pieces is no wrong answer to it, so it is no negative: with
2,048 papers in a batch, hundreds hold "diffusion models". So that nothing learned from the teacher is lost, texts must stay
as alike as the first table finds them (distillation from itself).
"""

import json
import random
import re
import time
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from measure import StaticModel
from records import Record, sentences
from student import (
    BATCH_PAPERS,
    TEMPERATURE,
    Lessons,
    Pieces,
    SumOfRows,
    centred,
    divergence,
    flatten,
    tokenise_papers,
    view,
)
from teach import SHARD_PAPERS

EPOCHS = 10
LEARNING_RATE = 0.003
WARM_UP_STEPS = 20
DISTILLATION = 0.5
PHRASE_SHARE = 0.45
# Of the papers that a phrase must find, how many are seen without its words.
HIDDEN_SHARE = 0.5
REHEARSED_SHARDS = 16
REHEARSED_WHOLE_PAPERS = 500
STOP_WORDS = set(
    """a an the of for in on with and or to by from via as at is are be that this these those we our it its their which
    can using use based into than not but both more most such""".split()
)
STOP_PIECES = STOP_WORDS | set(
    """has have been through across between while however also they over under where when how what all each new
    . , ; : ( ) - ' " ? ! / $ % [ ] & * + = { } \\ ^ _ ~ ` < > |""".split()
)


def refine(records: list[Record], first: Path, work: Path, seed: int) -> np.ndarray:
    """[pieces x 256], from the packed model in `first`."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    numbers = np.random.default_rng(seed)
    model = StaticModel(first)
    papers = tokenise_papers(model.tokenizer, records)
    rehearse(model, records, work / "rehearsed", seed)
    lessons = Lessons(model.tokenizer, work / "rehearsed", seed)
    phrases = Phrases(model.tokenizer, rng)
    pieces = len(model.table)
    table = model.table.clone().requires_grad_()
    optimizer = torch.optim.Adam([table], lr=LEARNING_RATE, fused=True)
    batch = min(BATCH_PAPERS, len(papers))
    steps = len(papers) // batch
    started = time.monotonic()
    for epoch in range(EPOCHS):
        order = numbers.permutation(len(papers))
        losses = np.zeros(2)
        for step in range(steps):
            chosen = [papers[i] for i in order[step * batch : (step + 1) * batch]]
            views = [phrases.view(title, abstract) for title, abstract in chosen]
            lesson, first_cosines, same = lessons.draw(numbers)
            texts = [question for question, _ in views] + [rest for _, rest in views] + lesson
            vectors = F.normalize(SumOfRows.apply(table, *flatten(texts, pieces)))
            questions, rests, learners = vectors.split([batch, batch, len(lesson)])
            logits = without(questions @ rests.T / TEMPERATURE, holders(views, chosen, pieces))
            both = torch.logsumexp(logits, 1).mean() + torch.logsumexp(logits, 0).mean()
            contrastive = both / 2 - logits.diagonal().mean()
            distillation = divergence(learners, first_cosines, same)
            done = (epoch * steps + step) / (EPOCHS * steps)
            warm_up = min(1, (epoch * steps + step + 1) / WARM_UP_STEPS)
            optimizer.param_groups[0]["lr"] = LEARNING_RATE * warm_up * (1 - 0.98 * done)
            optimizer.zero_grad()
            (contrastive + DISTILLATION * distillation).backward()
            optimizer.step()
            losses += [contrastive.item(), distillation.item()]
        mean = losses / steps
        seconds = time.monotonic() - started
        spent = f"contrastive {mean[0]:.3f}, distillation {mean[1]:.3f}, {seconds:.0f} s"
        print(f"refined: epoch {epoch + 1} of {EPOCHS}, {spent}", flush=True)
    return centred(table.detach().numpy(), papers)


def holders(
    views: list[tuple[Pieces, Pieces]], chosen: list[tuple[Pieces, list[Pieces]]], pieces: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """(question, paper) wherever another paper than its own holds all of a question's pieces."""
    asked = [np.unique(question) for question, _ in views]
    whole = [np.unique(np.concatenate([title, *abstract])) for title, abstract in chosen]
    shared = (presence(asked, pieces) @ presence(whole, pieces).T).tocoo()
    sizes = np.array([len(one) for one in asked])
    held = (shared.data >= sizes[shared.row] - 0.5) & (shared.row != shared.col)
    return (
        torch.from_numpy(shared.row[held].astype(np.int64)),
        torch.from_numpy(shared.col[held].astype(np.int64)),
    )


def presence(texts: list[Pieces], pieces: int) -> sparse.csr_matrix:
    flat = np.concatenate(texts)
    starts = np.cumsum([0] + [len(text) for text in texts])
    return sparse.csr_matrix((np.ones(len(flat), np.float32), flat, starts), shape=(len(texts), pieces))


def without(logits: torch.Tensor, pairs: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
    return logits.index_put(pairs, torch.tensor(-1e4))


class Phrases:
    """Phrases of papers that stand for questions, between words that say nothing."""

    def __init__(self, tokenizer: Tokenizer, rng: random.Random) -> None:
        vocabulary = tokenizer.get_vocab()
        self.stop = np.zeros(len(vocabulary), bool)
        self.stop[[vocabulary[word] for word in STOP_PIECES if word in vocabulary]] = True
        self.continued = np.zeros(len(vocabulary), bool)
        self.continued[[i for piece, i in vocabulary.items() if piece.startswith("##")]] = True
        self.rng = rng

    def view(self, title: Pieces, abstract: list[Pieces]) -> tuple[Pieces, Pieces]:
        rng = self.rng
        if rng.random() > PHRASE_SHARE:
            return view(title, abstract, rng)
        source = title if rng.random() < 0.6 else abstract[rng.randrange(len(abstract))]
        question = self.phrase(source)
        rest = np.concatenate([title, *abstract])
        if rng.random() < HIDDEN_SHARE:
            hidden = rest[~np.isin(rest, question)]
            rest = hidden if len(hidden) > 10 else rest
        return question, rest

    def phrase(self, source: Pieces) -> Pieces:
        telling = ~self.stop[source]
        if not telling.any():
            return source
        length = self.rng.randint(1, 6)
        starts = [i for i in range(len(source)) if telling[i] and not self.continued[source[i]]]
        if not starts:
            return source
        start = self.rng.choice(starts)
        end = min(len(source), start + length)
        while end < len(source) and self.continued[source[end]]:
            end += 1
        while end > start + 1 and self.stop[source[end - 1]]:
            end -= 1
        return source[start:end]


def rehearse(model: StaticModel, records: list[Record], folder: Path, seed: int) -> None:
    """Texts of the four kinds and the first table's vectors for them, in the form in which a teacher's are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    order = list(range(len(records)))
    random.Random(seed).shuffle(order)
    for shard in range(min(REHEARSED_SHARDS, len(order) // SHARD_PAPERS + 1)):
        rng = random.Random(f"{seed} {shard}")
        chosen = [records[i] for i in order[shard * SHARD_PAPERS : (shard + 1) * SHARD_PAPERS]]
        picked = [rng.choice(sentences(record.abstract)) for record in chosen]
        texts = {
            "title": [record.title for record in chosen],
            "sentence": picked,
            "span": [
                word_phrase(record.title if rng.random() < 0.4 else sentence, rng)
                for record, sentence in zip(chosen, picked, strict=True)
            ],
            "paper": [record.text for record in chosen[:REHEARSED_WHOLE_PAPERS]],
        }
        (folder / f"{shard:03}.json").write_text(json.dumps(texts))
        np.savez(folder / f"{shard:03}.npz", **{kind: model.embed(said).numpy() for kind, said in texts.items()})


def word_phrase(text: str, rng: random.Random) -> str:
    """Two to six words between commas and the like, without stop words at the ends."""
    parts = [part.split() for part in re.split(r"[,.;:()\[\]]|\s-\s", text)]
    words = rng.choice([part for part in parts if len(part) >= 2] or [text.split()])
    length = rng.randint(2, 6)
    start = rng.randrange(max(1, len(words) - length + 1))
    found = words[start : start + length]
    while len(found) > 1 and found[0].lower() in STOP_WORDS:
        found = found[1:]
    while len(found) > 1 and found[-1].lower() in STOP_WORDS:
        found = found[:-1]
    return " ".join(found)
