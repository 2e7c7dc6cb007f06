"""Trains `mood`, exports it and writes what belongs to it."""

import hashlib
import json
import time

import numpy as np
import torch
from torch.nn import functional

import mood_sentences
from mood_network import LONGEST, MoodNetwork
from mood_reports import accuracy_report, attribution_report, evidence_report, nothing_report
from mood_reports import positive
from mood_sentences import SAMPLING, TESTING, TRAINING
from mood_texts import Disturber, Reader, batch, framed, logits
from mood_words import LABELS, SPECIALS
from small_export import largest_difference, parameters, to_onnx, write_report

LICENSE = "Apache-2.0"
BATCH = 64
SMOOTHING = 0.02
RATE = 4e-3
INPUTS = ["input_ids", "attention_mask"]
LISTED = 100  # sentences of ground-truth.json, beside the samples
SAMPLES = {"short": 2, "turned": 2, "long": 1}  # of each mood


# MARK: training


def groups(cases, numbers):
    """Yields batches of cases of like length, in any order."""
    order = numbers.permutation(len(cases))
    found = []
    for start in range(0, len(order), BATCH * 20):
        near = sorted(order[start : start + BATCH * 20], key=lambda index: len(cases[index].ids))
        found += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    for index in numbers.permutation(len(found)):
        yield [cases[at] for at in found[index]]


def train(network, reader, sentences, options):
    """Trains in place with AdamW and one cycle of the learning rate; words change every epoch."""
    told = [(reader.tokens(sentence), sentence.label) for sentence in sentences]
    disturber, numbers = Disturber(reader, options.seed), np.random.default_rng([options.seed, 3])
    total = options.epochs * (len(told) // BATCH + len(told) // (BATCH * 20) + 2)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total, pct_start=0.2)
    network.train()
    for epoch in range(options.epochs):
        begin, losses = time.time(), []
        for cases in groups([disturber.case(*pair) for pair in told], numbers):
            ids, mask = batch([framed(case.ids) for case in cases])
            wanted = torch.tensor([[1 - case.positive, case.positive] for case in cases])
            wanted = wanted * (1 - SMOOTHING) + SMOOTHING / 2
            fractions = torch.tensor([case.fraction for case in cases])
            fillers = torch.tensor([case.filler for case in cases])
            found = logits(network, ids, mask, fractions, fillers)
            loss = functional.cross_entropy(found, wanted)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        mean, seconds = np.mean(losses), time.time() - begin
        print(f"epoch {epoch + 1}/{options.epochs}: loss {mean:.4f}, {seconds:.0f} s", flush=True)
    network.eval()


# MARK: files


def export(network, pieces):
    """Returns the ONNX file, and how far onnxruntime is from PyTorch."""
    notes = {"name": "mood", "license": LICENSE}
    arguments = (torch.ones(2, 7, dtype=torch.long), torch.ones(2, 7, dtype=torch.long))
    axes = ({0: "batch", 1: "length"},) * 2
    data = to_onnx(network, arguments, INPUTS, "logits", axes, notes)
    random, cases = torch.Generator().manual_seed(1), []
    for count in (1, 3):
        for length in (2, 3, 9, 20, LONGEST):
            ids = torch.randint(0, pieces, (count, length), generator=random)
            mask = torch.ones_like(ids)
            cases.append({"input_ids": ids, "attention_mask": mask.clone()})
            mask[-1, length // 2 + 1 :] = 0
            cases.append({"input_ids": ids, "attention_mask": mask})
    return data, largest_difference(data, network, cases)


def write_manifest(folder, data):
    tokens = {
        "name": "input_ids",
        "kind": "tokens",
        "tokenizer": "vocab.txt",
        "mask": "attention_mask",
        "longest": LONGEST,
    }
    manifest = {
        "name": "mood",
        "title": "Mood",
        "description": "negative or positive English sentences; a small transformer",
        "license": LICENSE,
        "source": "Scripts/train-mood",
        "inputs": [tokens],
        "output": {"name": "logits", "head": "softmax", "labels": LABELS},
        "sha256": [hashlib.sha256(data).hexdigest()],
    }
    (folder / "mood.json").write_text(json.dumps(manifest, indent=2) + "\n")


def write_tokenizer(folder, reader):
    """Writes the pieces and the settings as Hugging Face's libraries read them."""
    names = ["pad_token", "unk_token", "cls_token", "sep_token", "mask_token"]
    settings = {
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": True,
        "strip_accents": None,
        "tokenize_chinese_chars": True,
        "model_max_length": LONGEST,
        **dict(zip(names, SPECIALS)),
    }
    (folder / "vocab.txt").write_text("".join(piece + "\n" for piece in reader.pieces))
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n")


def sample_sentences(seed):
    """Returns ten texts no training has seen: of each mood two plain, two turned, one long."""
    wanted = dict.fromkeys(((label, kind) for label in (0, 1) for kind in SAMPLES), 0)
    found, seen = [], set()
    for index, sentence in enumerate(mood_sentences.compose(SAMPLING, seed, 4_000)):
        kinds = [word.kind for word in sentence.words]
        kind = "long" if len(kinds) > 22 else "turned" if "turn" in kinds else "short"
        words = {word.text for word in sentence.words if word.kind != "mark" and len(word.text) > 4}
        # Texts are told twice, once for each mood: of those that stand together one is taken.
        taken = index // 2 % 2 == sentence.label and not words & seen
        if taken and wanted[sentence.label, kind] < SAMPLES[kind]:
            wanted[sentence.label, kind] += 1
            seen |= words
            found.append(sentence)
    return found


def write_samples(folder, network, reader, seed):
    """Writes the samples, and texts with the words that matter; returns the samples' answers."""
    samples = sample_sentences(seed)
    (folder / "samples.txt").write_text("".join(s.text + "\n" for s in samples))
    listed = mood_sentences.compose(SAMPLING, seed + 1, LISTED)
    lines = ",\n".join(json.dumps(s.record()) for s in [*samples, *listed])
    (folder / "ground-truth.json").write_text(f"[\n{lines}\n]\n")
    chances = positive(network, [reader.encode(s.text) for s in samples])
    return {s.text: round(float(chance), 4) for s, chance in zip(samples, chances)}


# MARK: all of it


def run(options, versions):
    """Trains, measures and writes; returns how far onnxruntime is from PyTorch."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    begin, seed, reader = time.time(), options.seed, Reader()
    sentences = list(mood_sentences.compose(TRAINING, seed, options.texts, held=False))
    plain = list(mood_sentences.plain(TRAINING, seed, options.texts // 10))
    network = MoodNetwork(len(reader.pieces))
    train(network, reader, [*sentences, *plain], options)
    print(f"trained in {time.time() - begin:.0f} s", flush=True)

    folder = options.output_dir
    folder.mkdir(parents=True, exist_ok=True)
    data, difference = export(network, len(reader.pieces))
    (folder / "mood.onnx").write_bytes(data)
    write_manifest(folder, data)
    write_tokenizer(folder, reader)
    report = {
        "seed": seed,
        "texts": len(sentences) + len(plain),
        "epochs": options.epochs,
        "versions": versions,
        "pieces": len(reader.pieces),
        "parameters": parameters(data),
        "bytes": len(data),
        "onnxruntimeDifference": difference,
        **measured(network, reader, sentences, options),
        "samples": write_samples(folder, network, reader, seed),
    }
    write_report(folder / "training.json", report)
    print(f"{report['test']['accuracy']:.4f} right of fresh texts")
    return difference


def measured(network, reader, sentences, options):
    """Returns what is measured on texts that no training has seen, and of the training texts."""
    tests = list(mood_sentences.compose(TESTING, options.seed, options.test_texts))
    fresh = list(mood_sentences.plain(TESTING, options.seed, 500))
    for sentence in tests[:500]:
        if reader.encode(sentence.text) != framed([t.id for t in reader.tokens(sentence)]):
            raise ValueError(f"cut unlike its words: {sentence.text}")
    return {
        "test": accuracy_report(network, reader, tests),
        "evidence": evidence_report(sentences),
        "awayFromHalf": nothing_report(network, reader, tests[:1000], fresh),
        "attribution": attribution_report(network, reader, tests[:500]),
    }
