"""Writes `frontend/src/contract/*.ts` from the Python types of what page and server say to each other.

Run it with `python frontend/scripts/contract.py` after a change to one of the types; a test fails while what
is stored is stale.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from sinew.apps.exercise import results, session_types
from sinew.apps.measuring import page_types as measuring_types
from sinew.apps.today import test_page_types
from sinew.motion import counted, engine, events, figure, frame, live, uncertainty
from sinew.motion.trials import result as trial_result
from sinew.motion.trials import run as trial_run
from sinew.program import Light
from sinew.vocabulary import Side, View

TARGET = Path(__file__).resolve().parents[1] / "src" / "contract"
LONGEST_LINE = 120
RENAMED = {"is_complete": "complete"}
"""Fields whose JSON has another name (`RepetitionCompleted.to_dict`)."""

EVENTS = (
    events.StateChanged,
    events.RepetitionCompleted,
    events.HoldStarted,
    events.HoldPaused,
    events.HoldResumed,
    events.HoldEnded,
    events.CueGiven,
    events.PraiseGiven,
    events.PromptShown,
    events.PromptCleared,
)
FILES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "words": ("Words that more than one message uses.", {"Side": Side, "View": View}),
    "figure": (
        "The moving figure of an exercise, as `sinew.motion.figure` draws it.",
        {
            "FigureShape": figure.AnimationShape,
            "FigurePose": figure.AnimationPose,
            "FigureFrame": figure.AnimationFrame,
            "FigureAnimation": figure.Animation,
        },
    ),
    "engine": (
        "What the motion engine takes and answers. Angles in degrees, times in ms.",
        {
            "Landmark": frame.Landmark,
            "Frame": frame.Frame,
            "EngineState": events.State,
            "Prompt": events.Prompt,
            **{kind.__name__: kind for kind in EVENTS},
            "EngineEvent": Union[EVENTS],  # noqa: UP007  (a tuple of types)
            "Snapshot": engine.Snapshot,
        },
    ),
    "session": (
        "What the server puts into `#session-data`: one exercise session as prescribed.",
        {
            "Light": Light,
            "Counted": session_types.Counted,
            "StartChoice": session_types.StartChoice,
            "HurtAction": session_types.HurtAction,
            "Dosage": session_types.Dosage,
            "Tempo": session_types.Tempo,
            "ErrorRow": uncertainty.ErrorRow,
            "PlayedExercise": session_types.PlayedExercise,
            "PrescribedExercise": session_types.PrescribedExercise,
            "PainRules": session_types.PainRules,
            "AssetAddresses": session_types.AssetAddresses,
            "SessionData": session_types.SessionData,
        },
    ),
    "movement-test": (
        "A movement test: what the server puts into `#test-data`, and what `sinew.motion.trials` answers.",
        {
            "TrialTold": trial_result.TrialTold,
            "ResultTold": trial_result.ResultTold,
            "ChangeTold": trial_result.ChangeTold,
            "RunState": trial_run.RunState,
            "TestSnapshot": trial_run.TestSnapshot,
            "PreviousResult": test_page_types.PreviousResult,
            "TestWording": test_page_types.TestWording,
            "TestData": test_page_types.TestData,
        },
    ),
    "measuring": (
        "Measuring in a visit: what the server gives the panel, and what goes from one device to the other.",
        {
            "WireFrame": live.WireFrame,
            "Standing": counted.Standing,
            "SetTold": counted.SetTold,
            "MeasureOffered": measuring_types.MeasureOffered,
            "ExerciseOffered": measuring_types.ExerciseOffered,
            "EntryTold": measuring_types.EntryTold,
            "MeasuringSetup": measuring_types.MeasuringSetup,
        },
    ),
    "result": (
        "The result of an exercise session as it is posted to `result_url`. Pain and effort are 0-10.",
        {
            "CountedBy": results.CountedBy,
            "StoppedReason": results.StoppedReason,
            "Repetition": results.Repetition,
            "Hold": results.Hold,
            "RangeOfMotion": results.RangeOfMotion,
            "SetResult": results.SetDone,
            "ExerciseResult": results.ExerciseDone,
            "Hurt": results.Hurt,
            "SessionResult": results.SessionResult,
        },
    ),
}
NAMES = {id(kind): (file, name) for file, (_, kinds) in FILES.items() for name, kind in kinds.items()}


def contract() -> dict[str, str]:
    """The text of every file, by its name."""
    return {f"{file}.ts": _file(file, says, kinds) for file, (says, kinds) in FILES.items()}


def _file(file: str, says: str, kinds: Mapping[str, Any]) -> str:
    writer = Writer(file)
    blocks = [writer.declaration(name, kind) for name, kind in kinds.items()]
    head = f"/**\n * {says}\n *\n * Generated by frontend/scripts/contract.py; do not edit.\n */"
    imports = [
        f'import type {{ {", ".join(sorted(names))} }} from "./{other}";'
        for other, names in sorted(writer.imports.items())
    ]
    return "\n\n".join([head, *(["\n".join(imports)] if imports else []), *blocks]) + "\n"


class Writer:
    """Writes the types of one file and remembers what it needs from others."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.imports: dict[str, set[str]] = {}

    def declaration(self, name: str, kind: Any) -> str:
        """The exported type of a Python one."""
        if not isinstance(kind, type) or issubclass(kind, Enum) or _is_named_tuple(kind):
            return _alias(name, self._spelled_out(kind))
        rows = [f"  readonly {field}: {self.type_of(hint)};" for field, hint in _fields(kind).items()]
        return "\n".join([_comment(kind), f"export interface {name} {{", *rows, "}"])

    def type_of(self, hint: Any) -> str:
        """A type as another names it."""
        if id(hint) in NAMES:
            file, name = NAMES[id(hint)]
            if file != self._file:
                self.imports.setdefault(file, set()).add(name)
            return name
        return self._spelled_out(hint)

    def _spelled_out(self, hint: Any) -> str:
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self.type_of(arguments[0])
        if origin is Literal:
            return " | ".join(f'"{value}"' for value in arguments)
        if origin in (Union, UnionType):
            return " | ".join(self.type_of(argument) for argument in arguments)
        if origin is not None and issubclass(origin, Mapping):
            key, value = (self.type_of(argument) for argument in arguments)
            return f"Readonly<Record<{key}, {value}>>"
        if origin is not None and issubclass(origin, Sequence):
            item = self.type_of(arguments[0])
            return f"readonly ({item})[]" if " " in item else f"readonly {item}[]"
        if isinstance(hint, type) and issubclass(hint, Enum):
            return " | ".join(f'"{member.value}"' for member in hint)
        if isinstance(hint, type) and _is_named_tuple(hint):
            return f"readonly [{', '.join(self.type_of(field) for field in get_type_hints(hint).values())}]"
        return PLAIN[getattr(hint, "__name__", str(hint))]


PLAIN = {
    "str": "string",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    NoneType.__name__: "null",
    "datetime": "string",
    "AwareDatetime": "string",
    "Any": "unknown",
}


def _fields(kind: type) -> dict[str, Any]:
    """The JSON fields of a type; what the server fills in by itself is left out."""
    hints = get_type_hints(kind, include_extras=True)
    if issubclass(kind, BaseModel):
        return {name: hints[name] for name, field in kind.model_fields.items() if not _is_constant(field)}
    if issubclass(kind, events.Event):
        stated = {field.name: hints[field.name] for field in dataclass_fields(kind)}  # type: ignore[arg-type]  # a dataclass here
        stated = {RENAMED.get(name, name): hint for name, hint in stated.items()}
        return {"type": Literal[kind.type], **stated}
    if is_dataclass(kind):
        return {field.name: hints[field.name] for field in dataclass_fields(kind)}
    return {name: hint for name, hint in hints.items() if get_origin(hint) is not ClassVar}


def _is_constant(field: Any) -> bool:
    """A marker with one possible value, which need not be sent."""
    return get_origin(field.annotation) is Literal and get_args(field.annotation) == (field.default,)


def _is_named_tuple(kind: type) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


def _alias(name: str, spelled_out: str) -> str:
    """A name for a type; a long union has a line for each of its parts."""
    line = f"export type {name} = {spelled_out};"
    if len(line) <= LONGEST_LINE:
        return line
    parts = [f"  | {part}" for part in spelled_out.split(" | ")]
    return "\n".join([f"export type {name} =", *parts]) + ";"


def _comment(kind: type) -> str:
    """What the docstring says before it names single fields."""
    says = inspect.cleandoc(kind.__doc__ or "").split("\n\nAttributes:")[0]
    lines = says.replace("``", "`").splitlines()
    if len(lines) == 1:
        return f"/** {lines[0]} */"
    return "\n".join(["/**", *(f" * {line}".rstrip() for line in lines), " */"])


def main() -> None:
    """Write every file; says which."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, text in contract().items():
        (TARGET / name).write_text(text, encoding="utf-8")
        print(TARGET / name)  # noqa: T201


if __name__ == "__main__":
    main()
