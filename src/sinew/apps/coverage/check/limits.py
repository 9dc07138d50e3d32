"""How often one may ask, counted the same for everybody; what runs over is a sign of enumeration.

The counts are allauth's (`ACCOUNT_RATE_LIMITS` in the settings, in the cache), as for signing in.
"""

from allauth.core import ratelimit
from django.http import HttpRequest

from sinew.apps.coverage.models import EnrollmentLink, EnumerationAlarm, Sponsor

Sign = EnumerationAlarm.Sign


def check_is_over(
    request: HttpRequest,
    *,
    device: str,
    identity: str,
    sponsor: Sponsor | None,
    link: EnrollmentLink | None,
) -> Sign | None:
    """Count one check; the limit it runs over, if it does.

    A sponsor's comes before those of a device or a person: once it is used up nothing else is counted, so
    that inventing devices and people does not fill the cache until it forgets what it counted.
    """
    bucket = f"link {link.pk}" if link else f"sponsor {sponsor.pk if sponsor else 'none named'}"
    counted = (
        (Sign.ONE_ADDRESS, "coverage_check", None),
        (Sign.ONE_SPONSOR, "coverage_check_at_sponsor", bucket),
        (Sign.ONE_DEVICE, "coverage_check_by_device", device),
        (Sign.ONE_IDENTITY, "coverage_check_of_identity", identity),
    )
    for sign, action, key in counted:
        if not ratelimit.consume(request, action=action, key=key):
            return sign
    return None


def insurer_is_over(request: HttpRequest, *, insurer: str) -> Sign | None:
    """Count one question to an insurer, whose line all share; the limit it runs over, if it does."""
    return None if ratelimit.consume(request, action="coverage_insurer", key=insurer) else Sign.ONE_SPONSOR


def letter_is_over(request: HttpRequest, *, address: str) -> bool:
    """Count one mail to an address somebody gave; whether there were too many today."""
    return not ratelimit.consume(request, action="coverage_letter", key=address)


def form_is_over(request: HttpRequest) -> bool:
    """Count one question, or one entry on the waiting list, from this network address.

    It is not counted by the address in the form: a refusal would tell whether somebody used it today.
    """
    return not ratelimit.consume(request, action="coverage_form")


def code_is_over(request: HttpRequest) -> bool:
    """Count one try at a code from this network address; whether there were too many."""
    return not ratelimit.consume(request, action="coverage_code")
