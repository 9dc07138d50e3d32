"""An insurer's line as all processes share it: in the database."""

from datetime import datetime

from django.db import transaction

from sinew.apps.coverage.insurer.policy import Circuit
from sinew.apps.coverage.models import InsurerLine

HIGHEST_CONTROL = 999_999_999


class StoredLine:
    """Control numbers and rests of one insurer, one process at a time."""

    def __init__(self, insurer: str) -> None:
        self._insurer = insurer

    @transaction.atomic
    def control(self) -> int:
        row = self._locked()
        row.last_control = row.last_control % HIGHEST_CONTROL + 1
        row.save(update_fields=["last_control"])
        return row.last_control

    @transaction.atomic
    def lets_through(self, at: datetime) -> bool:
        row = self._locked()
        circuit = Circuit(row.failures, row.rests_until)
        if not circuit.lets_through(at):
            return False
        self._store(row, circuit.probed(at))
        return True

    @transaction.atomic
    def note(self, *, is_trouble: bool, at: datetime) -> None:
        row = self._locked()
        self._store(row, Circuit(row.failures, row.rests_until).after(is_trouble=is_trouble, at=at))

    def _locked(self) -> InsurerLine:
        InsurerLine.objects.get_or_create(insurer=self._insurer)
        return InsurerLine.objects.select_for_update().get(insurer=self._insurer)

    def _store(self, row: InsurerLine, circuit: Circuit) -> None:
        if (row.failures, row.rests_until) == (circuit.failures, circuit.rests_until):
            return
        row.failures, row.rests_until = circuit.failures, circuit.rests_until
        row.save(update_fields=["failures", "rests_until"])
