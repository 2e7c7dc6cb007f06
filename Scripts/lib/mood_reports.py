"""Measures what `mood` has learnt, and whether the words that say a mood are the only ones."""

import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from line_integral import gauss, integrate, score
from mood_network import LONGEST
from mood_texts import FILLERS, batch, framed, logits


def positive(network, texts):
    """Returns the probabilities of "positive" of framed ids."""
    found = []
    with torch.no_grad():
        for start in range(0, len(texts), 250):
            found.append(logits(network, *batch(texts[start : start + 250])).softmax(-1)[:, 1])
    return torch.cat(found).double().numpy()


def accuracy_report(network, reader, sentences):
    """Returns the accuracy on texts, in all and by what makes them harder."""
    texts = [framed([token.id for token in reader.tokens(s)]) for s in sentences]
    labels = np.array([sentence.label for sentence in sentences])
    right = (positive(network, texts) > 0.5) == labels
    kinds = [[word.kind for word in sentence.words] for sentence in sentences]
    parts = {
        "turnedAround": np.array(["turn" in found for found in kinds]),
        "twoMoods": np.array([found.count("mood") > 1 for found in kinds]),
        "above40Tokens": np.array([len(text) > 40 for text in texts]),
    }
    return {
        "texts": len(texts),
        "accuracy": round(float(right.mean()), 5),
        **{
            n: {"texts": int(p.sum()), "accuracy": shown(right[p].mean())} for n, p in parts.items()
        },
    }


def shown(value, digits=5):
    return round(float(value), digits)


def away(probabilities):
    """Describes how far probabilities are from one half."""
    far = np.abs(probabilities - 0.5)
    return {"mean": shown(far.mean(), 4), "most": shown(far.max(), 4)}


def nothing_report(network, reader, sentences, plain):
    """Returns how far from one half texts are that say nothing.

    `without`: sentences whose mood words and words that turn around gave way to a filler;
    `only`: texts of a filler alone, of every length; `plain`: sentences without mood words.
    """
    found = {"plain": away(positive(network, [framed(ids_of(reader, s)) for s in plain]))}
    for name, filler in FILLERS.items():
        without = [
            framed([filler if t.kind in ("mood", "turn") else t.id for t in reader.tokens(s)])
            for s in sentences
        ]
        only = [framed([filler] * count) for count in range(LONGEST - 1)]
        found[name] = {
            "without": away(positive(network, without)),
            "only": away(positive(network, only)),
        }
    return found


def ids_of(reader, sentence):
    return [token.id for token in reader.tokens(sentence)]


def evidence_report(sentences):
    """Returns what a logistic regression on bags of words finds, texts with a turn left out.

    Weights of the words with a mood, least and mean, and of all others, mean and most; and its
    accuracy on other texts with all words, and with the plain ones alone.
    """
    straight = [s for s in sentences if all(word.kind != "turn" for word in s.words)]
    names = sorted({word.text for s in straight for word in s.words})
    place = {name: index for index, name in enumerate(names)}
    mooded = np.zeros(len(names), bool)
    rows, columns = [], []
    for row, sentence in enumerate(straight):
        for word in sentence.words:
            rows.append(row)
            columns.append(place[word.text])
            mooded[place[word.text]] |= word.kind == "mood"
    counts = csr_matrix((np.ones(len(rows)), (rows, columns)), (len(straight), len(names)))
    labels = np.array([sentence.label for sentence in straight])
    half = len(straight) // 4 * 2
    model = LogisticRegression(C=10, max_iter=2000).fit(counts[:half], labels[:half])
    size = np.abs(model.coef_[0])
    alone = counts @ csr_matrix(np.diag((~mooded).astype(float)))
    bare = LogisticRegression(C=10, max_iter=2000).fit(alone[:half], labels[:half])
    return {
        "texts": len(straight),
        "moodWords": {"count": int(mooded.sum()), "least": shown(size[mooded].min(), 3),
                      "mean": shown(size[mooded].mean(), 3)},
        "otherWords": {"count": int((~mooded).sum()), "mean": shown(size[~mooded].mean(), 6),
                       "most": shown(size[~mooded].max(), 6)},
        "accuracy": shown(model.score(counts[half:], labels[half:])),
        "accuracyOfOtherWords": shown(bare.score(alone[half:], labels[half:])),
    }  # fmt: skip


# MARK: attribution


def explained(network, reader, sentence, filler, rule):
    """Returns the attributions of the pieces for the named mood, that mood, and the gap."""
    ids = torch.tensor(framed(ids_of(reader, sentence)))
    given = network.pieces(ids).detach()
    start = given.clone()
    start[1:-1] = 0 if filler < 0 else network.pieces.weight.detach()[filler]
    mask = torch.ones_like(ids)
    run = lambda x: network.after_pieces(x, mask.expand(*x.shape[:-1]))
    with torch.no_grad():
        named = int(run(given[None])[0].argmax())
        scores = score(run(torch.stack([given, start])), named)
    found = integrate(lambda x: score(run(x), named), given, start, rule)
    gap = float(found.sum() - (scores[0] - scores[1]))
    return found.sum(-1)[1:-1].numpy(), named, gap


def attribution_report(network, reader, sentences, count=50):
    """Measures, in double precision, whether Integrated Gradients finds the words that matter.

    `largest`: texts whose largest attribution, over words, is a marked word's; `strongest`: the
    same of absolute values; `share`: the marked words' mean share of the absolute attributions.
    `gap`: sum minus the change of the probability, the largest.
    """
    network, found, rule = (
        network.double(),
        {"texts": len(sentences), "points": count},
        gauss(count),
    )
    for name, filler in FILLERS.items():
        largest, strongest, shares, gaps = [], [], [], []
        for sentence in sentences:
            pieces, _, gap = explained(network, reader, sentence, filler, rule)
            words = np.zeros(len(sentence.words))
            for token, value in zip(reader.tokens(sentence), pieces):
                words[token.word] += value
            marked = np.array([word.kind in ("mood", "turn") for word in sentence.words])
            largest.append(marked[words.argmax()])
            strongest.append(marked[np.abs(words).argmax()])
            shares.append(np.abs(words[marked]).sum() / np.abs(words).sum())
            gaps.append(abs(gap))
        found[name] = {
            "largest": shown(np.mean(largest), 4),
            "strongest": shown(np.mean(strongest), 4),
            "share": shown(np.mean(shares), 4),
            "gap": float(f"{max(gaps):.2g}"),
        }
    network.float()
    return found
