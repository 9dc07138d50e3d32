"""What was agreed with a sponsor, in words for its managers and its people."""

from dataclasses import dataclass

from sinew.apps.coverage.models import Sponsor
from sinew.apps.web import content


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whom a sponsor pays for, what, and from when to when."""

    sponsor: Sponsor

    @property
    def who(self) -> str:
        """Whom it pays for."""
        people = (
            "Subscribers" if self.sponsor.covers == Sponsor.Covers.SUBSCRIBERS else "Everybody on the roster"
        )
        return f"{people} from the age of {self.sponsor.minimum_age} on"

    @property
    def programs(self) -> str:
        """The programs it pays for, by name."""
        ids = self.sponsor.programs or [content.current().program.id]
        names = [f"{one} program".replace("-", " ") for one in ids]
        return (
            f"The {names[0]}" if len(names) == 1 else f"The {', the '.join(names[:-1])} and the {names[-1]}"
        )

    @property
    def cost(self) -> str:
        """What a member pays."""
        return self.sponsor.member_cost or "Nothing. The sponsor pays for all of it."
