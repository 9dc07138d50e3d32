"""``sinew coverage``: how a person is found on a roster and why, and a sponsor's enrollment links."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sinew.cli.framework import EXIT_OK, EXIT_USAGE, on_database, refuse, set_up

if TYPE_CHECKING:
    from sinew.apps.coverage.models import Sponsor


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "coverage", help="is somebody covered, and why; a sponsor's enrollment links"
    )
    tasks = parser.add_subparsers(title="tasks", metavar="TASK", dest="task", required=True)
    check = tasks.add_parser(
        "check",
        help="the matching decision on one person, and its reasons",
        description="Compare a person with a sponsor's roster. For operators: it is audited, and what it "
        "prints is for nobody else before you have made sure who asks.",
    )
    check.add_argument("--sponsor", required=True, metavar="SLUG")
    check.add_argument("--first", required=True, metavar="NAME")
    check.add_argument("--last", required=True, metavar="NAME")
    check.add_argument("--born", required=True, metavar="YYYY-MM-DD")
    check.add_argument("--postcode", required=True, metavar="CODE")
    check.add_argument("--member-id", default="", metavar="NUMBER")
    check.add_argument("--other-last", default="", metavar="NAME", help="an earlier last name")
    check.add_argument("--day", metavar="YYYY-MM-DD", help="covered on this day (default: today)")
    check.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    link = tasks.add_parser("link", help="make an address that a sponsor hands to its people, or end one")
    link.add_argument("--sponsor", required=True, metavar="SLUG")
    link.add_argument("--label", default="", help="where the sponsor uses it: Welcome letter")
    link.add_argument("--revoke", metavar="ID", help="end this link instead")


def run(args: argparse.Namespace) -> int:
    """Check a person or make a link; 0 done, 3 refused."""
    if args.task == "check":
        for name in ("born", "day"):
            text = getattr(args, name)
            if text and _day(text) is None:
                return refuse(f"--{name}: write the day as YYYY-MM-DD.", EXIT_USAGE)
    set_up()
    return on_database(lambda: (_check if args.task == "check" else _link)(args))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _sponsor(slug: str) -> "Sponsor | None":
    from sinew.apps.coverage.models import Sponsor  # noqa: PLC0415 (after set-up)

    return Sponsor.objects.filter(slug=slug).first()


def _check(args: argparse.Namespace) -> int:
    from sinew.apps.coverage.operator_check import check_person  # noqa: PLC0415 (after set-up)
    from sinew.roster.matching.identity import identity  # noqa: PLC0415

    sponsor = _sponsor(args.sponsor)
    if sponsor is None:
        return refuse(f"there is no sponsor {args.sponsor}.")
    claimed = identity(
        first_name=args.first,
        last_name=args.last,
        born_on=_day(args.born),
        postal_code=args.postcode,
        other_last_name=args.other_last,
        member_id=args.member_id,
    )
    day = _day(args.day) if args.day else None
    told = check_person(claimed, sponsor=sponsor, day=day or datetime.now(UTC).date())
    if args.json:
        print(json.dumps(told, indent=2))
        return EXIT_OK
    print(f"{told['outcome']}: {told['bits']} of {told['threshold']} bits among {told['lives']} people")
    for reason in told["reasons"]:
        print(f"  {reason['field']}: {reason['level']} ({reason['bits']:+.1f})")
    for veto in told["vetoes"]:
        print(f"  against it, whatever the bits: {veto}")
    if told["insurer"]:
        hindrance = told["insurer_hindrance"]
        may = f"is offered to nobody with these details ({hindrance})" if hindrance else "may be asked"
        print(f"  insurer {told['insurer']}: {may}")
    if told["insured_until"]:
        print(f"  covered by its answer until {told['insured_until']}, that day not included")
    return EXIT_OK


def _link(args: argparse.Namespace) -> int:
    from django.conf import settings  # noqa: PLC0415 (after set-up)
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from sinew.apps.coverage.actions.links import make_link, revoke_link  # noqa: PLC0415
    from sinew.apps.coverage.check.links import address_of  # noqa: PLC0415

    sponsor, now = _sponsor(args.sponsor), datetime.now(UTC)
    if sponsor is None:
        return refuse(f"there is no sponsor {args.sponsor}.")
    if args.revoke:
        try:
            link = sponsor.enrollment_links.filter(pk=args.revoke).first()
        except ValidationError:
            link = None
        if link is None:
            return refuse("this sponsor has no such link.")
        revoke_link(link=link, at=now, by=None)
        print("The link leads to the plain check from now on.", file=sys.stderr)
        return EXIT_OK
    link = make_link(sponsor=sponsor, label=args.label, at=now, by=None)
    print(f"{settings.SITE_URL}{address_of(link)}")
    print(f"To end it: sinew coverage link --sponsor {sponsor.slug} --revoke {link.pk}", file=sys.stderr)
    return EXIT_OK
