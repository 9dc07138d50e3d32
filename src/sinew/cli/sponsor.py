"""``sinew sponsor create|manager|sign-on|list``: employers and health plans, and who manages them."""

import argparse
import json
from datetime import UTC, date, datetime

from sinew.cli.framework import EXIT_OK, on_database, refuse, set_up
from sinew.cli.sponsor_sign_on import add_sign_on, sign_on
from sinew.vocabulary import Role

KINDS = ("employer", "health_plan")
NEXT = """\
{email} manages {slug}. Tell them:
  1. Open {url}/accounts/login/ and choose "Forgot your password?"; a code comes by e-mail.
  2. Set a password and sign in. Sinew then asks for a second factor (a passkey or an authenticator app)."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser("sponsor", help="employers and health plans, and who manages them")
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action")
    create = actions.add_parser("create", help="make a sponsor with the usual terms")
    create.add_argument("slug", help="its name in commands and folders, for good: acme-steel")
    create.add_argument("--name", required=True, help="as its people know it")
    create.add_argument("--kind", choices=KINDS, default="employer")
    create.add_argument(
        "--begins", type=date.fromisoformat, metavar="YYYY-MM-DD", help="first day (default: today)"
    )
    manager = actions.add_parser(
        "manager",
        help="let somebody manage a sponsor, with an account made for them if they have none",
    )
    manager.add_argument("slug")
    manager.add_argument("email")
    manager.add_argument("--name", default="", help="what to call this person on screen")
    manager.add_argument("--end", action="store_true", help="end it instead")
    add_sign_on(actions)
    shown = actions.add_parser("list", help="every sponsor, with its lives and its last roster")
    shown.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 done, 3 refused."""
    set_up()
    action = {"create": _create, "manager": _manager, "list": _list, "sign-on": sign_on}[args.action]
    return on_database(lambda: action(args))


def _create(args: argparse.Namespace) -> int:
    from sinew.apps.coverage.actions.sponsors import create_sponsor  # noqa: PLC0415 (after set-up)

    now = datetime.now(UTC)
    begins_on = args.begins or now.date()
    sponsor = create_sponsor(
        slug=args.slug, name=args.name, kind=args.kind, begins_on=begins_on, at=now, by=None
    )
    print(f"{sponsor.name} is a sponsor from {sponsor.begins_on} on.")
    print(f"To let somebody manage it: sinew sponsor manager {sponsor.slug} EMAIL")
    return EXIT_OK


def _manager(args: argparse.Namespace) -> int:
    from django.conf import settings  # noqa: PLC0415 (after set-up)
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.validators import validate_email  # noqa: PLC0415

    from sinew.apps.accounts.actions import create_account  # noqa: PLC0415
    from sinew.apps.accounts.models import User  # noqa: PLC0415
    from sinew.apps.coverage.actions.sponsors import appoint_manager, dismiss_manager  # noqa: PLC0415
    from sinew.apps.coverage.errors import NoSuchSponsor  # noqa: PLC0415
    from sinew.apps.coverage.models import Sponsor  # noqa: PLC0415

    sponsor, now = Sponsor.objects.filter(slug=args.slug).first(), datetime.now(UTC)
    if sponsor is None:
        raise NoSuchSponsor(args.slug)
    user = User.objects.filter(email__iexact=args.email).first()
    if args.end:
        if user is None or not sponsor.managers.current().filter(user=user).exists():
            return refuse("this person does not manage this sponsor.")
        dismiss_manager(sponsor=sponsor, user=user, at=now, by=None)
        print(f"{user.email} does not manage {sponsor.slug} any longer.")
        return EXIT_OK
    if user is None:
        try:
            validate_email(args.email)
            User(email=args.email, display_name=args.name).clean_fields(exclude=["password"])
        except ValidationError as refused:
            return refuse(" ".join(refused.messages))
        user = create_account(email=args.email, role=Role.SPONSOR_MANAGER, display_name=args.name)
    appoint_manager(sponsor=sponsor, user=user, at=now, by=None)
    print(NEXT.format(email=user.email, slug=sponsor.slug, url=settings.SITE_URL))
    return EXIT_OK


def _list(args: argparse.Namespace) -> int:
    from sinew.apps.coverage.models import Sponsor  # noqa: PLC0415 (after set-up)

    rows = []
    for sponsor in Sponsor.objects.order_by("slug"):
        last = sponsor.rosters.applied().first()
        rows.append(
            {
                "slug": sponsor.slug,
                "name": sponsor.name,
                "kind": sponsor.kind,
                "lives": sponsor.lives,
                "managers": sponsor.managers.current().count(),
                "last_roster_at": last.applied_at.isoformat() if last and last.applied_at else None,
                "rosters_waiting": sponsor.rosters.pending().count(),
            }
        )
    if args.json:
        print(json.dumps({"sponsors": rows}, indent=2))
        return EXIT_OK
    for row in rows:
        print(f"{row['slug']}: {row['name']}, {row['lives']} lives, {row['managers']} managers")
        print(f"  last roster {row['last_roster_at'] or 'never'}, {row['rosters_waiting']} not decided")
    if not rows:
        print("There is no sponsor yet. Make one: sinew sponsor create SLUG --name NAME")
    return EXIT_OK
