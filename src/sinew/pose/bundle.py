"""Builds the pose model bundle (``.task``) from the models in the npm package ``@mediapipe/pose``.

``python -m sinew.pose.bundle --out build/pose_landmarker_full.task`` needs only the standard library. The
bundle is a zip of *stored* entries whose data is aligned, with fixed dates, so its SHA-256 is the same on
every machine; it is pinned below and checked on every build.

Models: BlazePose GHUM 3D by Google, Apache-2.0 (https://github.com/google-ai-edge/mediapipe).
"""

import argparse
import hashlib
import os
import struct
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sinew.errors import SinewError
from sinew.pose.tflite import Normalization, with_input_normalization

REPOSITORY: Final = Path(__file__).resolve().parents[3]
MODELS: Final = REPOSITORY / "frontend/node_modules/@mediapipe/pose"
VARIANTS: Final = ("lite", "full", "heavy")
DEFAULT_VARIANT: Final = "full"
DEFAULT_BUNDLE: Final = REPOSITORY / "build/pose_landmarker_full.task"

SHA256: Final = MappingProxyType(
    {
        "lite": "17c2ffee8098cf9cd0722adb65e740166dfe40ea1adc4d0fe4b57338a3070f4b",
        "full": "2e13e6eaa5bfca1b2f3bd6716cb67f86d24c38682bf2c885c7d3cec77d4f0db2",
        "heavy": "2706edce21eab965b701c948a63a14ba7c1da13e1e793502fa673403fe774ff1",
    }
)

_DETECTOR_NORMALIZATION = Normalization(mean=127.5, std=127.5)
_LANDMARKS_NORMALIZATION = Normalization(mean=0.0, std=255.0)
# All of the packed assets is this one file: its loader script gives 0 as its start and the size as its end.
_DETECTOR_FILE = "pose_solution_packed_assets.data"

_ALIGNMENT = 16
_DOS_DATE_1980 = 0x21
_PADDING_FIELD = 0xD935  # the extra field that zipalign uses
_FIELDS = "<HHHHHIIIHH"


class BundleRefused(SinewError):
    """The pose model bundle cannot be built from what is there."""


def build(models: Path, variant: str = DEFAULT_VARIANT) -> bytes:
    """The bundle of one model variant, checked against its pinned SHA-256.

    Args:
        models: folder of the npm package ``@mediapipe/pose``.
        variant: ``lite``, ``full`` or ``heavy``.

    Raises:
        BundleRefused: a model file is missing, or the result is not the pinned one.
    """
    detector = _read(models / _DETECTOR_FILE)
    landmarks = _read(models / f"pose_landmark_{variant}.tflite")
    bundle = stored_zip(
        {
            "pose_detector.tflite": with_input_normalization(
                detector, "pose_detector", _DETECTOR_NORMALIZATION
            ),
            "pose_landmarks_detector.tflite": with_input_normalization(
                landmarks, "pose_landmarks_detector", _LANDMARKS_NORMALIZATION
            ),
        }
    )
    _check(bundle, variant)
    return bundle


def stored_zip(files: dict[str, bytes]) -> bytes:
    """A zip whose entries are stored, dated 1980 and have their data at a multiple of 16 bytes."""
    body, directory = bytearray(), bytearray()
    for name, data in files.items():
        offset, encoded = len(body), name.encode()
        padding = -(offset + 30 + len(encoded) + 4) % _ALIGNMENT
        extra = struct.pack("<HH", _PADDING_FIELD, padding) + bytes(padding)
        sizes = (zlib.crc32(data), len(data), len(data), len(encoded))
        body += b"PK\3\4" + struct.pack(_FIELDS, 20, 0, 0, 0, _DOS_DATE_1980, *sizes, len(extra))
        body += encoded + extra + data
        directory += (
            b"PK\1\2" + struct.pack("<H", 20) + struct.pack(_FIELDS, 20, 0, 0, 0, _DOS_DATE_1980, *sizes, 0)
        )
        directory += struct.pack("<HHHII", 0, 0, 0, 0, offset) + encoded
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory) + b"PK\5\6" + end


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleRefused(f"Cannot read {path}: run `npm ci --prefix frontend` first.") from error


def _check(bundle: bytes, variant: str) -> None:
    found = hashlib.sha256(bundle).hexdigest()
    if found != SHA256[variant]:
        raise BundleRefused(
            f"The {variant} pose bundle has SHA-256 {found}, not the pinned {SHA256[variant]}: "
            "the npm package @mediapipe/pose is not version 0.5.1675469404."
        )


def _is_current(path: Path, variant: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == SHA256[variant]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the bundle unless the pinned one is there already."""
    parser = argparse.ArgumentParser(
        prog="python -m sinew.pose.bundle", description="Builds the pose model bundle."
    )
    parser.add_argument("--out", type=Path, default=DEFAULT_BUNDLE, help="file to write")
    parser.add_argument(
        "--models", type=Path, default=MODELS, help="folder of the npm package @mediapipe/pose"
    )
    parser.add_argument("--variant", choices=VARIANTS, default=DEFAULT_VARIANT)
    options = parser.parse_args(arguments)
    if _is_current(options.out, options.variant):
        return 0
    try:
        bundle = build(options.models, options.variant)
    except SinewError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    _write(bundle, options.out)
    return 0


def _write(bundle: bytes, out: Path) -> None:
    """Put the bundle there whole: whoever stops this half-way leaves no half a file behind."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f"{out.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(bundle)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
