"""What the player says: so that the camera can see the exercise, and when it hurts."""

from django.utils.translation import gettext as _

from sinew.motion.events import Prompt
from sinew.program.phases import Light


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


def pain_advice() -> dict[str, str]:
    """What to do about pain in each zone of the traffic light."""
    return {
        Light.GREEN: _("That is a level we can work with. Go gently, and stop again if it grows."),
        Light.AMBER: _("That is a signal to do less. Take an easier version or the next exercise."),
        Light.RED: _("Let us stop here for today. Rest, and tell your care team if it does not settle."),
    }
