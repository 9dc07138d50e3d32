"""`sinew plan` prints from files what the web shows from the database."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from sinew.apps.care import actions as care
from sinew.apps.care import planning
from sinew.apps.care.models import CarePlan
from sinew.cli import main
from tests.apps.members import world

pytestmark = pytest.mark.django_db


def printed(plan: CarePlan, folder: Path, capsys: pytest.CaptureFixture[str], day: str) -> dict[str, object]:
    """What `sinew plan` answers for this member's answers and history, as the export holds them."""
    intake, history = folder / "intake.json", folder / "history.json"
    intake.write_text(json.dumps({"as_of": plan.as_of.isoformat(), "answers": plan.answers}))
    history.write_text(json.dumps({"events": plan.history}))
    assert main(["plan", str(intake), "--history", str(history), "--day", day, "--json"]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_the_plan_of_the_command_line_is_the_plan_of_the_web(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    plan = world.planned()
    world.exercised(plan, pain=3)
    next_day = world.DAY + timedelta(days=1)
    care.record_morning(plan=plan, compared="+2", on=next_day, at=world.at(next_day), by=plan.member.user)
    on_the_web = planning.current_plan(plan, next_day).to_json()
    assert printed(plan, tmp_path, capsys, next_day.isoformat()) == json.loads(json.dumps(on_the_web))
    assert on_the_web["decision"]["outcome"] == "regress"
