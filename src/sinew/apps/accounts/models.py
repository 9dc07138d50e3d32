"""Who signs in: one account per person, an e-mail address as its name, and one role."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from sinew.vocabulary import Role

PRACTITIONER_ROLES = frozenset({Role.PHYSICAL_THERAPIST, Role.COACH})
REVIEWER_ROLES = PRACTITIONER_ROLES | {Role.CLINICAL_EDITOR}
"""Who may read what awaits review and, with a valid credential, sign it off."""


def check_timezone(name: str) -> None:
    """Refuse a name the time zone database does not know."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValidationError("Choose a time zone from the list.") from problem


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A stored account; without a password it can only be entered after a reset."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with this e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    display_name = models.CharField("name", max_length=80, blank=True)
    role = models.CharField(max_length=20, choices=[(role, role) for role in Role], default=Role.MEMBER)
    timezone = models.CharField(max_length=64, default="UTC", validators=[check_timezone])
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_email_once"),
            models.CheckConstraint(condition=models.Q(role__in=list(Role)), name="accounts_role_known"),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"

    @property
    def name(self) -> str:
        """What to call this person on screen; the part before the @ until they say."""
        return self.display_name or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        """One or two letters for the avatar; what follows a comma ("PT") does not count."""
        words = self.name.partition(",")[0].replace(".", " ").split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"

    @property
    def is_member(self) -> bool:
        return self.role == Role.MEMBER

    @property
    def is_practitioner(self) -> bool:
        """Whether this is a physical therapist or a coach."""
        return self.role in PRACTITIONER_ROLES

    @property
    def is_reviewer(self) -> bool:
        """Whether this is a practitioner or a clinical editor."""
        return self.role in REVIEWER_ROLES

    @property
    def is_operator(self) -> bool:
        return self.role == Role.OPERATOR

    @property
    def needs_second_factor(self) -> bool:
        """Whether this role must sign in with a second factor: everyone but members."""
        return not self.is_member

    def get_short_name(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class CredentialQuerySet(models.QuerySet["Credential"]):
    def current(self) -> Self:
        """Those that no later entry has replaced."""
        return self.filter(ended_at=None)

    def visible_to(self, user: User) -> Self:
        """One's own; nobody else reads a license number in the application."""
        return self.filter(user=user)


class Credential(models.Model):
    """A professional license, as its holder entered it; what is entered anew replaces it and ends this row.

    Attributes:
        valid_until: the last day on which it is valid.
        confirmed_at: when an operator confirmed it; ``None`` means "as entered, not verified".
    """

    class Kind(models.TextChoices):
        PHYSICAL_THERAPIST = "physical_therapist", "Physical therapist"
        PHYSICIAN = "physician", "Physician"
        OCCUPATIONAL_THERAPIST = "occupational_therapist", "Occupational therapist"
        ATHLETIC_TRAINER = "athletic_trainer", "Athletic trainer"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=30, choices=Kind)
    license_number = models.CharField(max_length=40)
    issuing_body = models.CharField(max_length=120)
    country = models.CharField(max_length=60)
    valid_until = models.DateField()
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at=None), name="accounts_one_current_credential"
            )
        ]

    def __str__(self) -> str:
        return f"credential {self.pk}"

    def is_valid_on(self, day: date) -> bool:
        """Whether it has not run out by this day, nor been replaced."""
        return self.ended_at is None and day <= self.valid_until

    @property
    def standing(self) -> str:
        """Whether anybody but its holder has looked at it."""
        return "confirmed by an operator" if self.confirmed_at else "as entered, not verified"
