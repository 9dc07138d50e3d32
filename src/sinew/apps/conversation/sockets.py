"""The WebSockets of the conversation."""

from django.urls import URLPattern, path

from sinew.apps.care.teams import practice_group
from sinew.apps.live.reader import Reader
from sinew.apps.live.socket import Socket
from sinew.apps.members.models import Member


class ThreadSocket(Socket):
    """Tells a page with one thread that somebody wrote or read something."""

    def group_of(self, reader: Reader) -> str | None:
        """The thread's group for the member and for the care team that may read them."""
        member_id = self.scope["url_route"]["kwargs"]["member_id"]
        if Member.objects.visible_to(reader.user).filter(pk=member_id).exists():
            return f"thread-{member_id}"
        return None


class PracticeSocket(Socket):
    """Tells a practitioner's list of threads that something changed in one of them."""

    def group_of(self, reader: Reader) -> str | None:
        """Each practitioner has a group of their own."""
        return practice_group(reader.user.pk) if reader.user.is_practitioner else None


urlpatterns: list[URLPattern] = [
    path("live/thread/<uuid:member_id>/", ThreadSocket.as_asgi(), name="thread"),
    path("live/practice/", PracticeSocket.as_asgi(), name="practice"),
]
