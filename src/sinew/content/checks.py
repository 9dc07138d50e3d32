"""Checks that content fits together; every finding has a file, a line, a code and a sentence."""

from collections.abc import Collection, Mapping

from sinew.content.article import MARKS, ArticleText
from sinew.content.authored import ArticleFile, ExerciseFile
from sinew.content.coaching import CoachingFile
from sinew.content.drafts import ArticleDraft, Draft, ExerciseDraft
from sinew.content.guided_tests import check_guided_tests
from sinew.content.limits import check_limits
from sinew.content.markdown import all_spans, slug
from sinew.content.movement_tests import check_movement_tests
from sinew.content.outcomes import check_outcomes
from sinew.content.prose import check_program_texts, check_prose
from sinew.content.source import Report, YamlFile
from sinew.content.vocabulary import Vocabulary
from sinew.content.vocabulary_checks import check_vocabulary, report_unknown
from sinew.vocabulary import Evidence

SIDES_OF_EVIDENCE = ("exercise", "dosage", "limits", "coaching")


def check(draft: Draft, report: Report) -> None:
    """Report everything that does not fit together in the parsed content."""
    for name, exercise in draft.exercises.items():
        _check_exercise(name, exercise, draft, report)
    _check_ladders(draft, report)
    check_limits(draft, report)
    for name, article in draft.articles.items():
        _check_article(name, article, draft, report)
    check_vocabulary(draft.yaml, draft.vocabulary, report)
    check_program_texts(draft.yaml, draft.vocabulary.references, report)
    check_outcomes(draft.yaml, draft.outcomes, draft.vocabulary.references, report)
    check_guided_tests(draft.guided_tests, draft.program, draft.exercises, draft.yaml, report)
    references = draft.vocabulary.references
    check_movement_tests(draft.movement_tests, draft.program, references, draft.yaml, report)


def _check_exercise(name: str, exercise: ExerciseDraft, draft: Draft, report: Report) -> None:
    _check_id(name, exercise.yaml, report)
    if exercise.coaching is not None:
        check_prose(exercise.path("coaching.en.md"), exercise.coaching.sentences, report)
        _check_cues(exercise, exercise.coaching, draft, report)
    if exercise.file is not None:
        _check_exercise_references(exercise.file, exercise.yaml, draft.vocabulary, report)
        _check_evidence(exercise.file, exercise.yaml, draft.vocabulary, report)
        _check_doses(exercise.file, exercise.yaml, draft.vocabulary, report)
        _check_camera(exercise, exercise.file.untracked, draft.vocabulary, report)
        _check_tracking(name, exercise, exercise.file.faults, report)


def _check_id(name: str, file: YamlFile, report: Report) -> None:
    stated = file.data.get("id") if isinstance(file.data, Mapping) else None
    if stated is not None and stated != name:
        message = f"The id is “{stated}” but the folder is “{name}”."
        report.add(file.name, file.line("id"), "id-mismatch", message)


def _check_exercise_references(file: ExerciseFile, yaml: YamlFile, lists: Vocabulary, report: Report) -> None:
    for key in ("main", "also"):
        ids = [(name, yaml.line("muscles", key, n)) for n, name in enumerate(getattr(file.muscles, key))]
        report_unknown(ids, lists.muscles, "muscle", yaml.name, report)
    groups = [group if isinstance(group, list) else [group] for group in file.equipment]
    needed = [(name, yaml.line("equipment", n)) for n, group in enumerate(groups) for name in group]
    optional = [(name, yaml.line("optional_equipment", n)) for n, name in enumerate(file.optional_equipment)]
    report_unknown([*needed, *optional], lists.equipment, "equipment", yaml.name, report)
    faults = [(name, yaml.line("faults", n)) for n, name in enumerate(file.faults)]
    report_unknown(faults, lists.faults, "fault", yaml.name, report)
    references = [(name, yaml.line("references", n)) for n, name in enumerate(file.references)]
    report_unknown(references, lists.references, "reference", yaml.name, report)
    if not references:
        report.add(yaml.name, yaml.line("references"), "no-references", "Name at least one reference.")


def _check_evidence(file: ExerciseFile, yaml: YamlFile, lists: Vocabulary, report: Report) -> None:
    for side in SIDES_OF_EVIDENCE:
        general = [mark for mark in file.evidence if mark.of == side and not mark.phases]
        if len(general) != 1:
            message = f"“{side}” needs exactly one evidence mark without phases; it has {len(general)}."
            report.add(yaml.name, yaml.line("evidence"), "evidence-mark", message)
    for n, mark in enumerate(file.evidence):
        line = yaml.line("evidence", n)
        for phase in mark.phases:
            if phase not in file.dosage or mark.of != "dosage":
                message = f"“{phase}” is no phase with a dose here, or this mark is not about dosage."
                report.add(yaml.name, line, "evidence-mark", message)
        for name in mark.references:
            if name not in file.references:
                message = f"“{name}” supports the {mark.of} but is not among the references."
                report.add(yaml.name, line, "unlisted-reference", message)
        found = [
            name
            for name in mark.references
            if name in lists.references and lists.references[name].mark == "found"
        ]
        if mark.mark is Evidence.PUBLISHED and not found:
            message = f"The {mark.of} is marked published, so it needs a reference that was found."
            report.add(yaml.name, line, "published-without-source", message)


def _check_doses(file: ExerciseFile, yaml: YamlFile, lists: Vocabulary, report: Report) -> None:
    counted = file.counted
    for phase, dose in file.dosage.items():
        line = yaml.line("dosage", phase)
        for field, known in (("load", lists.loads), ("range", lists.ranges)):
            ids = getattr(dose, field) or ()
            named = [(name, yaml.line("dosage", phase, field, n)) for n, name in enumerate(ids)]
            report_unknown(named, known, field, yaml.name, report)
        for field in ("sets", "repetitions", "hold_s", "rest_s", "per_week", "per_day"):
            span = getattr(dose, field)
            if span is not None and span[0] > span[1]:
                message = f"{field} of phase {phase}: {span[0]:g} to {span[1]:g} runs backward."
                report.add(yaml.name, yaml.line("dosage", phase, field), "empty-range", message)
        needed = "repetitions" if counted == "repetitions" else "hold_s"
        if getattr(dose, needed) is None:
            message = f"Phase {phase} has no {needed}, which an exercise counted by {counted} needs."
            report.add(yaml.name, line, "phase-without-dosage", message)
        if dose.per_week[1] > 7:
            report.add(yaml.name, line, "dosage-limit", f"Phase {phase}: per_week counts days, at most 7.")
    if counted == "repetitions" and file.tempo is None:
        report.add(yaml.name, yaml.line("tempo"), "missing-tempo", "Counted repetitions need a tempo.")


def _check_cues(exercise: ExerciseDraft, coaching: CoachingFile, draft: Draft, report: Report) -> None:
    path, lines = exercise.path("coaching.en.md"), coaching.cue_lines
    report_unknown(lines.items(), draft.vocabulary.faults, "fault", path, report)
    if exercise.file is None:
        return
    for n, fault in enumerate(exercise.file.faults):
        if fault not in lines:
            message = f"The fault “{fault}” has no cue in coaching.en.md."
            report.add(exercise.yaml.name, exercise.yaml.line("faults", n), "missing-cue", message)
    for fault, line in lines.items():
        if fault not in exercise.file.faults:
            report.add(path, line, "unlisted-fault", f"“{fault}” is not among the faults of exercise.yaml.")


def _check_camera(exercise: ExerciseDraft, untracked: str | None, lists: Vocabulary, report: Report) -> None:
    """Either there is a tracking definition, or a reason why a camera cannot count."""
    yaml, is_tracked = exercise.yaml, exercise.tracking_yaml is not None
    if untracked is not None:
        report_unknown([(untracked, yaml.line("untracked"))], lists.camera_limits, "limit", yaml.name, report)
    if is_tracked and untracked is not None:
        message = "There is a tracking.yaml, so “untracked” must not say that a camera cannot count."
        report.add(yaml.name, yaml.line("untracked"), "tracked-and-untracked", message)
    if not is_tracked and untracked is None:
        message = "Add a tracking.yaml, or say in “untracked” why a camera cannot count this."
        report.add(yaml.name, 1, "untracked-without-reason", message)


def _check_tracking(name: str, exercise: ExerciseDraft, listed: Collection[str], report: Report) -> None:
    """The camera may report only faults the exercise lists, because those have a cue the member hears."""
    tracking, yaml = exercise.tracking, exercise.tracking_yaml
    if tracking is None or yaml is None:
        return
    if tracking.exercise != name:
        message = f"The definition is for “{tracking.exercise}” but the folder is “{name}”."
        report.add(yaml.name, yaml.line("exercise"), "id-mismatch", message)
    for n, rule in enumerate(tracking.faults):
        if rule.id not in listed:
            message = f"The camera may report “{rule.id}”, which exercise.yaml does not list."
            report.add(yaml.name, yaml.line("faults", n), "missing-cue", message)


def _check_ladders(draft: Draft, report: Report) -> None:
    known = {*draft.exercises, *draft.vocabulary.planned_exercises}
    for exercise in draft.exercises.values():
        for way in ("easier", "harder"):
            target = getattr(exercise.file, way, None)
            if target is not None and target not in known:
                message = f"There is no exercise “{target}”, and it is not among the planned ones."
                report.add(exercise.yaml.name, exercise.yaml.line(way), "unknown-exercise", message)
        if exercise.file and exercise.file.easier and exercise.file.easier == exercise.file.harder:
            message = f"“{exercise.file.harder}” cannot be both easier and harder."
            report.add(exercise.yaml.name, exercise.yaml.line("harder"), "ladder-both-ways", message)
    for name in sorted(draft.vocabulary.planned_exercises & set(draft.exercises)):
        file = draft.yaml["vocabulary/planned-exercises.yaml"]
        message = f"“{name}” exists; it is no longer planned."
        report.add(file.name, file.line("planned"), "already-written", message)
    for way in ("easier", "harder"):
        _check_cycles(draft, way, report)


def _check_cycles(draft: Draft, way: str, report: Report) -> None:
    """Going ``easier`` (or ``harder``) again and again must end."""
    following: dict[str, str | None] = {name: getattr(spec, way) for name, spec in draft.specs.items()}
    for start in following:
        chain = [start]
        while (after := following.get(chain[-1])) is not None and after not in chain:
            chain.append(after)
        if after == start and start == min(chain):
            yaml = draft.exercises[start].yaml
            round_trip = " → ".join([*chain, start])
            report.add(yaml.name, yaml.line(way), "ladder-cycle", f"“{way}” goes in a circle: {round_trip}.")


def _check_article(name: str, article: ArticleDraft, draft: Draft, report: Report) -> None:
    _check_id(name, article.yaml, report)
    if article.text is not None:
        check_prose(article.text_name, article.text.prose, report)
        _check_links(article, article.text, draft, report)
    if article.file is not None:
        _check_article_references(article.file, article.yaml, draft, report)
    if article.file is not None and article.text is not None:
        _check_citations(article.file, article.text, article, report)


def _check_article_references(file: ArticleFile, yaml: YamlFile, draft: Draft, report: Report) -> None:
    lists = draft.vocabulary
    known: Mapping[str, tuple[Collection[str], str]] = {
        "references": (lists.references, "reference"),
        "related_terms": (lists.terms, "term"),
        "exercises": (draft.exercises, "exercise"),
    }
    for field, (ids, what) in known.items():
        named = [(item, yaml.line(field, n)) for n, item in enumerate(getattr(file, field))]
        report_unknown(named, ids, what, yaml.name, report)


def _check_links(article: ArticleDraft, text: ArticleText, draft: Draft, report: Report) -> None:
    known: Mapping[str, Collection[str]] = {
        "exercise": draft.exercises,
        "article": draft.articles,
        "term": article.file.related_terms if article.file else draft.vocabulary.terms,
    }
    for span, line in all_spans(text.blocks):
        scheme, _, target = span.target.partition(":")
        if span.kind == "link" and scheme in known and target not in known[scheme]:
            where = "the article's related terms" if scheme == "term" else "the content"
            message = f"The link leads to the {scheme} “{target}”, which is not in {where}."
            report.add(article.text_name, line, "broken-link", message)
    figures = [block for block in text.blocks if block.kind == "figure"]
    shown = [(block.exercise, block.line) for block in figures]
    report_unknown(shown, draft.exercises, "exercise", article.text_name, report)
    for block in figures:
        if block.exercise in draft.exercises and draft.exercises[block.exercise].movement is None:
            message = f"“{block.exercise}” has no figure that could be shown."
            report.add(article.text_name, block.line, "no-figure", message)


def _check_citations(file: ArticleFile, text: ArticleText, article: ArticleDraft, report: Report) -> None:
    listed = file.references
    for name, line in text.cited.items():
        if name not in listed:
            message = f"“{name}” is cited but not among the references of article.yaml."
            report.add(article.text_name, line, "unlisted-reference", message)
    for n, name in enumerate(listed):
        if name not in text.cited:
            line = article.yaml.line("references", n)
            report.add(article.yaml.name, line, "uncited-reference", f"“{name}” is listed but never cited.")
    cited = [(span.text, line) for span, line in all_spans(text.blocks) if span.kind == "cite"]
    marks = [line for name, line in cited if name in MARKS]
    explained = any(block.kind == "heading" and slug(block.text) == "how-sure-we-are" for block in text.body)
    if marks and not explained:
        message = "Evidence marks are used, so the article needs a section “## How sure we are”."
        report.add(article.text_name, marks[0], "unexplained-marks", message)
