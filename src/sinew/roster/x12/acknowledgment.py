"""The answers a sender expects to an 834 or a 270: a TA1 for each interchange, a 999 for each group.

Source: ASC X12 005010X231A1 (999), and X12 element I18 for the notes of TA1. Nothing that
names a person is repeated.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from sinew.roster.problems import ProblemList, RosterProblem, Severity
from sinew.roster.x12.envelope import Envelope, Group, Transaction

_SEGMENT_ERRORS_LISTED = 100
_VERSION = "005010X231A1"


def acknowledgment(
    interchanges: Sequence[Envelope],
    problems: ProblemList,
    *,
    at: datetime,
    control: int,
    kinds: Collection[str] = ("BE",),
) -> str:
    """One interchange that answers a file: TA1 and 999 in an envelope of its own, a segment a line.

    Args:
        interchanges: what was received; the answer goes to the sender of the first.
        problems: what was found wrong. Where anything refuses the file, nothing in it is accepted.
        at: when the answer is made.
        control: number of the answering interchange, 1 to 999,999,999, never used before.
        kinds: GS01 of the groups that get a 999: BE enrollments, HS coverage questions.

    Raises:
        ValueError: nothing was received, or ``control`` is out of range.
    """
    if not interchanges:
        raise ValueError("interchanges: an answer needs something received")
    if not 1 <= control <= 999_999_999:
        raise ValueError("control: 1 to 999,999,999")
    head = interchanges[0].head
    test = "T" if any(one.head.is_test for one in interchanges) else "P"
    receiver = f"{head.elements[6][:2]:2}*{head.receiver[:15]:15}"
    sender = f"{head.elements[4][:2]:2}*{head.sender[:15]:15}"
    when = f"{at:%y%m%d}*{at:%H%M}"
    lines = [f"ISA*00*{'':10}*00*{'':10}*{receiver}*{sender}*{when}*^*00501*{control:09d}*0*{test}*:"]
    lines += [_ta1(one) for one in interchanges]
    groups = [group for one in interchanges for group in one.groups if group.kind in kinds]
    for number, group in enumerate(groups, 1):
        lines += _group(group, problems, at=at, number=number)
    lines.append(f"IEA*{len(groups)}*{control:09d}")
    return "".join(f"{line}~\n" for line in lines)


def _ta1(one: Envelope) -> str:
    elements = one.head.elements
    verdict = "A" if one.note == "000" else "R"
    return f"TA1*{one.head.control}*{elements[8]}*{elements[9]}*{verdict}*{one.note}"


def _group(group: Group, problems: ProblemList, *, at: datetime, number: int) -> Iterator[str]:
    yield f"GS*FA*{group.receiver}*{group.sender}*{at:%Y%m%d}*{at:%H%M}*{number}*X*{_VERSION}"
    lines = [
        f"ST*999*{number:04d}*{_VERSION}",
        f"AK1*{group.kind}*{group.control}*{group.version}".rstrip("*"),
    ]
    by_transaction = _by_transaction(group.transactions, problems.listed)
    accepted = 0
    for one in group.transactions:
        of_rows = [problem for problem in by_transaction[one.begins_at] if problem.severity is Severity.ROW]
        lines.append(f"AK2*{one.kind}*{one.control}*{one.version}".rstrip("*"))
        lines += [
            f"IK3*{_SEGMENT_OF.get(problem.code, 'INS')}*{problem.number - one.begins_at + 1}**8"
            for problem in of_rows[:_SEGMENT_ERRORS_LISTED]
        ]
        codes = [*one.errors, *(["5"] if of_rows and "5" not in one.errors else [])]
        is_refused = problems.refuses
        verdict = "R" if is_refused else "E" if of_rows else "A"
        accepted += not is_refused
        lines.append("*".join([f"IK5*{verdict}", *codes[:5]]))
    count = len(group.transactions)
    verdict = "R" if problems.refuses else "E" if any(line.startswith("IK5*E") for line in lines) else "A"
    lines.append("*".join([f"AK9*{verdict}*{count}*{count}*{accepted}", *group.errors[:5]]))
    yield from lines
    yield f"SE*{len(lines) + 1}*{number:04d}"
    yield f"GE*1*{number}"


_SEGMENT_OF = {  # what is not named here is judged at the member's INS
    "date-short": "DTP",
    "date-unreadable": "DTP",
    "birth-date-unreadable": "DMG",
    "birth-date-future": "DMG",
    "subscriber-id-repeated": "REF",
    "name-repeated": "NM1",
    "loop-nested": "LS",
    "loop-unopened": "LE",
}


def _by_transaction(
    transactions: Sequence[Transaction], problems: Iterable[RosterProblem]
) -> defaultdict[int, list[RosterProblem]]:
    """Problems by the segment their transaction begins at."""
    found: defaultdict[int, list[RosterProblem]] = defaultdict(list)
    begins = sorted(one.begins_at for one in transactions)
    for problem in problems:
        before = [begin for begin in begins if begin <= problem.number]
        if before:
            found[before[-1]].append(problem)
    return found
