"""Where the recordings nobody here made are, and the visible skip where they are not."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def interop_samples() -> Path:
    """The folder of interoperability files: beside the recordings; skips where absent."""
    beside = os.environ.get("SINEW_SAMPLES")
    shared = Path(beside).parent if beside else REPOSITORY.parent / "shared"
    folder = shared / "interop-samples"
    if not folder.is_dir():
        pytest.skip(
            f"no files at {folder}; set SINEW_SAMPLES to a copy of motion-samples beside interop-samples"
        )
    return folder


def samples() -> Path:
    """The folder of recordings: ``SINEW_SAMPLES``, else ``../shared/motion-samples``; skips where absent."""
    folder = Path(os.environ.get("SINEW_SAMPLES") or REPOSITORY.parent / "shared" / "motion-samples")
    if not folder.is_dir():
        pytest.skip(f"no recordings at {folder}; set SINEW_SAMPLES to a copy of motion-samples")
    return folder
