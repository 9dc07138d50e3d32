"""What notifications refuse."""

from sinew.errors import SinewError


class TooManyDevices(SinewError):
    """A person has as many devices as may be."""

    def __init__(self, most: int) -> None:
        super().__init__(f"You have {most} devices already. Remove one that you no longer use.")
