"""Pages in Chromium: what they ask for, and what axe-core has against them."""

import json
import re
import subprocess
from pathlib import Path

from tests.tools import axe

_PROBE = (
    "axe.run().then(found => { document.body.textContent = 'AXE' + JSON.stringify("
    "found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)])) + 'AXE'; })"
)


def chromium(folder: Path, *arguments: str) -> bytes:
    """Run the browser without a window, with its profile in *folder*, and return what it prints."""
    quiet = (
        *("--headless", "--no-sandbox", "--disable-gpu"),
        *("--disable-background-networking", "--disable-extensions"),
        f"--user-data-dir={folder / 'profile'}",
    )
    done = subprocess.run(["chromium", *quiet, *arguments], check=True, capture_output=True, timeout=180)
    return done.stdout


def asked(folder: Path, page: Path) -> set[str]:
    """Return what addresses a page asked for; the browser's own errands have no page behind them."""
    log = folder / f"{page.stem}.json"
    chromium(folder, f"--log-net-log={log}", "--dump-dom", page.as_uri())
    text = log.read_text("utf-8").rstrip().removesuffix(",")
    events = json.loads(text if text.endswith("}") else text + "]}")["events"]
    found = [event["params"] for event in events if "url" in event.get("params", {})]
    return {params["url"] for params in found if params.get("initiator", "not an origin") != "not an origin"}


def violations(
    folder: Path, html: str, *, dark: bool = False, size: tuple[int, int] = (1280, 900)
) -> list[list[object]]:
    """Return what axe-core finds wrong with a page: rule, how often, and where first."""
    # The page itself forbids scripts; the copy under test does not.
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    if dark:
        html = html.replace("(prefers-color-scheme: dark)", "all")
    script = f"<script>{axe().read_text('utf-8')}</script><script>{_PROBE}</script>"
    checked = folder / "checked.html"
    checked.write_text(html.replace("</body>", f"{script}</body>"), "utf-8")
    window = f"--window-size={size[0]},{size[1]}"
    dom = chromium(folder, window, "--virtual-time-budget=60000", "--dump-dom", checked.as_uri()).decode()
    found = re.search(r"AXE(\[.*\])AXE", dom)
    assert found, "axe did not finish"
    return json.loads(found[1])
