"""Time is an argument: who may look at the clock is listed here, with the reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

APPS = Path(__file__).resolve().parents[2] / "src" / "sinew" / "apps"

MAY_LOOK = {
    "web/moment.py": "says when a request happens, for everybody else",
    "accounts/idle.py": "how long a browser was away, by the real clock",
    "live/reader.py": "how long a browser was away, by the real clock",
    "coverage/tasks.py": "waits a random while before a look-up, by the real clock",
    "coverage/insurer/tasks.py": "asks an insurer when it asks",
    "members/models.py": "when a row was made",
    "notifications/mailbox.py": "names a file of the demo's mail",
    "notifications/delivery.py": "the outbox sends when it sends",
    "notifications/push/sending.py": "the outbox sends when it sends",
    "practice/demo/world.py": "marks the mail of the demo's past as sent",
    "practice/operations/worker.py": "gives its duties their moment",
}
TEMPLATE_CLOCKS = re.compile(r"{%\s*now\b|\|\s*(?:timesince|timeuntil|natural(?:day|time))\b")
TEMPLATES_THAT_MAY = {
    "accounts/settings.html": "when a browser was last seen, by the real clock",
    "mfa/webauthn/authenticator_list.html": "when a passkey was last used, by the real clock",
}


def clocks(code: str) -> Iterator[str]:
    """Every place in Python code that takes the time from the machine."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Attribute | ast.Name):
            continue
        name = ast.unparse(node)
        if re.fullmatch(r"(?:\w+\.)*(?:timezone\.now|datetime\.(?:now|utcnow|today)|date\.today)", name):
            yield name
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and not node.args and not node.keywords:
            name = ast.unparse(node.func)
            if re.fullmatch(r"(?:timezone\.)?local(?:date|time)", name):
                yield f"{name}()"


def looking() -> dict[str, set[str]]:
    """The modules of the apps that look at the clock, without migrations."""
    modules = (path for path in APPS.rglob("*.py") if "migrations" not in path.parts)
    found = {str(path.relative_to(APPS)): set(clocks(path.read_text())) for path in modules}
    return {name: calls for name, calls in found.items() if calls}


def test_only_who_is_listed_looks_at_the_clock():
    found = looking()
    assert {name: calls for name, calls in found.items() if name not in MAY_LOOK} == {}
    assert MAY_LOOK.keys() <= found.keys(), "take out of the list who looks no more"


def test_no_template_looks_at_the_clock():
    templates = APPS.glob("*/templates/**/*.html")
    looks = {
        str(path.relative_to(path.parents[len(path.parts) - path.parts.index("templates") - 2]))
        for path in templates
        if TEMPLATE_CLOCKS.search(path.read_text())
    }
    assert looks == TEMPLATES_THAT_MAY.keys()


@pytest.mark.parametrize(
    "line",
    [
        "timezone.now()",
        "x = timezone.now",
        "datetime.now(UTC)",
        "date.today()",
        "timezone.localdate()",
        "localtime()",
    ],
)
def test_the_guard_sees_a_look_at_the_clock(line):
    assert list(clocks(line))


@pytest.mark.parametrize(
    "line", ["timezone.localdate(at)", "timezone.localtime(reason.due_at)", "now = request.at"]
)
def test_the_guard_lets_an_argument_pass(line):
    assert not list(clocks(line))
