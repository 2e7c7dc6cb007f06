"""What holds of the page of one explanation: its controls, its numbers, its command."""

import base64
import json
import zlib

import numpy as np
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

# A change that can be seen: levels on average over the whole picture.
VISIBLE = 0.1
# Steps of a packed number up to its unit.
STEPS = 640


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
