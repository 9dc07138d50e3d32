"""No mail leaves but by the catalogue, and none says anything about health, whatever the record holds."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString

from sinew.apps.notifications.models import Device, OutboxPush
from sinew.apps.notifications.push.sending import text_of
from sinew.notices import CATALOGUE, Channel, InQuietHours, Kind, kind_of
from sinew.vocabulary import Role

SOURCE = Path(__file__).resolve().parents[3] / "src" / "sinew"
TEMPLATES = sorted(
    path.stem for path in SOURCE.glob("apps/*/templates/notifications/*.txt") if path.stem != "footer"
)
HEALTH = (
    "hamstring", "tendon", "strain", "injury", "pain", "knee", "hip", "numb", "swelling", "bruise", "tear",
    "diagnos", "symptom", "score", "flare", "exercise", "squat", "bridge", "repetition", "phase", "treatment",
    "medicine", "surgery", "mood", "depress", "anxi", "sleep",
)  # fmt: skip
PLAIN = (
    "name", "when", "address", "site_url", "sign", "member_id", "sender", "away", "covering", "starts_on",
    "last_on",
)  # fmt: skip
"""What a mail may say of its occasion: none of it comes from a record."""


class Record:
    """A record in which everything that can be asked for is about health."""

    def __getattr__(self, name: str) -> object:
        return self

    def __getitem__(self, name: str) -> object:
        if isinstance(name, str):
            return self
        raise IndexError

    def __str__(self) -> str:
        return SafeString("severe hamstring pain, numb knee, score 9")


def said(template: str) -> str:
    """The text with a harmless value for what it may say, and the record for everything else."""
    source = Path(get_template(f"notifications/{template}.txt").origin.name).read_text()
    values = {name: Record() for name in re.findall(r"\{\{\s*(\w+)", source)}
    sponsor = {"sponsor": {"name": "Acme"}, "by": {"name": "Ben"}}
    spring = datetime(2027, 3, 5, 9, tzinfo=UTC)
    days = {"ends_on": date(2026, 12, 24), "cover": {"starts_at": spring, "until_at": spring}}
    harmless = {name: f"({name})" for name in PLAIN} | sponsor | days
    return render_to_string(f"notifications/{template}.txt", values | harmless)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_mail_says_anything_about_health(template):
    text = said(template).lower()
    text = text.replace("says nothing about anyone's health on purpose", "")
    text = text.replace("says nothing about your health on purpose", "")
    found = [word for word in (*HEALTH, "health") if re.search(rf"\b{word}", text)]
    assert found == []
    subject, _, body = text.partition("\n\n")
    assert subject.startswith("subject: ")
    assert len(subject) < 100
    assert body


def test_the_test_sees_a_record_that_gets_into_a_mail():
    from django.template import Context, Template

    values = {"plan": Record(), "name": "Ana"}
    text = Template("Subject: News\n\n{{ name }}: {{ plan.reasons.0 }}").render(Context(values))
    assert any(word in text for word in HEALTH)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_mail_belongs_to_a_kind(template):
    assert kind_of(template)


def test_every_template_of_the_catalogue_exists():
    mails = {path.stem for path in SOURCE.glob("apps/coverage/templates/coverage/mail/*.txt")}
    known = set(TEMPLATES) | {f"coverage_{name}" for name in mails} | {"account/"}
    assert {template for kind in CATALOGUE for template in kind.templates} == known


@pytest.mark.parametrize("kind", [kind for kind in CATALOGUE if Channel.PUSH in kind.channels])
def test_no_push_says_anything_about_health_or_anybody(kind):
    push = OutboxPush(kind_id=kind.id, device=Device(), path=kind.path)
    text = text_of(push).decode().lower()
    assert [word for word in HEALTH if re.search(rf"\b{word}", text)] == []
    assert len(text) < 1000


HELD = {
    InQuietHours.AT_ONCE: "at once",
    InQuietHours.LATER_OR_NOT: "at their end, or not at all if it is out of date by then",
    InQuietHours.LATER_OR_AT_ONCE: "at their end, or at once if that is too late",
}
PEOPLE = {
    Role.MEMBER: "members",
    Role.PHYSICAL_THERAPIST: "practitioners",
    Role.COACH: "practitioners",
    Role.OPERATOR: "operators",
}


def row_of(kind: Kind) -> str:
    """A kind as the table in the docs has it."""
    says = [
        "none"
        if channel not in kind.channels
        else "can be turned off"
        if kind.can_turn_off(channel)
        else "always"
        for channel in Channel
    ]
    people = (
        "everybody" if kind.roles == set(Role) else ", ".join(sorted({PEOPLE[role] for role in kind.roles}))
    )
    return f"| {' | '.join([kind.title, people or 'whom it concerns', *says, HELD[kind.quiet]])} |"


def test_the_table_of_the_docs_is_the_catalogue():
    page = (SOURCE.parents[1] / "docs" / "notifications.md").read_text(encoding="utf-8")
    table = page.partition("| kind | for |")[2].partition("\n\n")[0].splitlines()[2:]
    assert table == [row_of(kind) for kind in CATALOGUE]


def test_nothing_but_the_outbox_sends_mail():
    """Who imports Django's mail, or sends a message, sends past the catalogue."""
    allowed = {"apps/notifications/mailing.py", "apps/notifications/mailbox.py"}
    senders = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.core.mail"))
        or (isinstance(node, ast.Import) and any(name.name == "smtplib" for name in node.names))
        or (isinstance(node, ast.Attribute) and node.attr == "email_user")
    }
    assert senders == allowed
