"""What tailoring refuses."""

from sinew.errors import SinewError


class NameTaken(SinewError):
    """This therapist has a template of this name already."""

    def __init__(self) -> None:
        super().__init__("You have a template of this name already. Choose another name.")


class NothingToKeep(SinewError):
    """There is no list a template could be made from."""

    def __init__(self) -> None:
        super().__init__("There is no list of exercises here that a template could be made from.")


class OnlyTipsWithoutTherapist(SinewError):
    """Somebody who is no physical therapist tried to change more than a tip."""

    def __init__(self) -> None:
        super().__init__("A coach may write tips. Everything else is proposed to a physical therapist.")


class ProposalSettled(SinewError):
    """Somebody has answered this proposal already."""

    def __init__(self) -> None:
        super().__init__("Somebody has answered this proposal already.")


class ReasonNotOwn(SinewError):
    """A limit was to be lifted with nothing but the sentences that content suggests."""

    def __init__(self) -> None:
        super().__init__(
            "A reason that lifts a limit has to be your own. Say what you know and the program does not."
        )
