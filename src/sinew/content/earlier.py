"""How content was laid out before; only snapshots that were kept then are still read this way."""

from collections.abc import Mapping
from typing import Any

from sinew.content.source import YamlFile

_STEPS = "vocabulary/steps.en.yaml"
_BESIDE_WORDS: Mapping[str, Mapping[str, Any]] = {
    "muscles": {}, "faults": {}, "equipment": {"household": False}, "terms": {"related": []},
}  # fmt: skip
"""Lists whose words stood beside their facts, with the facts that could be left out."""


def as_laid_out_now(yaml: Mapping[str, YamlFile]) -> dict[str, YamlFile]:
    """The parsed files of a snapshot, with the words of each list in a file of their own.

    The steps of a dose had no ids: they stand in words where they are used, and no list names them.
    """
    found = {_STEPS: YamlFile(_STEPS, {"load": {}, "range": {}}, {}), **yaml}
    for name, facts in _BESIDE_WORDS.items():
        together, words = f"vocabulary/{name}.yaml", f"vocabulary/{name}.en.yaml"
        if words not in found and together in found:
            entries: Mapping[str, Mapping[str, Any]] = found[together].data
            found[words] = YamlFile(words, {key: _others(one, facts) for key, one in entries.items()}, {})
            found[together] = YamlFile(
                together, {key: _these(one, facts) for key, one in entries.items()}, {}
            )
    return found


def _these(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry.get(name, left_out) for name, left_out in facts.items()}


def _others(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in facts}
