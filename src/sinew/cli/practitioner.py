"""``sinew practitioner create|credential EMAIL``: accounts of therapists, coaches and clinical editors."""

import argparse

from sinew.cli.framework import EXIT_OK, on_database, refuse, set_up
from sinew.vocabulary import Role

ROLES = (Role.PHYSICAL_THERAPIST, Role.COACH, Role.CLINICAL_EDITOR)
NEXT = """\
{email} has an account. Tell them:
  1. Open {url}/accounts/login/ and choose "Forgot your password?"; a code comes by e-mail.
  2. Set a password and sign in. Sinew then asks for a second factor (a passkey or an authenticator
     app) and shows nobody's record before it is set up."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "practitioner", help="make the account of a therapist, coach or clinical editor"
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action")
    create = actions.add_parser(
        "create",
        help="make an account that may be on care teams, or review content",
        description="Make the account of a therapist, coach or clinical editor; prints how they sign in.",
    )
    create.add_argument("email")
    create.add_argument("--role", required=True, choices=[role.value for role in ROLES])
    create.add_argument("--name", required=True, help="what members read, with the title: Dana Ruiz, PT")
    credential = actions.add_parser(
        "credential",
        help="show the license somebody entered, or confirm it",
        description="Show the license a clinician entered; confirm it once you have checked it yourself.",
    )
    credential.add_argument("email")
    credential.add_argument("--confirm", action="store_true", help="note that you have checked it")


def run(args: argparse.Namespace) -> int:
    """Make the practitioner's account; 0 done, 3 refused."""
    set_up()
    return on_database(lambda: (_create if args.action == "create" else _credential)(args))


def _create(args: argparse.Namespace) -> int:
    from django.conf import settings  # noqa: PLC0415 (after set-up)
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.validators import validate_email  # noqa: PLC0415

    from sinew.apps.accounts.models import User  # noqa: PLC0415
    from sinew.apps.practice.operations.access import create_practitioner  # noqa: PLC0415

    try:
        validate_email(args.email)
        User(email=args.email, display_name=args.name).clean_fields(exclude=["password"])
    except ValidationError as refused:
        return refuse(" ".join(refused.messages))
    role = Role(args.role)
    create_practitioner(email=args.email, role=role, name=args.name)
    print(NEXT.format(email=args.email, url=settings.SITE_URL))
    if role is Role.PHYSICAL_THERAPIST:
        print("New members go to the physical therapist who looks after the fewest.")
    if role is Role.CLINICAL_EDITOR:
        print("They review content, and see no member's record.")
        return EXIT_OK
    print(f"To put them on a care team now: sinew care-team add MEMBER_ID {args.email}")
    return EXIT_OK


def _credential(args: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.accounts.credentials import confirm_credential, credential_of  # noqa: PLC0415
    from sinew.apps.accounts.errors import NoCredential  # noqa: PLC0415
    from sinew.apps.practice.operations.access import account_of  # noqa: PLC0415

    user = account_of(args.email)
    if args.confirm:
        confirm_credential(user=user, at=timezone.now(), by=None)
    credential = credential_of(user)
    if credential is None:
        raise NoCredential(user.email)
    kind = credential.get_kind_display()
    print(f"{user.name}, {kind}, license {credential.license_number}")
    print(f"Given by {credential.issuing_body}, {credential.country}; until {credential.valid_until}")
    print(f"Standing: {credential.standing}")
    return EXIT_OK
