"""Somebody with a device, and a push service on this machine that trusts its own authority."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from sinew.apps.accounts.actions import create_account
from sinew.apps.accounts.models import User
from sinew.apps.notifications.actions.devices import add_device
from sinew.apps.notifications.models import Device
from sinew.vocabulary import Role
from tests.support.push_service import FakeBrowser, PushService, push_service

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def maria(db: None) -> User:
    return create_account(email="maria@example.org", role=Role.MEMBER, display_name="Maria")


@pytest.fixture
def service(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    settings.PUSH_SERVICES, settings.PUSH_SERVICES_MAY_BE_LOCAL = ["localhost"], True
    with push_service(tmp_path) as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(running.authority))
        yield running


@pytest.fixture
def browser() -> FakeBrowser:
    return FakeBrowser()


@pytest.fixture
def add(service: PushService, browser: FakeBrowser) -> Callable[..., Device]:
    """Adds a device of somebody; its first push is not counted."""

    def added(user: User, name: str = "device-1") -> Device:
        device = add_device(
            user=user,
            name="Firefox on Windows",
            endpoint=service.endpoint(name),
            **browser.keys,
            at=NOW,
            by=user,
        )
        service.taken.clear()
        return device

    return added
