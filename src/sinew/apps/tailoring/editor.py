"""One step of the editor: a button of the form, and the draft it leads to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import QueryDict

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CarePlan
from sinew.apps.care.planning import content_of
from sinew.apps.care.tailoring import course_of, read_changes
from sinew.apps.tailoring.draft import Change, Draft, bare, fields_of, moved, steps_of
from sinew.apps.tailoring.models import ListTemplate, Proposal
from sinew.apps.tailoring.templates_used import use_template
from sinew.errors import InputRefused
from sinew.program import Listing, listing_of


@dataclass(slots=True)
class Step:
    """What the editor shows after a button.

    Attributes:
        picker: the exercise to swap, or nothing for one more; ``None`` while no picker is open.
        notes: what was left out of a template, or could not be done.
        proposal: what the draft was taken from.
        posted: what the form said in the fields that say something new, to be shown again.
        is_older: the plan has changed since the page was made.
    """

    draft: Draft
    picker: str | None = None
    search: str = ""
    notes: tuple[str, ...] = ()
    proposal: Proposal | None = None
    posted: Mapping[str, str] = field(default_factory=dict)
    is_older: bool = False


NO_DAY = "Choose the first day after the pause, then press Pause."
NOT_READ = "This step could not be read, so it was left out."
BESIDE = ("until", "template_name", "template_shared")
"""Fields of the form that change nothing before their button is pressed."""


def newest_of(plan: CarePlan) -> int:
    """Id of the newest adjustment of a plan; 0 where there is none."""
    newest = plan.adjustments.order_by("id").last()
    return newest.pk if newest is not None else 0


def seen_in(data: QueryDict) -> int:
    """The adjustment a page was made from; 0 where it does not say."""
    text = data.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def take_step(data: QueryDict, plan: CarePlan, day: date, reader: User) -> Step:
    """The draft after the button that was pressed (`act`: ``name`` or ``name:what[:what]``).

    Raises:
        InputRefused: the form carries something the program cannot read.
    """
    act, _, rest = data.get("act", "preview").partition(":")
    steps = steps_of(data.get("steps", ""))
    proposal = _proposal(data.get("proposal", ""), plan, reader)
    if act in ("template", "take"):
        return _whole(act, rest, plan, day, reader)
    if act == "drop" and rest.isdecimal():
        steps = steps[: int(rest)] + steps[int(rest) + 1 :]
    if act in _MOVES:
        data = moved(data, rest, _MOVES[act])
    notes: tuple[str, ...] = ()
    if act in _CHANGES:
        made = _CHANGES[act](rest, data, plan)
        if _can_be_read(made, plan, day):
            steps = [*steps, made]
            data = _without_day(data) if act == "pause" else data
        else:
            notes = (NO_DAY if act == "pause" else NOT_READ,)
    seen = seen_in(data)
    is_older = 0 < seen < newest_of(plan)
    draft = fields_of(data, plan, steps, day, seen if is_older else None)
    return Step(
        draft,
        picker=_picker(act, rest, data),
        search=data.get("q", "").strip(),
        notes=notes,
        proposal=proposal,
        posted={key: str(value) for key, value in data.items() if key in draft.told or key in BESIDE},
        is_older=is_older,
    )


def _picker(act: str, rest: str, data: QueryDict) -> str | None:
    """The picker that is open: one that was, as long as nothing was taken from it and nobody closed it."""
    if act == "pick":
        return rest
    return data.get("picker") if act in ("preview", "drop", *_MOVES) else None


def _without_day(data: QueryDict) -> QueryDict:
    """The form once the day of a pause has become a step."""
    copied = data.copy()
    copied.pop("until", None)
    return copied


def _can_be_read(change: Change, plan: CarePlan, day: date) -> bool:
    try:
        read_changes(plan, [change], day)
    except InputRefused:
        return False
    return True


_MOVES = {"up": -1, "down": 1}


def _swap(rest: str, _data: QueryDict, _plan: CarePlan) -> Change:
    old, _, new = rest.partition(":")
    return {"decision": "swap_exercise", "exercise": old, "to": new}


def _named(decision: str) -> Callable[[str, QueryDict, CarePlan], Change]:
    return lambda rest, _data, _plan: {"decision": decision, "exercise": rest}


def _compose(rest: str, _data: QueryDict, plan: CarePlan) -> Change:
    rules = content_of(plan).program.tailoring
    names = rules.suggested.get(rest, ()) if rules is not None else ()
    return {"decision": "compose_phase", "phase": rest, "exercises": [{"exercise": name} for name in names]}


_CHANGES: Mapping[str, Callable[[str, QueryDict, CarePlan], Change]] = {
    "add": _named("add_exercise"),
    "remove": _named("remove_exercise"),
    "exclude": _named("exclude_exercise"),
    "put_back": _named("put_back_exercise"),
    "swap": _swap,
    "compose": _compose,
    "pause": lambda _rest, data, _plan: {"decision": "pause", "until": data.get("until", "")},
    "resume": lambda _rest, _data, _plan: {"decision": "resume"},
}


def _whole(act: str, which: str, plan: CarePlan, day: date, reader: User) -> Step:
    """A draft that a template or a coach's proposal makes, instead of what was there."""
    if act == "take":
        proposal = _proposal(which, plan, reader)
        if proposal is None:
            return Step(Draft(), notes=("Somebody has answered this proposal already.",))
        return Step(Draft(steps=bare(proposal.changes), reason=proposal.reason), proposal=proposal)
    template = _template(which, reader)
    if template is None:
        return Step(Draft(), notes=("This template is not there any more.",))
    used = use_template(template, plan, day)
    return Step(Draft(steps=list(used.changes)), notes=used.notes)


def _template(which: str, reader: User) -> ListTemplate | None:
    try:
        return ListTemplate.objects.visible_to(reader).filter(pk=UUID(which)).first()
    except ValueError:
        return None


def _proposal(which: str, plan: CarePlan, reader: User) -> Proposal | None:
    if not which.isdecimal():
        return None
    return Proposal.objects.visible_to(reader).open().filter(plan=plan, pk=int(which)).first()


def list_after(step: Step, plan: CarePlan, day: date) -> Listing:
    """The list a draft leads to if every limit a reason can lift is lifted."""
    return listing_of(course_of(plan, lifted(step.draft), day))


def lifted(draft: Draft) -> list[Change]:
    """The changes as if a reason had been stated."""
    return [
        one
        if one["decision"] == "exclude_exercise"
        else {**one, "reason": draft.reason or "-", "override": True}
        for one in draft.changes
    ]
