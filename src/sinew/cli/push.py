"""``sinew push keys``: the key by which push services know this installation."""

import argparse
import json

from sinew.cli.framework import EXIT_OK, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser("push", help="make the key for pushes to browsers")
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action")
    keys = actions.add_parser(
        "keys",
        help="make a new key and print it as a setting",
        description="Make a key. Keep the private one out of the repository; with another one, every device "
        "has to be added again.",
    )
    keys.add_argument("--json", action="store_true", help="as one JSON document")


def run(args: argparse.Namespace) -> int:
    """Print a new key; nothing is stored."""
    set_up()
    from sinew.apps.notifications.push.keys import new_key, public_key, read_key  # noqa: PLC0415 (after set-up)

    private = new_key()
    public = public_key(read_key(private))
    if args.json:
        print(json.dumps({"private": private, "public": public}))
    else:
        print(f"SINEW_VAPID_PRIVATE_KEY={private}")
        print(f"# Its public half, which browsers are told: {public}")
    return EXIT_OK
