"""The simulated insurer's book: whom it covers, and how it finds the person of a question.

It searches as the guide asks: by number, last and first name and birth date. What does not fit is told by the
code that says so.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sinew.roster.changes import Listed, Terms, compare_roster
from sinew.roster.eligibility.question import CoveredPerson, normal_last_name
from sinew.roster.matching.identity import identity
from sinew.roster.problems import ProblemList
from sinew.roster.rows import RosterRow

NO_BIRTH_DATE, NO_NUMBER = "58", "64"
OTHER_BIRTH_DATE, OTHER_NUMBER, OTHER_NAME = "71", "72", "73"
UNKNOWN, SEVERAL, NOT_IN_FAMILY = "75", "76", "77"


@dataclass(frozen=True, slots=True)
class Found:
    """The person of a question, or the code (AAA03) that says why there is none."""

    person: Listed | None
    reason: str = ""


class Book:
    """Everybody a roster covers."""

    def __init__(self, people: Iterable[Listed]) -> None:
        self._by_number: defaultdict[str, list[Listed]] = defaultdict(list)
        self._by_last_name: defaultdict[str, list[Listed]] = defaultdict(list)
        for one in people:
            numbers = {_number(one.row.member_id), _number(one.row.subscriber_id)} - {""}
            for number in numbers:
                self._by_number[number].append(one)
            self._by_last_name[normal_last_name(one.row.last_name)].append(one)

    @classmethod
    def of_rows(cls, rows: Iterable[RosterRow], problems: ProblemList, *, day: date) -> "Book":
        """The book after a roster was applied to an empty one."""
        changes = compare_roster(rows, {}, terms=Terms(), is_full=True, day=day, problems=problems)
        return cls(change.after for change in changes.changes.values())

    def find(self, person: CoveredPerson, *, is_dependent: bool) -> Found:
        """The one person a question means."""
        if is_dependent:
            return self._dependent(person)
        if person.born_on is None:
            return Found(None, NO_BIRTH_DATE)
        last = normal_last_name(person.last_name)
        if not person.subscriber_id:
            return self._without_number(last, person)
        family = self._by_number.get(_number(person.subscriber_id), [])
        same_name = [one for one in family if normal_last_name(one.row.last_name) == last]
        named = [one for one in same_name if _first(one.row.first_name) == _first(person.first_name)]
        if right := [one for one in named if one.row.born_on == person.born_on]:
            return _only(right)
        if named:
            return Found(None, OTHER_BIRTH_DATE)
        if family:
            return Found(None, OTHER_NAME)
        known = self._without_number(last, person).person
        return Found(None, OTHER_NUMBER if known else UNKNOWN)

    def _without_number(self, last: str, person: CoveredPerson) -> Found:
        named = [
            one
            for one in self._by_last_name.get(last, [])
            if _first(one.row.first_name) == _first(person.first_name) and one.row.born_on == person.born_on
        ]
        return _only(named) if named else Found(None, UNKNOWN)

    def _dependent(self, person: CoveredPerson) -> Found:
        if not person.subscriber_id:
            return Found(None, NO_NUMBER)
        family = self._by_number.get(_number(person.subscriber_id), [])
        if not family:
            return Found(None, UNKNOWN)
        if person.dependent_born_on is None:
            return Found(None, NO_BIRTH_DATE)
        right = [
            one
            for one in family
            if _first(one.row.first_name) == _first(person.dependent_first_name)
            and one.row.born_on == person.dependent_born_on
        ]
        return _only(right) if right else Found(None, NOT_IN_FAMILY)


def _only(people: list[Listed]) -> Found:
    return Found(people[0]) if len(people) == 1 else Found(None, SEVERAL)


def _number(text: str) -> str:
    return identity(first_name="", last_name="", born_on=None, member_id=text).member_id


def _first(name: str) -> str:
    return identity(first_name=name, last_name="", born_on=None).first.whole
