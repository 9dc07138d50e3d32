"""Says a dose range in plain words, in one place for every page."""

from sinew.program import DosageRange, Range

_DAILY = Range(7, 7)
_ONCE = Range(1, 1)
_MINUTE_S = 60


def dosage_text(dose: DosageRange, counted: str, *, each_side: bool) -> str:
    """A member's sentence for a dose: "2 to 4 sets of 8 to 15, rest 45 seconds, every day".

    Args:
        dose: the range of one phase.
        counted: ``repetitions``, ``holds`` or ``time``, as in the exercise's file.
        each_side: whether the dose is for one side and the other side gets the same.
    """
    parts = [_effort(dose, counted) + (" on each side" if each_side else "")]
    if (counted != "time" or dose.sets.high > 1) and dose.rest_s.high > 0:
        parts.append(f"rest {_seconds(dose.rest_s)}")
    parts.append(_frequency(dose))
    if dose.load:
        parts.append(" to ".join(dict.fromkeys((dose.load[0], dose.load[-1]))))
    return ", ".join(parts)


def _effort(dose: DosageRange, counted: str) -> str:
    if counted == "time" and dose.hold_s:
        return (f"{_span(dose.sets)} times " if dose.sets.high > 1 else "") + _time(dose.hold_s)
    sets = f"{_span(dose.sets)} {'set' if dose.sets == _ONCE else 'sets'}"
    if dose.hold_s is None:
        return f"{sets} of {_span(dose.repetitions or _ONCE)}"
    if dose.repetitions in {None, _ONCE}:
        return f"{_span(dose.sets)} {'hold' if dose.sets == _ONCE else 'holds'} of {_seconds(dose.hold_s)}"
    return f"{sets} of {_span(dose.repetitions or _ONCE)}, {_seconds(dose.hold_s)} each"


def _frequency(dose: DosageRange) -> str:
    days = "every day" if dose.per_week == _DAILY else f"{_span(dose.per_week)} {_days(dose.per_week)} a week"
    if dose.per_day == _ONCE:
        return days
    times = "twice" if dose.per_day == Range(2, 2) else f"{_span(dose.per_day)} times"
    return f"{times} a day" if dose.per_week == _DAILY else f"{times} a day, {days}"


def _days(per_week: Range) -> str:
    return "day" if per_week == _ONCE else "days"


def _time(seconds: Range) -> str:
    """A stretch of time: "20 to 30 minutes", "1 minute", "30 seconds"."""
    if seconds.high < _MINUTE_S:
        return _seconds(seconds)
    minutes = Range(seconds.low / _MINUTE_S, seconds.high / _MINUTE_S)
    return f"{_span(minutes)} {'minute' if minutes == _ONCE else 'minutes'}"


def _seconds(seconds: Range) -> str:
    return f"{_span(seconds)} seconds"


def _span(numbers: Range) -> str:
    low, high = f"{numbers.low:g}", f"{numbers.high:g}"
    return low if low == high else f"{low} to {high}"
