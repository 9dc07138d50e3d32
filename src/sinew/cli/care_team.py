"""``sinew care-team add|remove MEMBER_ID EMAIL`` and ``cover AWAY COLLEAGUE``: who may read records."""

import argparse
from datetime import date

from sinew.cli.framework import EXIT_OK, on_database, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser("care-team", help="put a practitioner on a care team, or take them off")
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action")
    for name, says in (
        ("add", "let a practitioner read a member's record and look after them"),
        ("remove", "end that"),
    ):
        action = actions.add_parser(name, help=says)
        action.add_argument("member_id", metavar="MEMBER_ID", help="as in the address of the member's page")
        action.add_argument("email", help="of the practitioner")
    cover = actions.add_parser(
        "cover",
        help="let a colleague stand in for somebody who cannot arrange it, because they are ill",
        description="Hand everybody a practitioner looks after to a colleague, from a first to a last day "
        "where the practitioner is. It ends by itself, or earlier when one of the two calls it off.",
    )
    cover.add_argument("away", metavar="AWAY", help="address of who is away")
    cover.add_argument("colleague", metavar="COLLEAGUE", help="address of who stands in")
    cover.add_argument(
        "--first", type=date.fromisoformat, metavar="DAY", help="YYYY-MM-DD; today if left out"
    )
    cover.add_argument("--last", type=date.fromisoformat, metavar="DAY", required=True, help="YYYY-MM-DD")


def run(args: argparse.Namespace) -> int:
    """Change a care team; 0 done, 3 refused."""
    set_up()
    return on_database(lambda: _cover(args) if args.action == "cover" else _change(args))


def _cover(args: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.operations import access  # noqa: PLC0415

    away, colleague = access.account_of(args.away), access.account_of(args.colleague)
    cover = access.cover_everybody(
        away=away, colleague=colleague, first_on=args.first, last_on=args.last, at=timezone.now()
    )
    print(
        f"{colleague.email} stands in for {away.email} from {cover.first_on} to {cover.last_on}, "
        f"members: {cover.places.count()}."
    )
    return EXIT_OK


def _change(args: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.operations import access  # noqa: PLC0415

    practitioner = access.account_of(args.email)
    change = access.add_to_team if args.action == "add" else access.remove_from_team
    member = change(member_id=args.member_id, practitioner=practitioner, at=timezone.now())
    says = "is on" if args.action == "add" else "is no longer on"
    print(f"{practitioner.email} {says} the care team of member {member.pk}.")
    if not access.has_therapist(member):
        print(f"No physical therapist looks after them now: sinew care-team add {member.pk} EMAIL")
    return EXIT_OK
