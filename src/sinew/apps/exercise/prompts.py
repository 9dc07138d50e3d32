"""What the player says so that the camera can see the exercise, by the motion engine's prompt ids."""

from django.utils.translation import gettext as _

from sinew.motion.events import Prompt


def prompt_sentences() -> dict[str, str]:
    """A sentence for every prompt the engine can give."""
    return {
        Prompt.STEP_INTO_VIEW: _("Step into view, whole body please."),
        Prompt.MOVE_BACK: _("Move back a little."),
        Prompt.COME_CLOSER: _("Come a little closer."),
        Prompt.SHOW_ANKLE: _("I cannot see your ankle."),
        Prompt.SHOW_KNEE: _("I cannot see your knee."),
        Prompt.SHOW_HIP: _("I cannot see your hip."),
        Prompt.SHOW_SHOULDER: _("I cannot see your shoulder."),
        Prompt.TURN_SIDE_ON: _("Turn your side to the camera."),
        Prompt.STAND_UPRIGHT_PHONE: _("Stand the phone upright."),
        Prompt.TAKE_START_POSITION: _("Take the start position."),
        Prompt.HOLD_STILL: _("Hold still for a moment."),
    }
