"""What accounts refuse."""

from sinew.errors import SinewError


class AddressTaken(SinewError):
    """An account with this e-mail address exists already."""

    def __init__(self) -> None:
        super().__init__("An account with this e-mail address exists already.")
