"""Consents and one's own data in words."""

from dataclasses import dataclass

from sinew.apps.members import consents, record
from sinew.apps.members.models import Member


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """One consent on the page that asks for it."""

    text: consents.ConsentText
    is_given: bool
    is_missing: bool


@dataclass(frozen=True, slots=True)
class PartPresenter:
    """How much of one kind is kept."""

    name: str
    count: int


class MyDataPresenter:
    """What is kept about a member, and which consents stand."""

    def __init__(self, member: Member) -> None:
        self.is_stopped = member.is_stored and bool(consents.missing(member))
        self._standing = {consent.what: consent for consent in member.consents.standing()}
        self.parts = [PartPresenter(part.title, part.how_many(member)) for part in record.parts()]

    @property
    def consents(self) -> list[dict[str, object]]:
        """Each consent text with the row that stands for it, if one does."""
        return [{"text": text, "standing": self._standing.get(text.what)} for text in consents.CONSENTS]
