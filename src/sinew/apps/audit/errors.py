"""What the audit trail refuses."""

from sinew.errors import SinewError


class AuditIsAppendOnly(SinewError):
    """An audit entry was to be changed or removed."""

    def __init__(self) -> None:
        super().__init__("Audit entries are only ever added.")
