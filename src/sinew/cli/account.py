"""``sinew account deactivate|activate EMAIL``: close an account without deleting it, and open it again."""

import argparse

from sinew.cli.framework import EXIT_OK, on_database, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser("account", help="close an account, or open it again")
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action")
    deactivate = actions.add_parser(
        "deactivate",
        help="take somebody's access away",
        description="Sign the account out everywhere, refuse it from now on, and end its places on care "
        "teams. Members who have no physical therapist left go to the one with the fewest members.",
    )
    deactivate.add_argument("email")
    activate = actions.add_parser(
        "activate",
        help="open a closed account again",
        description="Let the account sign in again. Places on care teams do not come back.",
    )
    activate.add_argument("email")


def run(args: argparse.Namespace) -> int:
    """Close an account or open it again; 0 done, 3 refused."""
    set_up()
    return on_database(lambda: _deactivate(args) if args.action == "deactivate" else _activate(args))


def _activate(args: argparse.Namespace) -> int:
    from sinew.apps.practice.operations import access  # noqa: PLC0415 (after set-up)

    user = access.account_of(args.email)
    access.activate(user=user)
    print(f"{user.email} can sign in again.")
    if user.is_practitioner:
        print(f"Care teams stay as they are: sinew care-team add MEMBER_ID {user.email}")
    return EXIT_OK


def _deactivate(args: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.operations import access  # noqa: PLC0415

    user = access.account_of(args.email)
    done = access.deactivate(user=user, at=timezone.now())
    print(f"{user.email} can no longer sign in. Browsers signed out: {done.sign_ins}.")
    if user.is_practitioner:
        print(f"Care teams left: {done.places}.")
    for member, therapist in done.handed_over.items():
        print(f"  member {member} is now looked after by {therapist.email}")
    for member in done.without_therapist:
        print(f"  member {member} has no physical therapist: sinew care-team add {member} EMAIL")
    return EXIT_OK
