"""A picture, a row of a table and a text, explained and drawn by matplotlib: written to be read cell by cell.

    python3 Scripts/igtool_example.py [PICTURE.png]     where the drawing is written; default: igtool_example.png

Needs NumPy, matplotlib and igtool (see igtool.py). The cells begin with "# %%", as notebooks and editors know them.
"""

# %% The module, and where the sample files are
import sys
from pathlib import Path

import igtool
import matplotlib
import numpy as np

samples = Path(__file__).resolve().parent.parent / "Models"
target = sys.argv[1] if len(sys.argv) > 1 else "igtool_example.png"
if target in ("-h", "--help"):
    print(__doc__.strip())
    sys.exit()
matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

# %% A picture: attributions of height × width × RGB, which add up to the change of the class's probability
picture = igtool.explain(samples / "shapes/samples/star.png", model="shapes", baseline="black", steps=50)
report, attribution = picture["report"], picture["attribution"]
score = report["score"]
print(f"{report['target']['label']}: {score['baseline']:.3f} → {score['input']:.3f}, "
      f"attributions add up to {attribution.sum():.3f}")

# %% The same from an array, by another method
photo = plt.imread(samples / "shapes/samples/star.png")[..., :3]
pixels = np.round(photo * 255).astype(np.uint8)
guided = igtool.explain(pixels, model="shapes", method="guided-ig")

# %% A row of a table, and a text
row = igtool.explain(samples / "iris/samples.csv", model="iris", rows=12, baseline="mean")["report"]
text = igtool.explain(text="I did not treasure the match!", model="mood")["report"]

# %% The drawing
figure, axes = plt.subplots(1, 4, figsize=(14, 3.2), layout="constrained")
axes[0].imshow(photo)
for axis, result, title in ((axes[1], picture, "ig"), (axes[2], guided, "guided-ig")):
    mask = np.abs(result["attribution"]).sum(2)
    axis.imshow(mask, cmap="inferno", vmax=np.percentile(mask, 99))
    axis.set_title(title)
for axis in axes[:3]:
    axis.axis("off")
names = [column["name"] for column in row["columns"]] + [word["text"] for word in text["words"]]
values = [column["attribution"] for column in row["columns"]] + [word["attribution"] for word in text["words"]]
axes[3].barh(names[::-1], values[::-1], color=["tab:red" if value < 0 else "tab:blue" for value in values[::-1]])
axes[3].set_title(f"{row['target']['label']}, {text['target']['label']}")
figure.savefig(target, dpi=80)
print(f"drawn: {target}")
