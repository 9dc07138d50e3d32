"""A busy start reads the content once, not once for each request that waits for it."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sinew.content as clinical
from sinew.apps.web import content


def test_requests_that_come_together_read_the_content_once(monkeypatch):
    read = []

    def slow(root: Path) -> Path:
        read.append(root)
        time.sleep(0.2)
        return root

    monkeypatch.setattr(clinical, "load", slow)
    content._read.cache_clear()
    try:
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(content._load, [Path("content")] * 8))
    finally:
        content._read.cache_clear()
    assert (found, read) == ({Path("content")}, [Path("content")])
