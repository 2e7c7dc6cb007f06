"""Looks and keys, of any page."""

from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

# Contrast of text that the Web Content Accessibility Guidelines ask for (level AA).
CONTRAST = 4.5
# Letters that can be read on a telephone, in CSS pixels.
LABEL_SIZE = 10
WIDTHS = (360, 375, 768, 1280, 1920)


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
