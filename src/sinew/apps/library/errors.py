"""What the review of content refuses, each in words for the person it stops."""

from sinew.errors import SinewError


class CannotReview(SinewError):
    """This account may not sign content off, or not yet."""


class SecondFactorNeeded(CannotReview):
    """The account has no second factor."""

    def __init__(self) -> None:
        super().__init__("Set up a second factor first, then you can sign this off.")


class CredentialNeeded(CannotReview):
    """No credential was entered, or it has run out."""

    def __init__(self) -> None:
        super().__init__("Enter a license that is valid today first, then you can sign this off.")


class ItemChanged(SinewError):
    """The item is no longer the one that was read."""

    def __init__(self) -> None:
        super().__init__(
            "This item has changed since you opened it, so nothing was signed. "
            "The page now shows the new version: read what changed, then sign it off."
        )


class SignOffStands(SinewError):
    """A sign-off cannot be withdrawn by this account, or was withdrawn before."""

    def __init__(self) -> None:
        super().__init__("You can withdraw a sign-off of your own that still stands.")


class ReviewIsAppendOnly(SinewError):
    """A review was to be changed or removed."""

    def __init__(self) -> None:
        super().__init__("Reviews are only ever added; withdraw one instead.")
