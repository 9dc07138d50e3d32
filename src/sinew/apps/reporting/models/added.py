"""Tables that are only ever added to."""

from typing import Any, NoReturn, Self, TypeVar

from django.db import models

from sinew.apps.accounts.models import User
from sinew.apps.coverage.models import Sponsor
from sinew.apps.reporting.errors import IsAppendOnly

Row = TypeVar("Row", bound=models.Model)


class AddedQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        """Those of the sponsors this user manages; an operator all of them."""
        return self.filter(sponsor__in=Sponsor.objects.visible_to(user))

    def update(self, **_changes: Any) -> NoReturn:
        """Refused: what was published cannot change."""
        raise IsAppendOnly

    def delete(self) -> NoReturn:
        """Refused: what was published cannot be taken back."""
        raise IsAppendOnly


class Added(models.Model):
    """A row that stays as it was written."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; refuses to write one that is already stored."""
        if not self._state.adding:
            raise IsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: what was published cannot be taken back."""
        raise IsAppendOnly
