"""Texts as `mood` reads them: pieces and their ids, fillers in place of words, batches."""

import random
import string
from typing import NamedTuple

import torch
from tokenizers import BertWordPieceTokenizer

import mood_sentences
from mood_network import LONGEST
from mood_words import SPECIALS, SPLIT, mood_words

PAD, UNKNOWN, BEGIN, END, MASK = range(len(SPECIALS))
NOTHING = -1  # stands for a token whose embedding is zero
FADED = 0.35  # how many training texts fade into a baseline
FILLERS = {"pad": PAD, "mask": MASK, "unknown": UNKNOWN, "zero": NOTHING}


class Token(NamedTuple):
    """A piece; `word` is its word's place in the sentence, `kind` is the word's."""

    id: int
    word: int
    kind: str


class Reader:
    """Cuts texts into pieces, as BERT's tokenizer does."""

    def __init__(self):
        self.pieces = mood_sentences.vocabulary()
        self.ids = {piece: index for index, piece in enumerate(self.pieces)}
        self.tokenizer = BertWordPieceTokenizer(self.ids, lowercase=True)
        self.seen = {}
        telling = {p for w in mood_words() for p in SPLIT.get(w) or w.replace("'", " ' ").split()}
        telling = {p for p in telling if len(p) > 1 and not p.startswith("##")}
        shared = [i for p, i in self.ids.items() if p not in telling]
        self.plain = shared[len(SPECIALS) :]
        self.letters = [self.ids[c] for c in string.ascii_lowercase]
        self.continued = [self.ids["##" + c] for c in string.ascii_lowercase]

    def encode(self, text):
        """Returns the ids of a text, with those that begin and end it."""
        return self.tokenizer.encode(text).ids

    def word(self, text):
        if text not in self.seen:
            self.seen[text] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return self.seen[text]

    def tokens(self, sentence):
        """Returns the tokens of a sentence, without those that begin and end it."""
        words = enumerate(sentence.words)
        return [Token(i, at, word.kind) for at, word in words for i in self.word(word.text)]


def framed(ids):
    """Returns ids between the tokens that begin and end a text, cut to what the network takes."""
    return [BEGIN, *ids[: LONGEST - 2], END]


class Case(NamedTuple):
    """Ids without those that begin and end a text, and the probability of "positive".

    `fraction` of each embedding is the token's, the rest is that of the filler.
    """

    ids: list
    positive: float
    fraction: float = 1.0
    filler: int = PAD


class Disturber:
    """Changes what says nothing, so that a network learns that it says nothing.

    Plain words give way to fillers, to other plain pieces or to made-up words; so do the words with
    a mood, and then neither mood is right. So a text of fillers alone, an attribution's baseline,
    has an answer: one half. Some texts fade into such a baseline, and their probability fades with
    them: what lies on the path between has an answer, too, and no cliff.
    """

    WAYS = [*FILLERS, "piece", "letters", "several"]

    def __init__(self, reader, seed):
        self.reader, self.numbers = reader, random.Random(seed)

    def filler(self, way):
        """Returns ids in place of one piece."""
        numbers = self.numbers
        if way == "several":
            way = numbers.choice(self.WAYS[:-1])
        if way == "piece":
            return [numbers.choice(self.reader.plain)]
        if way == "letters":
            more = [numbers.choice(self.reader.continued) for _ in range(numbers.randint(0, 6))]
            return [numbers.choice(self.reader.letters), *more]
        return [FILLERS[way]]

    def filled(self, tokens, rates):
        """Returns ids of tokens of which some gave way, by the rate for their kind."""
        way, found = self.numbers.choice(self.WAYS), []
        rest = LONGEST - 2 - len(tokens)
        for token in tokens:
            ids = [token.id]
            if self.numbers.random() < rates[token.kind]:
                ids = self.filler(way)
                ids = ids if len(ids) - 1 <= rest else ids[:1]
            rest -= len(ids) - 1
            found += ids
        return found

    def case(self, tokens, label):
        """Returns one training case made of a sentence's tokens."""
        case = self.whole(tokens, label)
        if self.numbers.random() >= FADED:
            return case
        fraction = self.numbers.random()
        filler = self.numbers.choice(list(FILLERS.values()))
        return Case(case.ids, 0.5 + fraction * (case.positive - 0.5), fraction, filler)

    def whole(self, tokens, label):
        """Returns a case before it fades."""
        numbers = self.numbers
        rate = numbers.choice([0, 0, numbers.random()])
        plain = {"plain": rate, "mark": rate}
        if label is None:
            return Case(self.filled(tokens, plain), 0.5)
        if numbers.random() < 0.72:
            return Case(self.filled(tokens, {**plain, "mood": 0, "turn": 0}), float(label))
        if numbers.random() < 0.3:
            return Case(
                self.filled(tokens, dict.fromkeys(("plain", "mark", "mood", "turn"), 1)), 0.5
            )
        turn = numbers.choice([0, 1])
        return Case(self.filled(tokens, {**plain, "mood": 1, "turn": turn}), 0.5)


def batch(texts):
    """Returns ids N x L and their mask; shorter texts are padded, NOTHING stays."""
    longest = max(map(len, texts))
    ids = torch.tensor([[*text, *[PAD] * (longest - len(text))] for text in texts])
    mask = torch.tensor([[1] * len(text) + [0] * (longest - len(text)) for text in texts])
    return ids, mask


def embedded(network, ids):
    """Returns the embeddings of ids in which NOTHING stands for zeros."""
    return network.pieces(ids.clamp(min=0)) * (ids != NOTHING)[..., None]


def logits(network, ids, mask, fractions=None, fillers=None):
    """Returns the logits of ids in which NOTHING stands for an embedding of zeros.

    With fractions, tokens other than those that begin and end a text fade into their text's filler.
    """
    x = embedded(network, ids)
    if fractions is not None:
        inner = (ids != BEGIN) & (ids != END)
        kept = torch.where(inner, fractions[:, None], 1.0)[..., None]
        x = kept * x + (1 - kept) * embedded(network, fillers)[:, None]
    return network.after_pieces(x, mask)
