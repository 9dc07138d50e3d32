"""What the front page shows of the content."""

from dataclasses import dataclass

from sinew.content import Content, Exercise

HERO = ("hamstring-curl-standing", "bridge-double", "mini-squat")
SHELF = (
    "bridge-double",
    "sit-to-stand",
    "hamstring-stretch-seated",
    "donkey-kick",
    "heel-slide",
    "downward-dog-bent",
)


@dataclass(frozen=True)
class FrontPage:
    """The exercises the front page shows moving, as far as they have a figure."""

    content: Content

    @property
    def hero(self) -> Exercise | None:
        return next(iter(self._drawn(HERO)), None)

    @property
    def shelf(self) -> list[Exercise]:
        return self._drawn(SHELF)

    @property
    def exercise_count(self) -> int:
        return len(self.content.exercises)

    def _drawn(self, ids: tuple[str, ...]) -> list[Exercise]:
        found = (self.content.exercises.get(one) for one in ids)
        return [exercise for exercise in found if exercise is not None and exercise.movement is not None]
