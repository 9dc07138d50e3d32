"""``sinew care-team add|remove MEMBER_ID EMAIL``: who may read a member's record."""

import argparse

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


def run(args: argparse.Namespace) -> int:
    """Change a care team; 0 done, 3 refused."""
    set_up()
    return on_database(lambda: _change(args))


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
