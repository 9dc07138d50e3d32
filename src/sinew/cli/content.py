"""``sinew content``: check the clinical content, write the JSON Schema of its files, list its reviews."""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sinew.cli.framework import on_database, set_up
from sinew.content import (
    Content,
    Licensed,
    State,
    Translation,
    default_root,
    first_line,
    load,
    read_accuracy,
    read_languages,
    read_licensed,
    read_monitoring,
    read_sponsor_reports,
    translated,
)
from sinew.content.accuracy import FOLDER, out_of_date
from sinew.content.care_team import FOLDER as CARE_TEAM
from sinew.content.care_team import read_attention
from sinew.content.messaging import FOLDER as MESSAGING
from sinew.content.messaging import read_messaging
from sinew.content.monitoring import FOLDER as MONITORING
from sinew.content.schema import schemas, write_schemas
from sinew.content.sponsor_reports import FOLDER as SPONSORS
from sinew.errors import InputRefused, Problem

EXIT_OK = 0
EXIT_REFUSED = 3
REMEMBERED = 500
"""Verdicts kept from one check to the next, the latest ones."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command to the ``sinew`` parser."""
    parser = subparsers.add_parser("content", help="check the clinical content, or list its reviews")
    tasks = parser.add_subparsers(title="tasks", metavar="TASK", dest="task", required=True)
    check = tasks.add_parser("check", help="validate all content; list every problem with file and line")
    schema = tasks.add_parser("schema", help="write the JSON Schema of every kind of content file")
    reviews = tasks.add_parser("reviews", help="list every sign-off of this installation, withdrawn ones too")
    reviews.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    words = tasks.add_parser("translations", help="list what each language has no words for yet")
    words.add_argument(
        "--language", default=None, metavar="CODE", help="one language, in full; one without a folder, too"
    )
    for task in (check, schema, words):
        task.add_argument("--root", type=Path, default=None, help="the content folder (default: ours)")
        task.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    check.add_argument(
        "--licensed",
        type=Path,
        default=os.environ.get("SINEW_LICENSED_WORDING") or None,
        help="the folder of licensed wording (default: SINEW_LICENSED_WORDING, else none)",
    )


def run(args: argparse.Namespace) -> int:
    """Run one of the tasks; 3 when the content was refused."""
    if args.task == "reviews":
        set_up()
        return on_database(lambda: _reviews(as_json=args.json))
    root: Path = args.root or default_root()
    if args.task == "translations":
        return _translations(root, args.language, as_json=args.json)
    if args.task == "schema":
        return _schema(root, as_json=args.json)
    return _check(root, args.licensed, as_json=args.json)


def _check(root: Path, licensed: Path | None, *, as_json: bool) -> int:
    verdicts = _remembered()
    try:
        content = load(root, verdicts=verdicts)
        unmeasured = _out_of_date(content, root)
        messages = read_messaging(root).counts if (root / MESSAGING).is_dir() else {}
        ranking = _ranking(root, content)
        if (root / MONITORING).is_dir():
            messages = {**messages, **read_monitoring(root).counts}
        if (root / SPONSORS).is_dir():
            read_sponsor_reports(root, content.references)
        languages = _languages(content, root)
        added = _licensed(content, licensed)
    except InputRefused as refused:
        return _refuse(refused, as_json=as_json)
    finally:
        _remember(verdicts)
    counts = _counts(content) | dict(messages) | dict(ranking)
    if as_json:
        in_words = {language: _state_counts(found) for language, found in languages.items()}
        forms = _forms(added)
        document = {"version": content.version, "counts": counts, "languages": in_words, "licensed": forms}
        print(json.dumps(document, indent=2))
        return EXIT_OK
    print("Content is sound.")
    if unmeasured:
        names = ", ".join(unmeasured)
        print(f"Changed since they were measured (python -m tests.proof --publish): {names}")
    for what, count in counts.items():
        print(f"{count:5} {what.replace('_', ' ')}")
    for found in languages.values():
        print(_share(found))
    print(f"Version {content.version}")
    for form, state in _forms(added).items():
        print(f"Licensed wording of {form}: {state}")
    return EXIT_OK


def _ranking(root: Path, content: Content) -> Mapping[str, int]:
    """What the caseload is ranked by, if this folder has it; its numbers have to fit the program."""
    if not (root / CARE_TEAM).is_dir():
        return {}
    attention = read_attention(root)
    attention.require_fit(content.program)
    return attention.counts


def _out_of_date(content: Content, root: Path) -> tuple[str, ...]:
    """Exercises whose measurements are not theirs any more; a content folder of one's own need have none.

    Raises:
        InputRefused: with every problem of the files of what was measured.
    """
    if not (root / FOLDER).is_dir():
        return ()
    signals = {name: item.tracking.signal for name, item in content.exercises.items() if item.tracking}
    return out_of_date(read_accuracy(root), signals)


def _languages(content: Content, root: Path) -> dict[str, Translation]:
    """Every translation, checked as if it were shown.

    Raises:
        InputRefused: with every problem of every language.
    """
    found: dict[str, Translation] = {}
    problems: list[Problem] = []
    for language, written in read_languages(root).items():
        try:
            found[language] = translated(content, language, written).translation
        except InputRefused as refused:
            problems.extend(refused.problems)
    if problems:
        raise InputRefused(tuple(problems))
    return found


def _state_counts(translation: Translation) -> dict[str, int]:
    states = list(translation.states.values())
    return {state.value: states.count(state) for state in State}


def _share(translation: Translation) -> str:
    counts = _state_counts(translation)
    done, all_of_them = counts.pop(State.TRANSLATED), len(translation.states)
    rest = "".join(f", {count} {state}" for state, count in counts.items() if count)
    said = f"{done} of {all_of_them} texts translated{rest}"
    return f"{translation.language}: {said}; what has no words is shown in English"


def _translations(root: Path, language: str | None, *, as_json: bool) -> int:
    try:
        content = load(root)
        languages = _languages(content, root)
        if language is not None:
            languages = {language: languages.get(language) or translated(content, language, {}).translation}
    except InputRefused as refused:
        return _refuse(refused, as_json=as_json)
    if as_json:
        print(json.dumps({name: dict(found.states) for name, found in languages.items()}, indent=2))
        return EXIT_OK
    for found in languages.values():
        print(_share(found))
        for name, state in found.states.items() if language else ():
            begin = "" if state is State.TRANSLATED else f"   {first_line(name, content.files[name])}"
            print(f"  {state:13} {name}{begin}")
    if not languages:
        print("English only. To begin another language: sinew content translations --language de")
    return EXIT_OK


def _licensed(content: Content, root: Path | None) -> Licensed:
    """The operator's licensed wording, refused with every problem like the content itself."""
    if content.outcomes is None:
        return Licensed()
    found = read_licensed(root, content.outcomes)
    if found.problems:
        raise InputRefused(found.problems)
    return found


def _forms(licensed: Licensed) -> dict[str, str]:
    """Each measure that needs a license, and whether it can be shown."""
    return dict.fromkeys(sorted(licensed.wording), "loaded") | dict.fromkeys(licensed.waiting, "missing")


def _memory() -> Path:
    """Where this machine remembers what the engine counted; losing it costs only time."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "sinew" / "counted-figures.json"


def _remembered() -> dict[str, list[str]]:
    with suppress(OSError, ValueError, TypeError, AttributeError):
        found = json.loads(_memory().read_text(encoding="utf-8"))
        return {str(key): [str(message) for message in messages] for key, messages in found.items()}
    return {}


def _remember(verdicts: Mapping[str, list[str]]) -> None:
    with suppress(OSError):
        _memory().parent.mkdir(parents=True, exist_ok=True)
        lately = dict(list(verdicts.items())[-REMEMBERED:])
        _memory().write_text(json.dumps(lately), encoding="utf-8")


def _refuse(refused: InputRefused, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"problems": [problem.to_json() for problem in refused.problems]}, indent=2))
        return EXIT_REFUSED
    for problem in refused.problems:
        print(problem, file=sys.stderr)
    count = len(refused.problems)
    print(f"sinew content: {count} problem{'' if count == 1 else 's'}; nothing was loaded.", file=sys.stderr)
    return EXIT_REFUSED


def _counts(content: Content) -> dict[str, int]:
    exercises = content.exercises.values()
    return {
        "exercises": len(content.exercises),
        "with_figure": sum(exercise.movement is not None for exercise in exercises),
        "with_tracking": sum(exercise.tracking is not None for exercise in exercises),
        "articles": len(content.articles),
        "measures": len(content.outcomes.measures) if content.outcomes else 0,
        "questions": len(content.intake.questions),
        "red_flags": len(content.program.flags),
        "references": len(content.references),
        "terms": len(content.terms),
    }


def _schema(root: Path, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(schemas(), indent=2))
        return EXIT_OK
    for path in write_schemas(root / "schema"):
        print(path)
    return EXIT_OK


def _reviews(*, as_json: bool) -> int:
    from sinew.apps.library.reviews import export  # noqa: PLC0415 (after set-up)
    from sinew.apps.web.content import current  # noqa: PLC0415

    content = current()
    reviews = export(content)
    if as_json:
        print(json.dumps({"content_version": content.version, "reviews": reviews}, indent=2))
        return EXIT_OK
    for review in reviews:
        ended = "withdrawn" if review["withdrawn_at"] else "stands"
        now = "as it is now" if review["is_current_version"] else "an earlier version"
        print(f"{review['signed_at'][:10]}  {review['kind']}/{review['item']}  {now}, {ended}")
        print(f"            {review['reviewer']}, {review['credential']['kind'].replace('_', ' ')}")
    print(f"{len(reviews)} sign-off{'' if len(reviews) == 1 else 's'}")
    return EXIT_OK
