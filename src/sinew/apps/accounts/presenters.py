"""Words for one's own sign-ins."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Browser and system, by what a browser says of itself: "Firefox on Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "an unknown device")
    return f"{browser} on {system}"


@dataclass(frozen=True)
class SignInPresenter:
    """One browser that is signed in, as its owner would recognize it."""

    sign_in: UserSession
    current_key: str | None

    @property
    def pk(self) -> int:
        return int(self.sign_in.pk)

    @property
    def is_current(self) -> bool:
        """Whether this is the browser being used right now."""
        return bool(self.sign_in.session_key == self.current_key)

    @property
    def device(self) -> str:
        """Browser and system: "Firefox on Windows"."""
        return device_of(self.sign_in.user_agent or "")

    @property
    def since(self) -> datetime:
        started: datetime = self.sign_in.created_at
        return started

    @property
    def last_seen(self) -> datetime:
        seen: datetime = self.sign_in.last_seen_at
        return seen
