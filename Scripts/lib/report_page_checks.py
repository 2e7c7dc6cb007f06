"""What holds of every HTML page of igtool, and the pictures of every page of an explanation."""

import os
from pathlib import Path

import numpy as np
from PIL import Image
from report_browser import pixels, pixels_of

# Levels of 255 by which pixels may differ on average: the page's photo went through JPEG, and that of
# a large picture was made smaller before the map was laid over it; else colours are only rounded.
OVERLAY_TOLERANCE = 3
HEATMAP_TOLERANCE = 0.1
# The same for a page as a whole, made small: fonts differ from system to system.
SCREENSHOT_TOLERANCE = 8
SCREENSHOT_SIZE = (40, 28)
SCREENSHOT = Path(__file__).with_name("report_golden.png")


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
