"""This app's part of a member's record: changes that were proposed for their plan."""

from collections.abc import Iterable

from sinew.apps.care.planning import content_of
from sinew.apps.care.tailoring import change_says
from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable
from sinew.apps.tailoring.models import Proposal


def proposal_rows(member: Member) -> Rows:
    """Every proposal with its answer, for the exact export."""
    return [
        {
            "proposed_by": proposal.proposed_by.name if proposal.proposed_by else None,
            "proposed_at": instant(proposal.proposed_at),
            "changes": proposal.changes,
            "reason": proposal.reason,
            "settled_at": instant(proposal.settled_at),
            "taken": proposal.taken,
        }
        for proposal in _of(member)
    ]


def proposal_sections(member: Member) -> Iterable[Section]:
    """The proposals, for reading."""
    lines = []
    for proposal in _of(member):
        content = content_of(proposal.plan)
        who = proposal.proposed_by.name if proposal.proposed_by else ""
        said = " ".join(change_says(change, who, content) for change in proposal.changes)
        lines.append((readable(proposal.proposed_at), f"{said} {proposal.reason}"))
    yield Section("Changes that were proposed", tuple(lines))


def _of(member: Member) -> Iterable[Proposal]:
    return Proposal.objects.filter(plan__member=member).select_related("proposed_by", "plan")


PARTS = (RecordPart("proposals", "Proposed changes", (Proposal,), proposal_rows, proposal_sections),)
