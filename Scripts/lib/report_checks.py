#!/usr/bin/env python3
"""Tries a folder of igtool's HTML pages in Chromium.

    report_checks.py FOLDER

The folder has pages, NAME.overlay.png, NAME.attribution.npy and perhaps NAME.heatmap.png beside them,
index.html and summary.html; one page is about a picture whose name is an attack. Its folders have pages
with other looks. If star.html is among them, its screenshot is compared with report_golden.png, which
RECORD_GOLDENS=1 writes anew. Prints a line for each check that fails, and at the end how many passed; the
exit status is 1 if one failed.
"""

import sys
from pathlib import Path

from environment import require

require("selenium", "PIL", "numpy")

from report_browser import Browser
from report_index_checks import check_filter, check_sorting
from report_look_checks import check_keyboard, check_looks
from report_page_checks import check_loading, check_pixels, check_screenshot
from report_reading_checks import check_choices, check_command, check_reading, check_without_script


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
    index, summary = folder / "index.html", folder / "summary.html"
    pages = sorted(page for page in folder.glob("*.html") if page not in (index, summary))
    check = Checks()
    browser = Browser()
    try:
        check.subject = folder.name
        there = len(pages) > 0 and index.exists() and summary.exists()
        check("there are pages, an index and a summary", there)
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
        check_summary(browser, check, summary)
    finally:
        browser.close()
    print(f"{check.passed} passed, {check.failed} failed")
    sys.exit(1 if check.failed else 0)


def check_summary(browser, check, page):
    """The page of the whole run has its tables and mean maps, and looks and keys of any page."""
    check.subject = page.name
    browser.open(page)
    check_loading(browser, check, page)
    tables = browser.all("table")
    check("there are tables", len(tables) > 0 and all(table.text for table in tables))
    for group in (check_looks, check_keyboard):
        browser.open(page)
        group(browser, check)
        check("the console stays silent", (said := browser.messages()) == [], said)


if __name__ == "__main__":
    main()
