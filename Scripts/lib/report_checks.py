#!/usr/bin/env python3
"""Tries a folder of igtool's HTML pages in Chromium.

    report_checks.py FOLDER

The folder has pages, NAME.overlay.png, NAME.attribution.npy and perhaps NAME.heatmap.png beside them, and index.html; one
page is about a picture whose name is an attack. Its folders have pages with other looks. If
star.html is among them, its screenshot is compared with report_golden.png, which RECORD_GOLDENS=1
writes anew. Prints a line for each check that fails, and at the end how many passed; the exit status
is 1 if one failed.
"""

import base64
import json
import os
import sys
import zlib
from pathlib import Path

from environment import require

require("selenium", "PIL", "numpy")

import numpy as np
from PIL import Image
from report_browser import Browser, pixels, pixels_of
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

# Levels of 255 by which pixels may differ on average: the page's photo went through JPEG, and that of
# a large picture was made smaller before the map was laid over it; else colours are only rounded.
OVERLAY_TOLERANCE = 3
HEATMAP_TOLERANCE = 0.1
# The same for a page as a whole, made small: fonts differ from system to system.
SCREENSHOT_TOLERANCE = 8
SCREENSHOT_SIZE = (40, 28)
SCREENSHOT = Path(__file__).with_name("report_golden.png")
# A change that can be seen: levels on average over the whole picture.
VISIBLE = 0.1
# Contrast of text that the Web Content Accessibility Guidelines ask for (level AA).
CONTRAST = 4.5
# Letters that can be read on a telephone, in CSS pixels.
LABEL_SIZE = 10
# Steps of a packed number up to its unit.
STEPS = 640
WIDTHS = (360, 375, 768, 1280, 1920)


class Checks:
    """Counts what holds."""

    def __init__(self):
        self.passed, self.failed, self.subject = 0, 0, ""

    def __call__(self, name, holds, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED  {self.subject}: {name}" + (f" ({detail})" if detail != "" else ""))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]).resolve()
    index = folder / "index.html"
    pages = sorted(page for page in folder.glob("*.html") if page != index)
    check = Checks()
    browser = Browser()
    try:
        check.subject = folder.name
        check("there are pages, and an index", len(pages) > 0 and index.exists())
        hostile = 0
        for page in pages:
            check.subject = page.name
            browser.open(page)
            check_loading(browser, check, page)
            check_pixels(browser, check, page)
            if page.name == "star.html":
                check_screenshot(browser, check)
            hostile += "onerror" in browser.text("h1")
        for page in sorted(folder.glob("*/*.html")):
            if page.name != "index.html":
                check.subject = f"{page.parent.name}/{page.name}"
                browser.open(page)
                check_loading(browser, check, page)
                check_pixels(browser, check, page)
        check.subject = folder.name
        check("a picture with a hostile name is shown", hostile > 0)
        for page in pages[:1]:
            check.subject = page.name
            for group in (
                check_choices,
                lambda browser, check: check_reading(browser, check, page),
                check_command,
                check_looks,
                check_keyboard,
                check_without_script,
            ):
                browser.open(page)
                group(browser, check)
                check("the console stays silent", (said := browser.messages()) == [], said)
        check.subject = index.name
        for group in (check_sorting, check_filter, check_looks, check_keyboard):
            browser.open(index)
            group(browser, check)
        browser.open(index)
        check_loading(browser, check, index)
    finally:
        browser.close()
    print(f"{check.passed} passed, {check.failed} failed")
    sys.exit(1 if check.failed else 0)


# MARK: Every page


def check_loading(browser, check, page):
    """Nothing is missing, refused or asked for, and no text became markup."""
    check("loads without a message", (said := browser.messages()) == [], said)
    asked = [address for address in browser.requests() if address != page.as_uri()]
    check("asks for nothing", asked == [], asked)
    intruders = browser.all("img[src='x'], body script ~ *:not(script)")
    check("no text became an element", intruders == [], intruders)
    handlers = browser.run(
        """return [...document.querySelectorAll("*")].flatMap((element) =>
          [...element.attributes].filter((attribute) => attribute.name.startsWith("on")
            || attribute.name === "style" && attribute.value.includes("url(")))
          .map((attribute) => attribute.name)"""
    )
    check("no element has an event attribute", handlers == [], handlers)
    repeated = browser.run(
        """const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
        return ids.filter((id, place) => ids.indexOf(id) !== place)"""
    )
    check("no id occurs twice", repeated == [], repeated)
    nameless = browser.run(
        """return [...document.querySelectorAll("input, select")].filter((field) =>
          !field.labels.length && !field.ariaLabel).map((field) => field.outerHTML)"""
    )
    check("every field has a label", nameless == [], nameless)


def check_screenshot(browser, check):
    """The page as a whole looks, from afar, as it did when somebody last looked at it."""
    shown = Image.fromarray(pixels(browser.screenshot()).astype("uint8")).convert("L")
    small = shown.resize(SCREENSHOT_SIZE, Image.Resampling.BOX)
    if os.environ.get("RECORD_GOLDENS") == "1":
        small.save(SCREENSHOT)
        return check("the screenshot is compared, not recorded", False)
    golden = np.asarray(Image.open(SCREENSHOT).convert("L")).astype(float)
    difference = np.abs(np.asarray(small) - golden).mean()
    check("looks like its golden", difference <= SCREENSHOT_TOLERANCE, difference)


def check_pixels(browser, check, page):
    """At first, the canvas shows what the files show."""
    found = browser.canvas()
    overlay, _ = pixels_of(page.with_suffix(".overlay.png"), found.shape[:2])
    difference = np.abs(found - overlay).mean()
    check("the canvas is the overlay", difference < OVERLAY_TOLERANCE, f"{difference:.2f}")
    if not (file := page.with_suffix(".heatmap.png")).exists():
        return
    browser.choose("layout", "map")
    heatmap, is_smaller = pixels_of(file, found.shape[:2])
    difference = np.abs(browser.canvas() - heatmap).mean()
    limit = OVERLAY_TOLERANCE if is_smaller else HEATMAP_TOLERANCE
    check("the map is the heat map", difference < limit, f"{difference:.3f}")


# MARK: One page


def check_choices(browser, check):
    """Every control changes what is drawn, and Reset undoes all of it."""
    first = browser.canvas()
    browser.click(".more summary")

    def changes(name, act):
        before = browser.canvas()
        act()
        difference = np.abs(browser.canvas() - before).mean()
        check(f"{name} changes the picture", difference > VISIBLE, f"{difference:.3f}")

    changes("the key ← on Opacity", lambda: browser.press("#opacity", Keys.ARROW_LEFT * 20))
    changes("the key → on Cover", lambda: browser.press("#cover", Keys.ARROW_RIGHT * 20))
    changes("the key → on Smoothing", lambda: browser.press("#smoothing", Keys.ARROW_RIGHT * 9))
    changes("the key → on the cut", lambda: browser.press("#cut", Keys.PAGE_UP * 5))
    changes("the cut by mass", lambda: browser.choose("cut-by", "mass"))
    changes("the key ← on Gamma", lambda: browser.press("#gamma", Keys.ARROW_LEFT * 9))
    browser.click("#start-again")
    changes("the key Page Down on the share", lambda: browser.press("#keep", Keys.PAGE_DOWN * 9))
    changes("the key → on Clean-up", lambda: browser.press("#cleanup", Keys.ARROW_RIGHT * 3))
    browser.click("#start-again")
    changes("the key Page Down on the percentile", lambda: browser.press("#clip", Keys.PAGE_DOWN))
    scale = browser.text("#scale-high")
    changes("the percentile by mass", lambda: browser.choose("clip-by", "mass"))
    check("the colour bar follows", browser.text("#scale-high") != scale)
    before = browser.canvas()
    browser.choose("scale", "fixed")
    fixed = number(browser.find("#scale-value").get_property("value"))
    high = number(browser.text("#scale-high"))
    check("a fixed scale begins with the map's own", near(high, fixed, 1e-2), (high, fixed))
    difference = np.abs(browser.canvas() - before).mean()
    check("and changes nothing at first", difference < VISIBLE * 10, f"{difference:.3f}")
    browser.find("#scale-value").clear()
    changes("another fixed scale", lambda: browser.press("#scale-value", "0.5"))
    browser.choose("scale", "own")
    for reduction in ("sum", "mean", "absolute-sum"):
        browser.run(
            """const field = document.getElementById("reduction");
            field.value = arguments[0];
            field.dispatchEvent(new Event("input", { bubbles: true }));""",
            reduction,
        )
        browser.settle()
        polarity = browser.run("return new FormData(controls).get('polarity')")
        is_signless = reduction == "absolute-sum"
        check(f"{reduction} has the signs that it can", (polarity == "absolute") == is_signless)
    for polarity in ("both", "positive", "negative", "absolute"):
        if not browser.find(f'[name="polarity"][value="{polarity}"]').is_selected():
            changes(f"the sign {polarity}", lambda: browser.choose("polarity", polarity))
    browser.press("#color-map", Keys.END)
    for option in reversed(browser.all("#color-map option")[:-1]):
        changes(f"the colours {option.text}", lambda: browser.press("#color-map", Keys.ARROW_UP))
        check(f"the key ↑ chooses {option.text}", option.is_selected())
    changes("the photo in grey", lambda: browser.press("#saturation", Keys.HOME))

    browser.press("#saturation", Keys.END)
    browser.press("#opacity", Keys.HOME)
    difference = np.abs(browser.canvas() - browser.photo()).max()
    check("at opacity 0 the photo is back", difference == 0, difference)
    browser.click("#start-again")
    check("Reset brings the first view back", np.array_equal(browser.canvas(), first))
    for layout, photo, overlay in (
        ("overlay", False, True),
        ("map", False, True),
        ("photo", True, False),
        ("both", True, True),
    ):
        browser.choose("layout", layout)
        shown = [browser.find(f"#{name}-figure").is_displayed() for name in ("photo", "map")]
        check(f"the view {layout} shows what it says", shown == [photo, overlay], shown)


def check_reading(browser, check, page):
    """Pointer and keys read the numbers of the array beside the page."""
    data = json.loads(browser.text("#data"))
    array = np.load(page.with_suffix(".attribution.npy")).astype(float)
    exact = {"sum": array.sum(-1).ravel(), "absolute": np.abs(array).sum(-1).ravel()}
    sums = unpacked(data["map"]["sum"])
    maps = {"sum": sums, "absolute": unpacked(data["map"]["absolute"], sums)}
    for name, packed in maps.items():
        bound = np.maximum(data["map"][name]["unit"], np.abs(exact[name])) / (2 * STEPS) * 1.01
        check(f"the map {name} is the array's", (np.abs(packed - exact[name]) <= bound).all())
    unit = data["map"]["sum"]["unit"]

    def check_cell(how):
        x, y = map(int, browser.text("#reading-place").split(","))
        index = cell_at(data, x + 0.5, y + 0.5)
        value = number(browser.text("#reading-value"))
        # The page's own error, and half of the last of at most three digits.
        bound = max(unit, abs(exact["sum"][index])) / (2 * STEPS)
        bound += max(unit / STEPS, abs(value) / 100) / 2
        check(f"{how} reads the attribution", abs(value - exact["sum"][index]) <= bound, value)
        size = maps["absolute"][index]
        share = number(browser.text("#reading-share").removesuffix(" %")) / 100
        check(f"{how} reads its share", near(share, size / maps["absolute"].sum(), 0.06), share)
        rank = 100 * (maps["absolute"] < size).sum() / (maps["absolute"].size - 1)
        shown = number(browser.text("#reading-rank"))
        check(f"{how} reads its rank", abs(shown - rank) <= 0.06, (shown, rank))
        return index

    frame = "#map-figure .frame"
    box = browser.find(frame).rect
    for across, down in ((0.5, 0.5), (0.4, 0.62), (0.71, 0.38)):
        ActionChains(browser.driver).move_to_element_with_offset(
            browser.find(frame), (across - 0.5) * box["width"], (down - 0.5) * box["height"]
        ).perform()
        check_cell("the pointer")
    width = data["map"]["width"]
    for key, step in (
        (Keys.ARROW_RIGHT, 1),
        (Keys.ARROW_DOWN, width),
        (Keys.ARROW_LEFT, -1),
        (Keys.ARROW_UP, -width),
    ):
        before = check_cell("the key before")
        browser.press(frame, key)
        check("a key moves by one pixel of the map", check_cell("the key") == before + step)
    browser.press(frame, *[Keys.SHIFT + Keys.ARROW_LEFT] * (width // 10 + 1), Keys.NULL)
    browser.press(frame, *[Keys.SHIFT + Keys.ARROW_UP] * (width // 10 + 1), Keys.NULL)
    check_cell("the key at the edge")
    marks = [marker.is_displayed() for marker in browser.all(".marker")]
    check("the pixel is marked on both pictures", marks == [True, True])
    browser.press(frame, Keys.ESCAPE)
    check("Escape forgets it", not browser.find(".marker").is_displayed())


def unpacked(packed, other=None):
    """Returns the numbers of a packed map, as PackedPlane explains them."""
    unit, steps = packed["unit"], packed["steps"]
    halves = np.frombuffer(zlib.decompress(base64.b64decode(packed["codes"]), -15), np.uint8)
    high, low = halves.reshape(2, -1).astype(int)
    found = ((high << 8 | low) >> 1) * np.where(low & 1, -1, 1)
    if other is not None:
        share = np.abs(other) / unit
        beyond = 1 + np.log(np.maximum(share, 1))
        found += np.floor(steps * np.where(share > 1, beyond, share) + 0.5).astype(int)
    share = np.abs(found) / steps
    magnitude = unit * np.where(share > 1, np.exp(np.maximum(share, 1) - 1), share)
    return np.where(found < 0, -magnitude, magnitude)


def cell_at(data, x, y):
    """Returns the index of the map's cell at a place on the photo."""
    source, target = data["source"], data["target"]
    across = target["x"] + (x - source["x"]) / source["width"] * target["width"]
    down = target["y"] + (y - source["y"]) / source["height"] * target["height"]
    column = int(across * data["map"]["width"] / data["model"]["width"])
    row = int(down * data["map"]["height"] / data["model"]["height"])
    return row * data["map"]["width"] + column


def number(text):
    return float(text.replace("−", "-"))


def near(value, expected, tolerance):
    return abs(value - expected) <= tolerance * abs(expected)


def check_command(browser, check):
    """The command is copied, or at least selected."""
    command = browser.text("#command")
    browser.click("#copy")
    status = browser.text("#copy-status")
    selected = browser.run("return getSelection().toString().trim()")
    check("Copy says what it did", status == "Copied" or selected == command, status)
    browser.run("navigator.clipboard.writeText = () => Promise.reject(new Error('closed'))")
    browser.run("document.execCommand = () => false")
    browser.click("#copy")
    selected = browser.run("return getSelection().toString().trim()")
    check("without a clipboard the command is selected", selected == command, selected)


def check_without_script(browser, check):
    """Without JavaScript there are pictures and tables, and no controls."""
    address = browser.run("return location.href")
    browser.allow_scripts(False)
    browser.driver.get(address)
    try:
        # Scripts of the driver itself do not run either.
        shown = browser.driver.execute_cdp_cmd("DOM.getDocument", {"depth": 1})["root"]

        def box(selector):
            found = browser.driver.execute_cdp_cmd(
                "DOM.querySelector", {"nodeId": shown["nodeId"], "selector": selector}
            )
            try:
                return browser.driver.execute_cdp_cmd(
                    "DOM.getBoxModel", {"nodeId": found["nodeId"]}
                )["model"]["width"]
            except Exception:
                return 0

        for selector in ("#photo", "#still", ".top", "#command"):
            check(f"without script, {selector} is shown", box(selector) > 0)
        for selector in ("#controls", "#canvas", "#theme", "#copy"):
            check(f"without script, {selector} is not", box(selector) == 0)
    finally:
        browser.allow_scripts(True)


# MARK: The index


def check_sorting(browser, check):
    """Every column sorts, both ways; what is missing comes last."""
    headers = browser.all("#entries thead th[data-sort]")
    check("there are columns to sort", len(headers) == 6, len(headers))
    for header in headers:
        column, kind = header.get_property("cellIndex"), header.get_attribute("data-sort")
        for direction in ("ascending", "descending"):
            header.find_element("css selector", "button").send_keys(Keys.ENTER)
            found = browser.run(
                """return [...document.querySelectorAll("#entries tbody tr")].map((row) => {
                  const cell = row.cells[arguments[0]];
                  return cell.dataset.value ?? cell.textContent.trim();
                })""",
                column,
            )
            named = f"{header.text} sorts {direction}"
            check(f"{named}, and says so", header.get_attribute("aria-sort") == direction)
            there = [value for value in found if value != ""]
            check(f"{named}: what is missing is last", found[: len(there)] == there, found)
            if kind == "text":
                there = browser.run(
                    """const collator = new Intl.Collator(undefined,
                      { numeric: true, sensitivity: "base" });
                    return arguments[0].slice(1).map((value, place) =>
                      collator.compare(arguments[0][place], value))""",
                    there,
                )
                steps = np.array(there)
            else:
                steps = -np.diff(np.array(there, float))
            if direction == "descending":
                steps = -steps
            check(f"{named}: in order", bool((steps <= 0).all()), found)
    marked = browser.all("th[aria-sort='ascending'], th[aria-sort='descending']")
    check("one column is marked", len(marked) == 1)


def check_filter(browser, check):
    """The filter shows the rows that match."""
    name = browser.text("#entries tbody tr th")
    total = len(browser.all("#entries tbody tr"))
    browser.press("#filter", name)
    shown = [row for row in browser.all("#entries tbody tr") if row.is_displayed()]
    check("the filter shows what matches", 0 < len(shown) < total or total == 1, len(shown))
    check("and says how many", browser.text("#count") == f"{len(shown)} of {total}")
    browser.press("#filter", "no such picture")
    check("nothing that matches is said", browser.find("#none").is_displayed())
    browser.find("#filter").clear()
    check("failed pictures have reasons", all(dd.text for dd in browser.all(".failures dd")))


# MARK: Looks and keys, of any page


def check_looks(browser, check):
    """Both themes are readable; no width needs sideways scrolling."""
    paper = {}
    for theme in ("light", "dark"):
        # Without motion, colours are there at once.
        browser.set_media(prefers_color_scheme=theme, prefers_reduced_motion="reduce")
        browser.settle()
        paper[theme] = browser.run(PAPER)
        poor = browser.run(CONTRASTS, CONTRAST)
        check(f"text is readable in the {theme} theme", poor == [], poor[:3])
    check("dark differs from light", paper["light"] != paper["dark"], paper)
    browser.click("#theme")
    now = browser.run(PAPER)
    check("the button chooses the other theme", now == paper["light"], now)
    browser.click("#theme")
    browser.run("try { localStorage.clear() } catch {}")
    browser.set_media(prefers_reduced_motion="reduce")
    moving = browser.run(
        """return [...document.querySelectorAll("*")].filter((element) =>
          parseFloat(getComputedStyle(element).transitionDuration) > 0).length"""
    )
    check("nothing moves for those who do not want it", moving == 0, moving)
    browser.set_media()
    for width in WIDTHS:
        browser.set_size(width, 900)
        browser.settle()
        wide = browser.run("return document.scrollingElement.scrollWidth - innerWidth")
        check(f"{width} pixels are wide enough", wide <= 0, wide)
        cut = browser.run(CUT_PLOTS)
        check(f"plots fit in {width} pixels", cut == [], cut)
        small = browser.run(SMALL_LABELS, LABEL_SIZE)
        check(f"labels of plots can be read at {width} pixels", small == [], small)
    browser.set_size(1280, 900)


# Plots that are wider than their place.
CUT_PLOTS = """return [...document.querySelectorAll(".drawing svg")].filter((plot) =>
  plot.getBoundingClientRect().width > plot.parentElement.clientWidth + 0.5)
  .map((plot) => plot.closest("figure").id)"""

# Heights, in pixels, of letters in plots that are lower than the argument.
SMALL_LABELS = """return [...document.querySelectorAll(".drawing text")].map((text) =>
  parseFloat(text.getAttribute("font-size")) * text.getScreenCTM().a)
  .filter((size) => size < arguments[0])"""

PAPER = "return getComputedStyle(document.documentElement).backgroundColor"

# Texts whose contrast with what is behind them is below the first argument.
CONTRASTS = """
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
function rgba(color) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
}
function brightness([red, green, blue]) {
  const linear = (level) =>
    level <= 10 ? level / 3294.6 : ((level / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
function behind(element) {
  for (; element; element = element.parentElement) {
    const color = rgba(getComputedStyle(element).backgroundColor);
    if (color[3] > 0) return color;
  }
  return [255, 255, 255];
}
const poor = [];
for (const element of document.querySelectorAll("body *:not(script, svg *, option)")) {
  const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!hasText || !element.checkVisibility()) continue;
  const levels = [rgba(getComputedStyle(element).color), behind(element)].map(brightness);
  const ratio = (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05);
  const start = element.textContent.trim().slice(0, 30);
  if (ratio < arguments[0]) poor.push(`${start}: ${ratio.toFixed(2)}`);
}
return poor;
"""


def check_keyboard(browser, check):
    """Tab reaches everything that can be used, and where it is can be seen."""
    browser.run(
        """window.reachable = [...document.querySelectorAll(
          "a[href], button, input, select, summary, [tabindex]")].filter((element) =>
          element.tabIndex >= 0 && element.checkVisibility()
          && (element.type !== "radio" || element.checked));
        document.activeElement.blur();"""
    )
    count = browser.run("return reachable.length")
    reached, unseen = set(), []
    for _ in range(count + 5):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        place, is_seen = browser.run(
            """const element = document.activeElement;
            const outlined = element.type === "radio" ? element.nextElementSibling : element;
            const style = getComputedStyle(outlined);
            return [reachable.indexOf(element),
              style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0]"""
        )
        reached.add(place)
        if place >= 0 and not is_seen:
            unseen.append(place)
    missed = browser.run(
        "return arguments[0].map((place) => reachable[place].outerHTML.slice(0, 80))",
        sorted(set(range(count)) - reached),
    )
    check("Tab reaches everything", count > 0 and missed == [], missed)
    check("the focus can be seen", unseen == [], unseen)


if __name__ == "__main__":
    main()
