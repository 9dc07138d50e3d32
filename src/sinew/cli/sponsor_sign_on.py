"""``sinew sponsor sign-on``: a sponsor's own sign-in, by which its people show who they are."""

import argparse
import os
import re
from datetime import UTC, datetime
from getpass import getpass

from sinew.cli.framework import EXIT_OK, refuse

SECRET = "SINEW_SIGN_ON_SECRET"  # noqa: S105 (the name of the variable)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)


def add_sign_on(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the action's arguments."""
    parser = actions.add_parser("sign-on", help="a sponsor's own sign-in (OpenID Connect) as a proof")
    parser.add_argument("slug")
    parser.add_argument("--issuer", metavar="URL", help="of the issuer, exactly as it calls itself")
    parser.add_argument("--client-id", metavar="ID", help="as which the issuer knows this service")
    parser.add_argument(
        "--domain", action="append", default=[], help="of e-mail addresses it vouches for; may be repeated"
    )
    parser.add_argument(
        "--number-claim", default="", metavar="NAME", help="the claim with the employee or member number"
    )
    parser.add_argument("--off", action="store_true", help="believe it no longer")


def sign_on(args: argparse.Namespace) -> int:
    """Set a sponsor's sign-on up, or end it; the secret comes from the environment or is asked for."""
    from django.conf import settings  # noqa: PLC0415 (after set-up)

    from sinew.apps.coverage.actions.sign_on import remove_sign_on, set_up_sign_on  # noqa: PLC0415
    from sinew.apps.coverage.errors import NoSuchSponsor  # noqa: PLC0415
    from sinew.apps.coverage.insurer.configuration import address_problem  # noqa: PLC0415
    from sinew.apps.coverage.models import Sponsor  # noqa: PLC0415
    from sinew.apps.coverage.sign_on.issuer import return_address  # noqa: PLC0415

    sponsor = Sponsor.objects.filter(slug=args.slug).first()
    if sponsor is None:
        raise NoSuchSponsor(args.slug)
    if args.off:
        if not remove_sign_on(sponsor=sponsor, by=None):
            return refuse("this sponsor has no sign-on.")
        print(f"The sign-in of {sponsor.name} proves nothing any longer.")
        return EXIT_OK
    problem = _missing(args) or address_problem(args.issuer, may_use_http=settings.INSURERS_MAY_BE_SIMULATED)
    if problem:
        return refuse(problem)
    secret = os.environ.get(SECRET, "") or getpass("Client secret: ")
    if not secret:
        return refuse(f"a client secret is needed: type it, or put it into {SECRET}.")
    made = set_up_sign_on(
        sponsor=sponsor,
        issuer=args.issuer,
        our_id=args.client_id,
        secret=secret,
        domains=args.domain,
        number_claim=args.number_claim,
        at=datetime.now(UTC),
        by=None,
    )
    print(f"People who name {sponsor.name} may sign in there. Its issuer must send them back to:")
    print(f"  {return_address(made)}")
    return EXIT_OK


def _missing(args: argparse.Namespace) -> str:
    if not args.issuer or not args.client_id:
        return "name --issuer and --client-id, or --off."
    if not args.domain and not args.number_claim:
        return "say what it vouches for: --domain, --number-claim or both."
    wrong = [domain for domain in args.domain if not _DOMAIN.fullmatch(domain)]
    return f"no domain: {', '.join(wrong)}." if wrong else ""
