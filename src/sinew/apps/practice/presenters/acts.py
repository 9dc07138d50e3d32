"""What answers a reason, one step from the list: at most two acts for a member, each with its own key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse

from sinew.apps.practice.caseload import Case
from sinew.attention import Kind

MOST_ACTS = 2


class Form(StrEnum):
    """An act that is done in the list itself."""

    CLEAR = "clear"
    READ = "read"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Act:
    """One act.

    Attributes:
        key: the letter that does it, where letters are switched on.
        address: of the page where it is done; empty where `form` is.
        form: which form of the row does it; ``None`` for a link.
    """

    key: str
    label: str
    address: str = ""
    form: Form | None = None


REPLIES: Mapping[Kind, str] = {
    Kind.URGENT: "Please have it looked at",
    Kind.EMERGENCY: "Please get help now",
    Kind.RED_ZONE: "I need to know more",
    Kind.WORSE_AFTER: "I need to know more",
    Kind.RISING_PAIN: "I need to know more",
    Kind.TOLD: "A little sore is fine",
    Kind.MISSED: "How are you getting on?",
    Kind.SILENT: "How are you getting on?",
    Kind.OUTCOME_DUE: "A few questions",
    Kind.INTAKE_OPEN: "May I help you start?",
}
"""The quick reply that fits each kind, by its title in content/messaging."""


def acts_of(case: Case, *, may_decide: bool, replies: Mapping[str, str]) -> list[Act]:
    """The acts that answer a member's reasons, those of the most urgent first; `MOST_ACTS` at the most.

    Args:
        may_decide: whether the reader clears, signs off and closes red flags.
        replies: keys of quick replies by title.
    """
    found: dict[str, Act] = {}
    for reason in case.attention:
        for act in _acts(reason.kind, case, may_decide, replies):
            found.setdefault(act.key, act)
    return list(found.values())[:MOST_ACTS]


def _acts(kind: Kind, case: Case, may_decide: bool, replies: Mapping[str, str]) -> Iterator[Act]:
    pages = _Pages(case, replies)
    match kind:
        case Kind.ALARM:
            yield Act("m", "Read and call", pages.thread())
        case Kind.MESSAGE:
            yield Act("m", "Answer", pages.thread())
        case Kind.EMERGENCY | Kind.URGENT:
            yield from _flag_acts(kind, pages, may_decide)
        case Kind.FIRST_REVIEW | Kind.PAUSED | Kind.SIGN_OFF | Kind.STILL_STOPPED:
            if may_decide:
                yield Act("c", "Sign off" if kind is Kind.SIGN_OFF else "Clear", form=Form.CLEAR)
            yield Act("v", "Book a visit", pages.visit())
        case Kind.NO_IMPROVEMENT:
            yield Act("v", "Book a visit", pages.visit())
            if may_decide:
                yield Act("c", "Clear", form=Form.CLEAR)
        case Kind.RED_ZONE | Kind.WORSE_AFTER | Kind.TOLD:
            if may_decide:
                yield Act("r", "Read, nothing changes", form=Form.READ)
            yield Act("m", "Write", pages.thread(REPLIES[kind]))
        case Kind.RISING_PAIN:
            yield Act("s", "Read sessions", pages.record("sessions"))
            yield Act("m", "Write", pages.thread(REPLIES[kind]))
        case _:
            yield Act("m", "Write", pages.thread(REPLIES[kind]))


def _flag_acts(kind: Kind, pages: "_Pages", may_decide: bool) -> list[Act]:
    """In an emergency the member is written to first; else the flag is dealt with."""
    write = Act("m", "Write", pages.thread(REPLIES[kind]))
    close = [Act("f", "Close the flag", pages.record("flags"))] if may_decide else []
    return [write, *close] if kind is Kind.EMERGENCY else [*close, write]


class _Pages:
    """Addresses of a member's pages."""

    def __init__(self, case: Case, replies: Mapping[str, str]) -> None:
        self._member, self._replies = case.member.pk, replies

    def thread(self, reply: str = "") -> str:
        """Their messages, with a quick reply to begin with."""
        key = self._replies.get(reply, "")
        page = reverse("conversation:member_thread", args=[self._member])
        return f"{page}?reply={key}#write" if key else page

    def record(self, part: str) -> str:
        return f"{reverse('practice:member', args=[self._member])}#{part}"

    def visit(self) -> str:
        return reverse("visits:book_for", args=[self._member])
