"""A headless Chromium for tests: found on this machine, never fetched, and kept from asking the network
anything.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DRIVERS = ("chromedriver", "chromium-driver")
ADVICE = "no Chromium and chromedriver found; install both, such as: apt install chromium chromium-driver"
REQUIRED = "CLAIMBOOK_REQUIRE_BROWSER"
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-device-scale-factor=1",
    "--window-size=1280,900",
)


def programs() -> tuple[str, str] | None:
    """The paths of the browser and its driver, or None where one of them is missing."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = next(filter(None, map(shutil.which, DRIVERS)), None)
    return (browser, driver) if browser and driver else None


def required() -> bool:
    """Whether a missing browser is a failure rather than a reason to skip."""
    return bool(os.environ.get(REQUIRED))


def chromium(profile: Path, *flags: str) -> Chrome:
    """A running browser with a new profile in `profile` and further `flags`; it keeps logs of its console and
    of its requests.
    """
    found = programs()
    assert found is not None, ADVICE
    browser, driver = found
    options = ChromeOptions()
    options.binary_location = browser
    for flag in (*_FLAGS, *flags, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return Chrome(options=options, service=Service(executable_path=driver))


def requests(driver: Chrome) -> Iterator[str]:
    """The addresses asked for since the last call, pages and all they load."""
    for entry in driver.get_log("performance"):  # type: ignore[no-untyped-call]
        event: dict[str, Any] = json.loads(entry["message"])["message"]
        if event["method"] == "Network.requestWillBeSent":
            yield str(event["params"]["request"]["url"])


def complaints(driver: Chrome) -> list[str]:
    """What the console has said since the last call: errors, warnings, violations of the content policy."""
    return [f"{entry['level']}: {entry['message']}" for entry in driver.get_log("browser")]  # type: ignore[no-untyped-call]


def set_scripts(driver: Chrome, *, on: bool) -> None:
    """Let pages run scripts, or keep them from it, from the next page on."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not on})


def set_screen(driver: Chrome, width: int, *, dark: bool) -> None:
    """A screen `width` CSS pixels wide, and the reader's wishes: light or dark colours, and nothing that
    moves.
    """
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    wishes = {"prefers-color-scheme": "dark" if dark else "light", "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in wishes.items()]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
