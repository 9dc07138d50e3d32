"""What the fields of a pattern must be, beside those every tracking definition has."""

from typing import TYPE_CHECKING

from sinew.motion.exemplar import LEAST_TRAVEL, Table, table_problems
from sinew.motion.geometry import SIGNALS

if TYPE_CHECKING:
    from sinew.motion.tracking import TrackingDefinition

MOST_SIGNALS = 6


def is_wide(exemplar: Table, signals: tuple[str, ...]) -> bool:
    """Whether there is an exemplar whose rows have a time and a value for each signal."""
    return bool(exemplar) and all(len(row) == len(signals) + 1 for row in exemplar)


def pattern_problems(definition: "TrackingDefinition", *, is_pattern: bool) -> list[str]:
    """What is wrong with the fields of a pattern, or with having them without being one."""
    signals, exemplar = definition.signals, definition.exemplar
    if not is_pattern:
        named = [name for name in ("signals", "exemplar") if getattr(definition, name)]
        return [f"{name}: only a pattern has it; say mode: pattern" for name in named]
    if not signals:
        return ["signals: a pattern needs the signals that are compared"]
    problems = []
    if len(set(signals)) < len(signals) or len(signals) > MOST_SIGNALS:
        problems.append(f"signals: name up to {MOST_SIGNALS}, each once")
    if definition.signal not in signals:
        problems.append("signal: what is shown must be one of the signals")
    planes = {SIGNALS[name].plane for name in signals}
    if len(planes) > 1:
        seen = ", ".join(f"{name} is {SIGNALS[name].plane}" for name in signals)
        problems.append(f"signals: one camera must see them all truly ({seen})")
    if exemplar and not is_wide(exemplar, signals):
        problems.append(f"exemplar: each row has the seconds and {len(signals)} values, one for each signal")
    elif exemplar:
        problems += [f"exemplar: {problem}" for problem in table_problems(exemplar)]
        if not problems and definition.amplitude_deg < LEAST_TRAVEL:
            problems.append(
                f"signal: what is shown must move by {LEAST_TRAVEL:.0f} or more; show another signal"
            )
    if definition.lead is not None:
        problems.append("lead: a repetition of a pattern belongs to the limb that fits it better")
    problems += [
        f"faults[{index}].signal: {rule.signal} is not known of a pattern"
        for index, rule in enumerate(definition.faults)
        if rule.signal in ("out_s", "back_s")
    ]
    return problems
