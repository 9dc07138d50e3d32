"""Every action knows who did it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APPS = Path(__file__).resolve().parents[2] / "src" / "sinew" / "apps"

CHANGE_NOTHING = {
    "exercise.session_facts", "members.require_consents", "practice.may_decide", "practice.undo_of",
}  # fmt: skip
NOBODY_DOES = {
    "care.freeze_content",  # content that is already published, kept under its hash
    "notifications.queue_push",
    "notifications.queue_email", "notifications.queue_text",  # follows from an action that says who
}  # fmt: skip


def actions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public function of an `actions.py` or of a package of actions, as ``app.name``."""
    for path in sorted([*APPS.glob("*/actions.py"), *APPS.glob("*/actions/*.py")]):
        app = path.relative_to(APPS).parts[0]
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{app}.{node.name}", node


ACTIONS = dict(actions())


@pytest.mark.parametrize("name", sorted(ACTIONS.keys() - CHANGE_NOTHING - NOBODY_DOES))
def test_an_action_takes_who_did_it(name: str):
    arguments = ACTIONS[name].args
    assert "by" in {argument.arg for argument in arguments.kwonlyargs}


def test_what_is_left_out_exists():
    assert ACTIONS.keys() >= CHANGE_NOTHING | NOBODY_DOES
