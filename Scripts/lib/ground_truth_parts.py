"""How often the columns or words that an attribution names are those that are known to matter.

Energy inside and pointing are those of pictures (Scripts/ground-truth). Precision at k: of the k
parts with the largest numbers, k being how many are known, the share of known ones; of equally
large numbers each counts as much as it is likely to be taken.
"""

import csv
import json
import math
import warnings

import numpy as np

import igtool_program

HEAD = (
    "| method | energy inside % | pointing % | precision at k % | abs: energy inside % | "
    "abs: pointing % | abs: precision at k % | evaluations |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)
PRECISION = 5  # the last of the measures: that of absolute values


# MARK: measures


def precision(values, known):
    """Returns the share of known parts among the largest, as many as are known."""
    count = int(known.sum())
    least = np.sort(values)[-count]
    above, equal = values > least, values == least
    taken = known[above].sum() + known[equal].mean() * (count - above.sum())
    return taken / count


def measures(values, known):
    """Returns six shares for the numbers of parts."""
    found = []
    for numbers in (values, np.abs(values)):
        positive = np.maximum(numbers, 0)
        energy = positive[known].sum() / positive.sum() if positive.sum() > 0 else 0.0
        found += [energy, known[numbers == numbers.max()].mean(), precision(numbers, known)]
    return found


def print_row(name, rows, evaluations="–"):
    """Prints means with their standard errors, in per cent; returns the means."""
    rows = 100 * np.array(rows)
    errors = rows.std(0, ddof=1) / math.sqrt(len(rows))
    cells = [f"{mean:.1f} ± {error:.1f}" for mean, error in zip(rows.mean(0), errors)]
    print(f"| {name} | {' | '.join(cells)} | {evaluations} |", flush=True)
    return rows.mean(0)


def table(truth, methods, bounds, file, model, igtool, options, folder):
    """Prints a row for each method; returns what is wrong.

    `truth` is [(parts' known mask, numbers that need no network)]; `methods` are arguments by name,
    `bounds` the least precision at k of absolute values, in per cent, by name.
    """
    print(HEAD)
    random = np.random.default_rng(options.seed)
    print_row("chance", [[known.mean()] * 6 for known, _ in truth])
    print_row("random numbers", [measures(random.normal(size=len(k)), k) for k, _ in truth])
    plain = [(k, values) for k, values in truth if values is not None]
    if plain:
        print_row("length of the word", [measures(values, known) for known, values in plain])
    problems = []
    for name, arguments in methods.items():
        if options.only not in (None, name, *arguments):
            continue
        records, problem = explained(file, model, arguments, igtool, options, folder)
        if problem:
            problems.append(f"- {name}: {problem}")
            continue
        masks = [known for known, _ in truth]
        rows = [measures(parts(r), known) for r, known in zip(records, masks, strict=True)]
        evaluations = f"{np.mean([record['evaluations'] for record in records]):.0f}"
        found = print_row(name, rows, evaluations)[PRECISION]
        if found < bounds.get(name, 0):
            problems.append(f"- {name}: precision {found:.1f} %, at least {bounds[name]} is due")
    return problems


def explained(file, model, arguments, igtool, options, folder):
    """Lets igtool explain a file; returns its records, or why there are none."""
    status, output, errors = igtool_program.run(
        igtool, "explain", file, "--model", model, *arguments, "--threads", options.threads,
        "--json", "--quiet", "--save", "npy", "--output-dir", folder / "maps",
    )  # fmt: skip
    if status != 0:
        return [], (errors.strip().splitlines() or [f"status {status}"])[0]
    return [json.loads(line) for line in output.splitlines()], None


def parts(record):
    """Returns the numbers of a record's columns, or of its words."""
    found = record.get("columns") or record["words"]
    return np.array([part["attribution"] for part in found])


# MARK: texts

TEXT_METHODS = {
    "Integrated Gradients, padding": [],
    "… 50 even steps": ["--steps", 50],
    "… mask": ["--baseline", "mask"],
    "… unknown": ["--baseline", "unknown"],
    "… zeros": ["--baseline", "zero"],
    "… padding, mask and unknown": [
        *("--baseline", "pad"), *("--baseline", "mask"), *("--baseline", "unknown"),
    ],
    "… logit, padding": ["--score", "logit"],
    "… SmoothGrad 4": ["--steps", 32, "--smooth", "sg:4:0.1"],
    "Left-IG, padding": ["--method", "left-ig", "--steps", 64],
    "Guided IG, padding": ["--method", "guided-ig", "--steps", 64, "--rule", "trapezoid"],
    "IDGI, straight, padding": ["--method", "idgi", "--steps", 64],
    "Gradient": ["--method", "gradient"],
    "Input × gradient": ["--method", "input-x-gradient"],
    "SmoothGrad squared 50": ["--method", "gradient", "--smooth", "sg-squared:50:0.15"],
    "DeepLift, padding": ["--method", "deeplift", "--score", "logit"],
    "Occlusion, one token": ["--method", "occlusion"],
    "Occlusion, two tokens": ["--method", "occlusion", "--window", 2],
    "RISE 500": ["--method", "rise", "--samples", 500],
}  # fmt: skip
TEXT_BOUNDS = dict.fromkeys(
    ["Integrated Gradients, padding", "… 50 even steps", "… mask", "… unknown", "… zeros"], 90
)


def texts(models, igtool, options, folder):
    """Prints the table of the built-in network's texts; returns what is wrong."""
    cases = json.loads((models / "mood" / "ground-truth.json").read_text())
    file = folder / "texts.txt"
    file.write_text("\n".join(case["text"] for case in cases) + "\n")
    records, problem = explained(
        file, "mood", ["--method", "occlusion"], igtool, options, folder
    )
    if problem:
        return [f"- texts: {problem}"]
    truth = []
    for record, case in zip(records, cases, strict=True):
        words = [word["text"] for word in record["words"]]
        lengths = np.array([len(word) for word in words], float)
        truth.append((known_words(case, words), lengths))
    share = np.mean([known.mean() for known, _ in truth])
    print(f"\n{len(truth)} texts; the known words are {100 * share:.1f} % of the words\n")
    return table(truth, TEXT_METHODS, TEXT_BOUNDS, file, "mood", igtool, options, folder)


def known_words(case, words):
    """Returns which words lie within the spans that matter."""
    found, place = [], 0
    for word in words:
        place = case["text"].index(word, place)
        found.append(any(a <= place and place + len(word) <= b for a, b in case["spans"]))
        place += len(word)
    return np.array(found)


# MARK: tables

COLUMNS, KNOWN, ROWS = 12, (2, 5, 9), 100
SURE = 0.9
TABLE_METHODS = {
    "Integrated Gradients, mean": ["--baseline", "mean"],
    "… 50 even steps": ["--baseline", "mean", "--steps", 50],
    "… zero": ["--baseline", "zero"],
    "… median": ["--baseline", "median"],
    "… logit, mean": ["--baseline", "mean", "--score", "logit"],
    "Expected Gradients": [
        *("--method", "expected-gradients", "--reference", "{file}", "--samples", 100),
    ],
    "Left-IG, mean": ["--method", "left-ig", "--baseline", "mean", "--steps", 64],
    "Guided IG, mean": ["--method", "guided-ig", "--baseline", "mean", "--steps", 64, "--rule", "trapezoid"],
    "IDGI, straight, mean": ["--method", "idgi", "--baseline", "mean", "--steps", 64],
    "Gradient": ["--method", "gradient"],
    "Input × gradient": ["--method", "input-x-gradient"],
    "Guided backpropagation": ["--method", "guided-backprop"],
    "DeepLift, mean": ["--method", "deeplift", "--baseline", "mean", "--score", "logit"],
    "Occlusion, mean": ["--method", "occlusion", "--baseline", "mean"],
    "RISE 500, mean": ["--method", "rise", "--baseline", "mean", "--samples", 500],
}  # fmt: skip
TABLE_BOUNDS = dict.fromkeys(
    ["Integrated Gradients, mean", "… 50 even steps", "… zero", "… median"], 70
)


def tables(igtool, options, folder):
    """Prints the table of a network trained here; returns what is wrong.

    Of twelve columns three matter: the class is that whose column is the largest of the three.
    """
    model, rows = trained(folder, options.seed)
    file = folder / "rows.csv"
    with open(file, "w", newline="") as written:
        writer = csv.writer(written)
        writer.writerow([f"column {i + 1}" for i in range(COLUMNS)])
        writer.writerows(rows.round(5))
    known = np.isin(np.arange(COLUMNS), KNOWN)
    print(f"\n{len(rows)} rows; {len(KNOWN)} of {COLUMNS} columns matter\n")
    truth = [(known, None)] * len(rows)
    methods = {
        name: [str(a).format(file=file) for a in arguments]
        for name, arguments in TABLE_METHODS.items()
    }
    return table(truth, methods, TABLE_BOUNDS, file, model, igtool, options, folder)


def trained(folder, seed):
    """Trains a perceptron; returns its file, and rows that it names right and surely."""
    import skl2onnx
    from skl2onnx.common.data_types import FloatTensorType
    from sklearn.neural_network import MLPClassifier

    random = np.random.default_rng([seed, 21])
    rows = random.normal(0, 1, (6000, COLUMNS))
    kinds = rows[:, KNOWN].argmax(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = MLPClassifier((24, 16), alpha=0.01, max_iter=60, random_state=0)
        network.fit(rows[:5000], kinds[:5000])
    options = {id(network): {"zipmap": False}}
    shape = [("X", FloatTensorType([None, COLUMNS]))]
    model = skl2onnx.convert_sklearn(network, initial_types=shape, options=options)
    path = folder / "columns.onnx"
    path.write_bytes(model.SerializeToString())
    answers = network.predict_proba(rows[5000:])
    sure = (answers.argmax(1) == kinds[5000:]) & (answers.max(1) > SURE)
    return path, rows[5000:][sure][:ROWS]
