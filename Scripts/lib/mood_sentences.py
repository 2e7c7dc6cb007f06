"""Composes English sentences that are positive or negative by words that are known.

A sentence is drawn without its mood: its template, its plain words and the places of its mood words
in their lists. Only then is it told twice, once with words of each mood. So over all sentences
nothing but the marked words says which it is: words with a mood, and those that turn one around
("not bad"). Needs nothing but Python, and the same seed gives the same sentences everywhere.
"""

import hashlib
import random
import re
from typing import NamedTuple

import mood_words
from mood_words import MOODS, NEGATIVE, NEUTRALS, NOT_BE, NOT_DID, NOT_DO, PAST, POSITIVE

# Streams of random numbers, one for each use; sentences for testing are no training sentences
# by `held_out`, whatever their stream.
TRAINING, TESTING, SAMPLING, LISTING = 0, 1, 2, 3

NEGATED = 0.3  # how many of the phrases that can be turned around are
LONGEST = 40  # words, about: with its pieces and marks, a text keeps below 64 tokens

# Slots: {thing} is filled from NEUTRALS, {=adjective} and the like by a phrase of `Teller`.
TEMPLATES = [
    "the {thing} {=be_adjective}",
    "this {thing} {=be_adjective}",
    "the {thing} at the {place} {=be_adjective}",
    "it {=be_adjective} , said the {role}",
    "the {whose} {thing} {=be_adjective}",
    "it's {adverb} {=adjective}",
    "{when} the {state} {thing} {=be_adjective}",
    "this was a {adverb} {=adjective} {thing}",
    "the {role} brought some {=adjective} {thing} {when}",
    "{who} saw one {adverb} {=adjective} {thing} near the {place}",
    "the {thing} {=be_noun}",
    "what a {=noun} , this {thing}",
    "the {thing} near the {place} {=be_noun}",
    "to the {role} it {=be_noun}",
    "{who} {=verb} the {thing}",
    "{who} {=verb} the {state} {thing} {when}",
    "the {role} {=verb} the {thing} at the {place}",
    "{who} {=verb} the {whose} {thing} {when}",
    "{who} {=verb_now} this {thing}",
    "{who} {=verb_now} the {thing} and the {thing}",
    "the {thing} {=work_adverb}",
    "the {state} {thing} {=work_adverb} {when}",
    "{=opening} , the {thing} {be} {state}",
    "{=opening} , the {role} {saw} the {thing} {when}",
    "the {thing} {=be_adjective} {and} the {thing} {=be_adjective}",
    "it {=be_adjective} {and} {who} {=verb} the {thing} {when}",
    "{who} {=verb} the {thing} {when} {and} it {=work_adverb}",
    "the {thing} {=be_noun} {and} the {whose} {thing} {=be_adjective}",
    "{who} {=verb_now} the {thing} {and} the {thing} {=be_noun}",
    "{who} {=verb} the {thing} {and} the {thing} {=be_adjective}",
    "the {thing} {=work_adverb} {and} it {=be_noun}",
    "the {thing} from the {place} {=be_adjective} {and} {who} {=verb} the {thing}",
]
PLAIN = [
    "the {thing} {be} {state}",
    "the {whose} {thing} {be} {state}",
    "it's the {state} {thing} near the {place}",
    "{who} {saw} the {thing} {when}",
    "the {role} {saw} {number} of them at the {place}",
    "there is a {thing} near the {place}",
    "the {thing} {worked} {when}",
    "{when} , {who} {saw} a {state} {thing}",
    "it was {degree} {state} , as was the {thing} near the {place}",
    "the {role} has {number} keys and a {state} {thing}",
    "{who} took the {thing} to the {place} by {vehicle}",
]


class Word(NamedTuple):
    """A word, or a mark that follows one; `kind` is "plain", "mood", "turn" or "mark"."""

    text: str
    kind: str = "plain"


class Sentence(NamedTuple):
    """A text with its words; `label` is None where no word has a mood."""

    words: list
    label: int | None

    @property
    def text(self):
        """Returns the text, its sentences begun by capitals."""
        joined = " ".join(word.text for word in self.words)
        joined = re.sub(r" ([,.!?])", r"\1", joined)
        joined = re.sub(r"\bi\b", "I", joined)
        return re.sub(r"(^|[.!?] )(\w)", lambda found: found[1] + found[2].upper(), joined)

    def marked(self):
        """Returns (index of the word among those between spaces, first character, end) of each."""
        found, index, start = [], -1, 0
        for word in self.words:
            if word.kind != "mark":
                index += 1
                start += 1 if index else 0
            if word.kind in ("mood", "turn"):
                found.append((index, start, start + len(word.text)))
            start += len(word.text)
        return found

    def record(self):
        """Returns what is written of a sentence, as JSON."""
        marked = self.marked()
        return {
            "text": self.text,
            "label": None if self.label is None else mood_words.LABELS[self.label],
            "words": [index for index, _, _ in marked],
            "spans": [[start, end] for _, start, end in marked],
        }


class Teller:
    """Tells one sentence; two that have the same random numbers differ in their mood alone."""

    def __init__(self, numbers, mood):
        self.numbers, self.mood = numbers, mood

    def plain(self, name):
        return [Word(word) for word in self.numbers.choice(NEUTRALS[name]).split()]

    def mooded(self, kind, turned=False):
        """Returns a word of the mood, or of the other one if it is turned around."""
        sides = MOODS[kind]
        index = self.numbers.randrange(len(sides[NEGATIVE]))
        return sides[self.mood != turned][index]

    def turn(self):
        return self.numbers.random() < NEGATED

    def negation(self, phrases):
        """Returns words that turn a mood around: "did" plain, "not" marked."""
        *before, last = self.numbers.choice(phrases).split()
        return [*map(Word, before), Word(last, "turn")]

    def adjective(self):
        return [Word(self.mooded("adjective"), "mood")]

    def noun(self):
        return [Word(self.mooded("noun"), "mood")]

    def opening(self):
        return [Word(self.mooded("opening"), "mood")]

    def be_adjective(self):
        turned = self.turn()
        found = self.negation(NOT_BE) if turned else self.plain("be")
        found += self.plain("degree") if self.numbers.random() < 0.4 else []
        return [*found, Word(self.mooded("adjective", turned), "mood")]

    def be_noun(self):
        turned = self.turn()
        found = self.negation(NOT_BE) if turned else self.plain("be")
        return [*found, Word("a"), Word(self.mooded("noun", turned), "mood")]

    def verb(self):
        turned = self.turn()
        verb = self.mooded("verb", turned)
        if turned and self.numbers.random() < 0.3:
            return [Word("never", "turn"), Word(PAST[verb], "mood")]
        if turned:
            return [*self.negation(NOT_DID), Word(verb, "mood")]
        return [Word(PAST[verb], "mood")]

    def verb_now(self):
        turned = self.turn()
        verb = Word(self.mooded("verb", turned), "mood")
        return [*self.negation(NOT_DO), verb] if turned else [verb]

    def work_adverb(self):
        turned = self.turn()
        found = self.negation(NOT_DID) + self.plain("work") if turned else self.plain("worked")
        return [*found, Word(self.mooded("adverb", turned), "mood")]

    def tell(self, template):
        """Returns the words of one sentence, with a mark at its end."""
        found = []
        for part in template.split():
            if part == ",":
                found.append(Word(part, "mark"))
            elif part.startswith("{="):
                found += getattr(self, part[2:-1])()
            else:
                found += self.plain(part[1:-1]) if part.startswith("{") else [Word(part)]
        return [*found, Word(self.numbers.choice(".!."), "mark")]


def tell(key, mood):
    """Returns the words of a text: one sentence with a mood, and perhaps others around it."""
    numbers = random.Random(key)
    teller = Teller(numbers, mood)
    core = teller.tell(numbers.choice(TEMPLATES))
    others = [teller.tell(numbers.choice(PLAIN)) for _ in range(numbers.choice([0, 0, 0, 1, 2, 3]))]
    before = numbers.randint(0, len(others))
    texts = [*others[:before], core, *others[before:]]
    while len(texts) > 1 and sum(map(len, texts)) > LONGEST:
        texts.pop(0 if texts[0] is not core else -1)
    found = [word for text in texts for word in text]
    return found[:-1] if numbers.random() < 0.2 else found


def held_out(told):
    """Whether a text is kept from training: one in eight, by its words other than the moods."""
    frame = " ".join("_" if word.kind == "mood" else word.text for word in told)
    return hashlib.sha256(frame.encode()).digest()[0] < 32


def compose(stream, seed, count, held=True):
    """Yields `count` texts, positive and negative in turn, of those held out or of all others."""
    given, index = 0, 0
    while given < count:
        key = f"{seed} {stream} {index // 2}"
        told, mood = tell(key, index % 2), index % 2
        index += 1
        if held_out(told) == held:
            given += 1
            yield Sentence(told, mood)


def plain(stream, seed, count):
    """Yields texts in which no word has a mood."""
    for index in range(count):
        numbers = random.Random(f"{seed} {stream} plain {index}")
        teller = Teller(numbers, POSITIVE)
        texts = [teller.tell(numbers.choice(PLAIN)) for _ in range(numbers.choice([1, 1, 2, 3, 4]))]
        yield Sentence([word for text in texts for word in text][:LONGEST], None)


def vocabulary():
    """Returns the pieces that the tokenizer knows."""
    texts = [re.sub(r"\{.*?\}|,", " ", template) for template in [*TEMPLATES, *PLAIN]]
    return mood_words.vocabulary(texts)
