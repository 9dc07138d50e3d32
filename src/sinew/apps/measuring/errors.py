"""What measuring refuses to do; each sentence says what to do instead."""

from django.utils.translation import gettext as _

from sinew.apps.web import content as shown
from sinew.errors import SinewError
from sinew.motion.steady import Limit, Poor


class NotTheTherapist(SinewError):
    """Only the physical therapist of a visit adds to its record."""

    def __init__(self) -> None:
        super().__init__(_("Only the physical therapist of this visit can add to its record."))


class RoomClosed(SinewError):
    """The visit has not begun, is over or was cancelled."""

    def __init__(self) -> None:
        super().__init__(_("This visit is not open now. Measure while it is."))


class NotOffered(SinewError):
    """Such a measure, side or exercise is not offered."""

    def __init__(self) -> None:
        super().__init__(_("Choose what is measured from the list."))


class KeyUsedElsewhere(SinewError):
    """The key of this entry belongs to another one."""

    def __init__(self) -> None:
        super().__init__(_("Something else was saved already under this key. Mark it again."))


class TooPoor(SinewError):
    """What was seen gives no number.

    Attributes:
        code: which reason it is.
    """

    def __init__(self, why: Poor | Limit) -> None:
        self.code = why.value if isinstance(why, Poor) else why.id
        super().__init__(_sentence(why))


class AlreadyStruck(SinewError):
    """The entry was struck through."""

    def __init__(self) -> None:
        super().__init__(_("This was struck through. Measure again instead."))


class NoTestResult(SinewError):
    """What was measured cannot be a result of a test; the message says why."""


def _sentence(why: Poor | Limit) -> str:
    """What is wrong, for the therapist; a test's own conditions have their sentences in the content."""
    if isinstance(why, Limit):
        found = shown.current().movement_tests
        said = found.words.problems.get(why.id, "") if found is not None else ""
        return _("Not the position of this test: %(what)s") % {"what": said or why.id}
    return {
        Poor.NOTHING: _("No points have arrived yet. Wait a moment, then mark again."),
        Poor.TOO_FEW: _("Too few pictures in the last seconds. Hold the position a little longer."),
        Poor.NOT_SEEN: _(
            "The joint is not seen well enough. Ask for more light, or the whole limb in the picture."
        ),
        Poor.MOVING: _("The joint is moving. Ask to hold still for two seconds, then mark."),
        Poor.WRONG_VIEW: _(
            "This test is read from another side. Ask to turn to the camera as the test says."
        ),
    }[why]
