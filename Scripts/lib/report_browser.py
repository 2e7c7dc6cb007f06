"""Chromium, as the checks of the pages use it: without a window, by its own driver."""

import base64
import io
import json
import os

import numpy as np
from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DRIVER = os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")


class Browser:
    """One window that shows files."""

    def __init__(self):
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        self.set_size(1280, 900)

    def close(self):
        self.driver.quit()

    def open(self, path):
        """Shows a file, and waits until its script has drawn."""
        self.messages()
        self.requests()
        self.driver.get(path.as_uri())
        self.settle()

    def settle(self):
        """Waits until everything that is scheduled is drawn."""
        self.driver.execute_async_script(
            """
            const done = arguments[0];
            const decoded = [...document.images].map((image) => image.decode().catch(() => {}));
            const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
            Promise.all(decoded).then(frame).then(frame).then(() => setTimeout(done));
            """
        )

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def find(self, selector):
        return self.driver.find_element("css selector", selector)

    def all(self, selector):
        return self.driver.find_elements("css selector", selector)

    def press(self, selector, *keys):
        """Sends keys to an element."""
        self.find(selector).send_keys(*keys)
        self.settle()

    def click(self, selector):
        """Clicks an element."""
        self.run("arguments[0].scrollIntoView({block: 'center'})", self.find(selector))
        self.find(selector).click()
        self.settle()

    def choose(self, name, value):
        """Chooses one of several radio buttons."""
        self.click(f'[name="{name}"][value="{value}"]')

    def text(self, selector):
        return self.find(selector).get_property("textContent").strip()

    # What the browser has to say

    def messages(self):
        """Returns what the console has got since the last time."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """Returns the addresses asked for since the last time, without those within the page."""
        events = [json.loads(entry["message"]) for entry in self.driver.get_log("performance")]
        addresses = [
            event["message"]["params"]["request"]["url"]
            for event in events
            if event["message"]["method"] == "Network.requestWillBeSent"
        ]
        return [address for address in addresses if not address.startswith("data:")]

    # Circumstances

    def set_size(self, width, height):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def set_media(self, **features):
        """Pretends preferences of the user, such as prefers_color_scheme="dark"."""
        listed = [
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": listed})

    def allow_scripts(self, is_allowed):
        self.driver.execute_cdp_cmd(
            "Emulation.setScriptExecutionDisabled", {"value": not is_allowed}
        )

    # Pixels

    def screenshot(self):
        """Returns what the window shows, as PNG."""
        return self.driver.get_screenshot_as_png()

    def canvas(self, selector="#canvas"):
        """Returns the pixels of a canvas, height × width × 3."""
        address = self.run("return arguments[0].toDataURL('image/png')", self.find(selector))
        return pixels(base64.b64decode(address.split(",")[1]))

    def photo(self):
        """Returns the pixels of the embedded photo, as the browser decodes it."""
        address = self.run(
            """
            const photo = document.getElementById("photo");
            const canvas = document.createElement("canvas");
            canvas.width = photo.naturalWidth;
            canvas.height = photo.naturalHeight;
            canvas.getContext("2d").drawImage(photo, 0, 0);
            return canvas.toDataURL("image/png");
            """
        )
        return pixels(base64.b64decode(address.split(",")[1]))


def pixels(png):
    """Returns the pixels of a picture, height × width × 3."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(float)


def pixels_of(path, size):
    """Returns the pixels of a file, made as small as another picture, and whether that was needed."""
    image = Image.open(path).convert("RGB")
    height, width = size
    is_smaller = image.size != (width, height)
    if is_smaller:
        image = image.resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(image).astype(float), is_smaller
