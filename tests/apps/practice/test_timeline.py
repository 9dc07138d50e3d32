"""The timeline: every app adds to it, newest first, kind by kind, and nothing is lost between two pages."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.urls import reverse

from sinew.apps.conversation.actions.sending import send_message
from sinew.apps.members import timeline
from sinew.apps.members.timeline import Entry, Feed
from sinew.apps.practice.presenters import timeline_section
from tests.apps.practice.test_pages import text

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def feeds(monkeypatch):
    """A registry of its own."""
    known: dict[str, Feed] = {}
    monkeypatch.setattr(timeline, "_feeds", known)
    return known


def feed_of(kind, *hours):
    """A feed with an entry at each of these hours before noon."""
    entries = [Entry(at=NOON - timedelta(hours=hour), says=f"{kind} {hour}") for hour in sorted(hours)]

    def read(_member, _reader, before, most):
        return [entry for entry in entries if entry.at < before][:most]

    return Feed(kind, kind.title(), "info", read)


def told(stretch):
    return [one.entry.says for one in stretch.happened]


def test_entries_of_all_feeds_stand_together_newest_first(feeds):
    timeline.register(feed_of("visit", 1, 4), feed_of("message", 2, 3))
    found = timeline.read(None, None, before=NOON, most=3)
    assert told(found) == ["visit 1", "message 2", "message 3"]
    assert told(timeline.read(None, None, before=found.older, most=3)) == ["visit 4"]


def test_only_one_kind_is_read_where_one_is_asked_for(feeds):
    timeline.register(feed_of("visit", 1), feed_of("message", 2))
    assert told(timeline.read(None, None, kinds=["visit"], before=NOON, most=9)) == ["visit 1"]


def test_what_was_recorded_at_one_moment_is_not_torn_apart(feeds):
    timeline.register(feed_of("test", 1, 2, 2, 2, 3))
    found = timeline.read(None, None, before=NOON, most=2)
    assert told(found) == ["test 1", "test 2", "test 2", "test 2"]
    assert told(timeline.read(None, None, before=found.older, most=2)) == ["test 3"]


def test_page_after_page_shows_every_entry_once(ana, therapist, monkeypatch):
    monkeypatch.setattr(timeline_section, "ENTRIES_SHOWN", 4)
    address, seen, pages = reverse("practice:timeline", args=[ana.pk]), [], 0
    while address and pages < 20:
        section = therapist.get(address).context["timeline"]
        seen += [(one.feed.kind, one.entry.at, one.entry.says) for one in section.happened]
        address, pages = urlsplit(section.older)._replace(fragment="").geturl(), pages + 1
    assert pages > 1
    adjustments = ana.care_plans.get().adjustments.count()
    flags = ana.red_flags.count()
    kinds = [kind for kind, _at, _says in seen]
    of_the_plan = {"session", "pain", "test", "change"}
    assert len([kind for kind in kinds if kind in of_the_plan]) == adjustments
    assert kinds.count("flag") == 2 * flags  # raised, and taken back
    assert seen == sorted(seen, key=lambda one: one[1], reverse=True)


def test_a_message_stands_in_it_and_can_be_had_alone(ana, therapist, team):
    at = datetime.now(UTC)
    send_message(member=ana, body="My knee feels lighter today.", key=uuid4(), at=at, by=ana.user)
    address = reverse("practice:timeline", args=[ana.pk])
    page = text(therapist.get(address, {"kind": "message"}))
    assert "My knee feels lighter today." in page
    assert "Exercise session" not in page
    assert "My knee feels lighter today." in text(therapist.get(reverse("practice:member", args=[ana.pk])))


@pytest.mark.parametrize("query", ["kind=nothing", "before=yesterday", "before=2026-03-02T10:00:00"])
def test_an_address_nobody_made_shows_the_newest(ana, therapist, query):
    page = therapist.get(f"{reverse('practice:timeline', args=[ana.pk])}?{query}")
    assert page.status_code == 200
    assert page.context["timeline"].is_newest
