"""Every X12 file in the shared samples gives the answer its table of sources expects."""

import json

import pytest

from sinew.cli import main
from tests.support.samples import interop_samples

pytestmark = pytest.mark.samples

VALID = {
    "oopfactory-4010-ig-bom-indent": (1, 1, {"adds": 1}, {"version-unknown", "test-file"}),
    "pyx12-family": (3, 1, {"adds": 3}, {"test-file"}),
    "pyx12-ls-le-2700": (1, 1, {"changes": 1}, set()),
    "x12org-add-dependent": (1, 0, {"adds": 1}, {"test-file"}),
    "x12org-add-subscriber-coverage": (1, 1, {"changes": 1}, {"test-file"}),
    "x12org-enroll-multiple-products": (1, 1, {"adds": 1}, {"test-file"}),
    "x12org-reinstate-employee": (1, 1, {"reinstatements": 1}, {"test-file"}),
    "x12org-terminate-subscriber": (1, 1, {"terminations": 1}, {"test-file", "relationship-contradicts"}),
}
REFUSED = {
    "834-invalid/impendjcs-named-valid": {"se-count"},
    "envelope-invalid/pyx12-trailer-errors": {
        "not-834",
        "se-count",
        "ge-control",
        "iea-count",
        "iea-control",
    },
    "envelope-invalid/pyx12-trailing-terms": {"not-834"},
    "270/imsweb-4010-bad-controls": {"not-834", "se-count", "se-control", "iea-control"},
    "271/imsweb-mixed-versions": {"not-834", "se-count", "iea-control"},
    "271/lfh-error-se02-mismatch": {"not-834", "se-control"},
    "271/oopfactory-aaa-58-dependent": {"not-834", "se-count"},
    "ack/oopfactory-ta1": {"no-transaction"},
    "ack/uhin-ta1-isa-110": {"iea-count"},
    "ack/x12org-999-three-837": {"not-834"},
}


def check(path, capsys):
    code = main(["roster", "check", str(path), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", VALID)
def test_valid_files_give_their_members(name, capsys):
    members, subscribers, counts, noted = VALID[name]
    code, told = check(interop_samples() / "x12" / "834-valid" / f"{name}.edi", capsys)
    assert code == 0
    assert (told["format"], told["members"], told["subscribers"]) == ("834", members, subscribers)
    assert told["dependents"] == members - subscribers
    zero = dict.fromkeys(("adds", "changes", "terminations", "reinstatements", "stated", "rows_left_out"), 0)
    assert {key: told[key] for key in zero} == zero | counts
    assert {one["code"] for one in told["problems"]} == noted


@pytest.mark.parametrize("name", REFUSED)
def test_invalid_files_are_refused_for_what_is_wrong(name, capsys):
    code, told = check(interop_samples() / "x12" / f"{name}.edi", capsys)
    assert code == 3
    assert told["refused"]
    assert {one["code"] for one in told["problems"] if one["severity"] == "file"} == REFUSED[name]


def test_no_file_of_another_kind_is_taken_for_an_empty_roster(capsys):
    paths = [
        path for path in sorted((interop_samples() / "x12").rglob("*.edi")) if path.parent.name != "834-valid"
    ]
    assert len(paths) >= 20
    assert [path.name for path in paths if check(path, capsys)[0] != 3] == []
