"""A shortcut for members written as most senders write them: one pattern reads all their segments at once.

What the pattern does not match, and any code or date that is not plainly right, is left to ``members``, which
judges it. Both give the same rows; tests/core/roster compares them.
"""

import re
from datetime import date
from functools import lru_cache

from sinew.roster.rows import CoverageLine, RosterRow
from sinew.roster.x12 import codes
from sinew.roster.x12.dates import NO_BIRTH, NO_END_YEAR, read_date
from sinew.roster.x12.delimiters import Delimiters

_PHONES = frozenset({"CP", "HP", "TE", "WP"})
_LINES_REMEMBERED = 1 << 14


class StandardMembers:
    """Reads members at their INS, for one set of delimiters."""

    def __init__(self, delimiters: Delimiters) -> None:
        self._pattern, line = _patterns(delimiters)

        @lru_cache(maxsize=_LINES_REMEMBERED)
        def lines(text: str) -> tuple[CoverageLine, ...] | None:
            found = []
            for maintenance, insurance_line, plan, begins, through in line.findall(text):
                meaning = codes.COVERAGE_MAINTENANCE.get(maintenance)
                begins_on, through_on = read_date(begins), read_date(through)
                if (
                    meaning is None
                    or insurance_line not in codes.INSURANCE_LINES
                    or (begins and begins_on is None)
                    or (through and through_on is None)
                ):
                    return None
                if through_on is not None and through_on.year > NO_END_YEAR:
                    through_on = None
                if begins_on is not None and through_on is not None and through_on < begins_on:
                    return None
                found.append(CoverageLine(meaning, insurance_line, plan.strip(), begins_on, through_on))
            return tuple(found)

        self._lines = lines

    def read(
        self, text: str, at: int, *, number: int, family: int | None, made_on: date | None
    ) -> tuple[RosterRow, int] | None:
        """The row of the member whose INS stands at ``at``, and where the next segment begins.

        Returns:
            ``None`` where the member is not plain, or does not end in ``text``.
        """
        found = self._pattern.match(text, at)
        if found is None:
            return None
        (
            flag, relationship, maintenance, reason, benefit, employment,
            subscriber_id, group, member_id, begins, through,
            last_name, first_name, middle_name, suffix, qualifier, identity,
            contact, contact_value, city, state, postal_code, born, sex, lines,
        ) = found.groups("")  # fmt: skip
        is_subscriber = flag == "Y"
        meaning = codes.MEMBER_MAINTENANCE.get(maintenance)
        coverages = self._lines(lines) if lines else ()
        if (
            meaning is None
            or coverages is None
            or relationship not in codes.RELATIONSHIPS
            or is_subscriber != (relationship == codes.SELF)
            or (reason and reason not in codes.MAINTENANCE_REASONS)
            or (benefit and benefit not in codes.BENEFIT_STATES)
            or (employment and employment not in codes.EMPLOYMENT_STATES)
            or (qualifier == "34" and identity == identity[0] * 9)
        ):
            return None
        born_on = begins_on = through_on = None
        if born:
            born_on = read_date(born)
            if born_on is None or born_on in NO_BIRTH or (made_on is not None and born_on > made_on):
                return None
        if begins:
            begins_on = read_date(begins)
            if begins_on is None:
                return None
        if through:
            through_on = read_date(through)
            if through_on is None:
                return None
            if through_on.year > NO_END_YEAR:
                through_on = None
            elif begins_on is not None and through_on < begins_on:
                return None
        references = [("0F", subscriber_id)]
        if group:
            references.append(("1L", group))
        if member_id:
            references.append(("23", member_id))
        row = RosterRow(
            number, is_subscriber, relationship, meaning, subscriber_id, None if is_subscriber else family,
            member_id or (identity if qualifier == "ZZ" else ""), group, tuple(references),
            identity if qualifier == "34" else "", first_name, middle_name, last_name, suffix, born_on,
            sex if sex != "U" else "", postal_code, city, state,
            contact_value if contact == "EM" else "", contact_value if contact in _PHONES else "",
            begins_on, through_on, coverages,
        )  # fmt: skip
        return row, found.end()


def blanks(delimiters: Delimiters) -> str:
    """The pattern of what may stand between two segments."""
    return "[" + "".join(set(" \t\r\n") - {delimiters.terminator}) + "]*"


def _patterns(delimiters: Delimiters) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The pattern of a whole member, and that of one of its lines of coverage."""
    s, t = re.escape(delimiters.element), re.escape(delimiters.terminator)
    end = rf"(?<!{s}){t}{blanks(delimiters)}"
    anything = rf"[^{s}{t}\x00-\x1f\x7f-\uffff]*"
    text = rf"((?! ){anything}(?<! ))"  # no blanks to take off
    some = rf"((?! )[^{s}{t}\x00-\x1f\x7f-\uffff]+(?<! ))"
    day = r"(\d{8})"

    def optional(*parts: str) -> str:
        return f"(?:{s.join(parts)}{end})?"

    ins = rf"INS{s}([YN]){s}(\w\w){s}(\d{{3}})(?:{s}(\w*){s}(\w*)(?:{s}{s}{s}(\w\w))?)?{end}"
    # an element is there only after those before it
    number = rf"(?:(?=34{s}\d{{9}}{t}|ZZ{s})(\w\w){s}{some})"
    name = (
        rf"NM1{s}IL{s}1{s}{some}{s}{some}"
        rf"(?:{s}{text}(?:{s}{anything}(?:{s}{text}(?:{s}{number})?)?)?)?{end}"
    )
    line_head = rf"HD{s}(\w{{3}}){s}{anything}{s}(\w+)(?:{s}({anything})(?:{s}\w+)?)?{end}"
    line = line_head + optional("DTP", "348", "D8", day) + optional("DTP", "349", "D8", day)
    uncaptured = re.sub(r"(?<!\\)\((?!\?)", "(?:", line)
    member = (
        ins
        + rf"REF{s}0F{s}{some}{end}"
        + optional("REF", "1L", some)
        + optional("REF", "23", some)
        + optional("DTP", "356", "D8", day)
        + optional("DTP", "357", "D8", day)
        + name
        + optional("PER", "IP", "", r"(\w\w)", some)
        + rf"(?:N3{s}{anything}(?:{s}{anything})?{end})?"
        + optional("N4", text, text, some)
        + optional("DMG", "D8", day, "([FMU])")
        + f"((?:{uncaptured})*)"
        + rf"(?=INS{s}|SE{s})"
    )
    return re.compile(member, re.ASCII), re.compile(line, re.ASCII)
