"""What accounts refuse."""

from sinew.errors import SinewError


class AddressTaken(SinewError):
    """An account with this e-mail address exists already."""

    def __init__(self) -> None:
        super().__init__("An account with this e-mail address exists already.")


class NoCredential(SinewError):
    """An account has entered no credential."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} has entered no credential yet; they do so in their settings.")
