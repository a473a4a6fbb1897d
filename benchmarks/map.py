#!/usr/bin/env python3
"""Measure the map at scale in Chromium: what it loads, then frames and long tasks while it is moved, zoomed and played; prints JSON.

    MARSAD_SHARED=../shared python benchmarks/map.py [--scale 1.67] [--seconds 4]

The store is that of `workbench.py`, so large that more than 50,000 of its events have a place. Every frame is counted by
`requestAnimationFrame`, every task of more than 50 ms by the browser's own observer; both hold what a person feels, the painting on
the screen included.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, sync_playwright
from workbench import filled, serving

# Starts counting; the answer of `stop` is the length of each frame and of each long task since then.
COUNT = """() => {
  const frames = [], tasks = [];
  const seen = new PerformanceObserver((list) => list.getEntries().forEach((e) => tasks.push(e.duration)));
  seen.observe({ entryTypes: ["longtask"] });
  let before = performance.now(), on = true;
  const step = (now) => { frames.push(now - before); before = now; if (on) requestAnimationFrame(step); };
  requestAnimationFrame(step);
  window.stopCounting = () => { on = false; seen.disconnect(); return { frames: frames.slice(1), tasks }; };
}"""
MIDDLE = (720, 480)


def loaded(page: Page, address: str) -> dict[str, Any]:
    """What the page of all events takes until it is drawn, with what comes over the wire."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire.on("Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda e: sizes.update({names[e["requestId"]]: int(e["encodedDataLength"])}))
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#map-card[data-ready]", timeout=60_000)
    ready = time.perf_counter() - began
    page.wait_for_timeout(300)
    events = page.evaluate(
        "fetch(document.getElementById('map-card').dataset.points).then((r) => r.json()).then((d) => d.lat.length)"
    )
    page.click(".leaflet-control-zoom-out")  # most are in view at the start, all of them then
    page.wait_for_timeout(700)
    shown = int(page.locator("#map-card").get_attribute("data-shown") or 0)
    points = next(n for name, n in sizes.items() if "/map/points" in name)
    return {
        "events": events,
        "in_view": shown,
        "ready_s": round(ready, 2),
        "points_kb": points // 1000,
        "all_kb": sum(sizes.values()) // 1000,
    }


def counted(page: Page, act: Callable[[], None]) -> dict[str, Any]:
    """Frames and long tasks while something is done."""
    page.evaluate(COUNT)
    act()
    found = page.evaluate("stopCounting()")
    frames, tasks = sorted(found["frames"]), found["tasks"]
    return {
        "frames": len(frames), "frame_p50_ms": round(statistics.median(frames), 1), "frame_p95_ms": round(frames[int(0.95 * (len(frames) - 1))], 1),
        "frame_longest_ms": round(frames[-1], 1), "long_tasks": len(tasks), "longest_task_ms": round(max(tasks, default=0.0), 1),
    }  # fmt: skip


def pan(page: Page, seconds: float) -> None:
    """Drag to and fro."""
    end, way = time.monotonic() + seconds, 1
    while time.monotonic() < end:
        page.mouse.move(*MIDDLE)
        page.mouse.down()
        for step in range(1, 26):
            page.mouse.move(MIDDLE[0] + way * 8 * step, MIDDLE[1] + way * 3 * step)
            page.wait_for_timeout(16)
        page.mouse.up()
        page.wait_for_timeout(150)
        way = -way


def zoom(page: Page, seconds: float) -> None:
    """Turn the wheel, nearer and back."""
    end, way = time.monotonic() + seconds, -1
    page.mouse.move(*MIDDLE)
    while time.monotonic() < end:
        for _ in range(3):
            page.mouse.wheel(0, way * 120)
            page.wait_for_timeout(350)
        way = -way


def play(page: Page, seconds: float) -> None:
    """Let the days run."""
    page.click("#play")
    page.wait_for_timeout(seconds * 1000)
    page.click("#play")


def drag_days(page: Page, seconds: float) -> None:
    """Move the slider by its key, faster than it plays."""
    end = time.monotonic() + seconds
    page.focus("#day")
    while time.monotonic() < end:
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(30)


def main() -> None:
    """Serve, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1.67, help="part of the full size")
    options.add_argument("--seconds", type=float, default=4.0, help="how long each movement lasts")
    given = options.parse_args()
    chromium = os.environ.get("MARSAD_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with serving(filled(given.scale), workers=1) as (base, _), sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        out: dict[str, Any] = {"load": os.getloadavg()[0], **loaded(page, f"{base}/map?lang=ar")}
        for act in (pan, zoom, play, drag_days):
            out[act.__name__] = counted(page, lambda act=act: act(page, given.seconds))
        browser.close()
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
