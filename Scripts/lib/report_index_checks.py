"""What holds of the page that lists others."""

import numpy as np
from selenium.webdriver.common.keys import Keys


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
