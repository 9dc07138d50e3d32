"""A sponsor's own sign-in as a proof: what is believed, what is not, and that it opens no account."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.coverage.actions.sign_on import remove_sign_on, set_up_sign_on
from sinew.apps.coverage.models import Coverage, CoverageCheck, ListedPerson, Sponsor, SponsorSignOn
from sinew.apps.coverage.sign_on.secrets import unseal
from sinew.cli import main
from tests.apps.coverage.rosters import claim_form, listed
from tests.apps.members import world
from tests.support import openid_provider
from tests.support.openid_provider import CLIENT, SECRET, Provider, sign_in_at
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

WORK = "elizabeth@work.example.org"
OFFER, NO = "Sign in there", "Signing in there did not work"
NUMBER = "employee_number"


@pytest.fixture
def provider():
    with Provider() as serving:
        serving.person = {"email": WORK, "email_verified": True}
        yield serving


@pytest.fixture
def acme(provider: Provider, settings) -> Sponsor:
    settings.INSURERS_MAY_BE_SIMULATED = True  # so that a provider on this machine may be asked without TLS
    settings.SITE_URL = "http://testserver"
    acme = world.sponsor()
    acme.is_public = True
    acme.save()
    set_up(acme, provider)
    return acme


def set_up(sponsor: Sponsor, provider: Provider, **other: object) -> SponsorSignOn:
    told = {
        "issuer": provider.issuer, "our_id": CLIENT, "secret": SECRET, "domains": ["work.example.org"],
        "number_claim": "",
    }  # fmt: skip
    return set_up_sign_on(sponsor=sponsor, **told | other, at=world.at(), by=None)


@pytest.fixture
def beth(acme: Sponsor) -> ListedPerson:
    return listed(acme)


def tell(client: Client, *, sponsor: str = "acme", **other: str) -> str:
    """Name the sponsor and say who one is; the next page."""
    told = claim_form(**other)
    address = f"{reverse('coverage:qualify')}?you=1&sponsor={sponsor}"
    return client.post(address, told, follow=True).content.decode()


def way_there(client: Client) -> str:
    page = client.post(reverse("coverage:sign_on")).content.decode()
    return re.search(r'href="(http://127[^"]+)"', page)[1].replace("&amp;", "&")


def come_back(client: Client, address: str) -> str:
    """The page that follows when the provider has sent the browser back."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", follow=True).content.decode()


def sign_on(client: Client) -> str:
    return come_back(client, sign_in_at(way_there(client)))


def assert_nothing_is_proven(client: Client) -> None:
    """A visitor signs in at the provider, is told that it did not work, and their check proves nothing."""
    tell(client)
    assert NO in sign_on(client)
    assert CoverageCheck.objects.get().proven_at is None


def test_who_signs_in_at_their_employer_is_covered_without_a_code_and_without_an_account(
    client: Client, beth: ListedPerson
):
    assert OFFER in tell(client)
    page = " ".join(sign_on(client).split())
    assert "You are covered" in page
    assert "it sees that you did, and nothing else" in page
    check = CoverageCheck.objects.get()
    assert (check.proven_by, check.person) == (Coverage.Proof.SINGLE_SIGN_ON, beth)
    assert User.objects.count() == 0
    assert "_auth_user_id" not in client.session


def test_the_account_that_is_signed_in_enrolls_and_it_is_kept_how_that_was_proven(beth: ListedPerson):
    browser = signed_in(world.account("beth@home.example.org"))
    tell(browser)
    sign_on(browser)
    browser.post(reverse("coverage:enroll_now"))
    coverage = Coverage.objects.get()
    assert (coverage.proven_by, coverage.member.user.email) == ("single_sign_on", "beth@home.example.org")


def test_a_number_finds_an_employee_without_an_address_and_not_the_family(
    client: Client, acme: Sponsor, provider: Provider
):
    set_up(acme, provider, domains=[], number_claim=NUMBER)
    provider.person = {NUMBER: "00-123", "email": WORK, "email_verified": True}
    listed(acme, "employee", subscriber_id="123", member_id="", email="")
    listed(
        acme, "child", subscriber_id="123", member_id="", email="", is_subscriber=False, first_name="Robin"
    )
    tell(client)
    assert "You are covered" in sign_on(client)
    child = Client()
    tell(child, first_name="Robin", born_on="2005-05-05")
    assert "could not find you" in sign_on(child)


@pytest.mark.parametrize(
    "person",
    [
        {"email": WORK},
        {"email": WORK, "email_verified": False},
        {"email": WORK, "email_verified": "true"},
        {"email": "elizabeth@elsewhere.example.org", "email_verified": True},
        {"email": "elizabeth@work.example.org.evil.example", "email_verified": True},
        {"email": ["elizabeth@work.example.org"], "email_verified": True},
        {"email": None},
        {NUMBER: "W1234501"},
    ],
)
def test_what_the_provider_may_not_vouch_for_proves_nothing(
    client: Client, beth: ListedPerson, provider: Provider, person: dict[str, object]
):
    provider.person = person
    assert_nothing_is_proven(client)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": ["another-client", "a-third"], "azp": CLIENT},
        {"azp": "another-client"},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"iat": 9_000_000_000},
        {"sub": None},
        {"exp": None},
    ],
)
def test_a_token_that_is_not_for_this_very_sign_in_is_refused(
    client: Client, beth: ListedPerson, provider: Provider, changes: dict[str, object]
):
    provider.changes = changes
    assert_nothing_is_proven(client)


@pytest.mark.parametrize("how", ["another key", "none", "the shared secret", "no token"])
def test_a_token_that_the_provider_did_not_sign_is_refused(
    client: Client, beth: ListedPerson, provider: Provider, how: str
):
    if how == "another key":
        provider.key = openid_provider.another_key()
    elif how == "none":
        provider.algorithm = "none"
    elif how == "the shared secret":
        provider.key, provider.algorithm = openid_provider.shared_key(), "HS256"
    else:
        provider.has_token = False
    assert_nothing_is_proven(client)


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
        {"jwks_uri": None},
    ],
)
def test_a_provider_that_is_not_as_it_should_be_is_not_led_to(
    client: Client, beth: ListedPerson, provider: Provider, told: dict[str, object]
):
    provider.told = told
    tell(client)
    assert NO in client.post(reverse("coverage:sign_on"), follow=True).content.decode()


def test_a_provider_that_cannot_be_reached_is_said_so(client: Client, beth: ListedPerson, provider: Provider):
    tell(client)
    provider.stop()
    page = client.post(reverse("coverage:sign_on"), follow=True).content.decode()
    assert NO in page
    assert OFFER in page


def test_a_secret_of_an_earlier_key_is_a_failure_and_no_crash(client: Client, beth: ListedPerson):
    SponsorSignOn.objects.update(sealed_secret="of another SECRET_KEY")
    tell(client)
    assert NO in client.post(reverse("coverage:sign_on"), follow=True).content.decode()


def test_nobody_comes_back_for_another_browser_twice_or_without_having_gone(
    client: Client, beth: ListedPerson, provider: Provider
):
    tell(client)
    back = sign_in_at(way_there(client))
    other = Client()
    tell(other, first_name="Ann")
    asked = len(provider.asked)
    assert "You are covered" not in come_back(other, back)
    assert len(provider.asked) == asked, "the provider is not bothered"
    assert "You are covered" in come_back(client, back)
    third = Client()
    tell(third)
    way_there(third)
    assert NO in come_back(third, back)
    assert CoverageCheck.objects.exclude(proven_at=None).count() == 1


def test_an_answer_of_one_sponsor_s_provider_is_worth_nothing_at_another_s(
    client: Client, acme: Sponsor, beth: ListedPerson, provider: Provider
):
    other = world.sponsor("other", "Other Works")
    Sponsor.objects.update(is_public=True)
    set_up(other, provider)
    tell(client)
    back = sign_in_at(way_there(client))
    tell(client, sponsor="other")
    assert "You are covered" not in come_back(client, back)
    way_there(client)
    assert "You are covered" not in come_back(client, back.replace(str(acme.pk), str(other.pk)))
    assert not CoverageCheck.objects.exclude(proven_at=None).exists()


def test_a_colleague_is_not_found_with_one_s_own_sign_in_listed_or_not(
    client: Client, acme: Sponsor, beth: ListedPerson
):
    def what_beth_reads() -> str:
        browser = Client()
        tell(browser, first_name="Ann", last_name="Rivera", born_on="1980-03-04", postal_code="10115")
        return re.sub(r'value="\w{64}"', "", sign_on(browser))

    unlisted = what_beth_reads()
    listed(
        acme, "ann", first_name="Ann", last_name="Rivera", born_on=date(1980, 3, 4), postal_code="10115",
        member_id="R7", email="ann@work.example.org",
    )  # fmt: skip
    assert "could not find you" in unlisted
    assert what_beth_reads() == unlisted


def test_a_provider_speaks_for_its_own_sponsor_s_people_only(
    client: Client, acme: Sponsor, provider: Provider
):
    listed(world.sponsor("other", "Other Works"))
    tell(client)
    assert "could not find you" in sign_on(client)


def test_who_is_restricted_is_confirmed_by_no_sign_in(client: Client, acme: Sponsor):
    listed(acme, is_restricted=True)
    tell(client)
    assert "could not find you" in sign_on(client)


def test_it_is_offered_by_the_sponsor_s_name_alone(client: Client, acme: Sponsor, beth: ListedPerson):
    def main_of(page: str) -> str:
        return re.sub(r'value="\w{64}"', "", page.split("<main")[1])

    assert main_of(tell(client)) == main_of(tell(Client(), first_name="No", last_name="Body"))
    assert OFFER not in tell(Client(), sponsor="")
    remove_sign_on(sponsor=acme, by=None)
    assert OFFER not in tell(Client())
    for method in ("post", "get"):
        assert getattr(client, method)(reverse("coverage:sign_on")).status_code in (302, 405)


def test_each_way_there_counts_as_a_check(client: Client, beth: ListedPerson, settings):
    settings.ACCOUNT_RATE_LIMITS = {"coverage_check_of_identity": "2/d/key"}
    cache.clear()
    tell(client)
    said = [client.post(reverse("coverage:sign_on")).status_code for _ in range(2)]
    assert said == [200, 429]


def test_no_log_names_anybody(client: Client, beth: ListedPerson, provider: Provider, caplog):
    caplog.set_level("INFO")
    tell(client)
    sign_on(client)
    provider.person = {"email": WORK}
    other = Client()
    tell(other)
    sign_on(other)
    assert "coverage.sign_on.failed" in caplog.text
    for word in ("elizabeth", "Castellano", SECRET, "code-0", "&state"):
        assert word not in caplog.text


class TestByCommand:
    words = ("sponsor", "sign-on", "acme", "--issuer", "https://login.acme.example", "--client-id", "sinew")

    def test_an_operator_sets_it_up_and_ends_it(self, capsys, monkeypatch):
        world.sponsor()
        monkeypatch.setenv("SINEW_SIGN_ON_SECRET", "not to be read")
        assert main([*self.words, "--domain", "Acme.Example", "--number-claim", "employee_number"]) == 0
        made = SponsorSignOn.objects.get()
        assert f"/qualify/sign-on/{made.sponsor_id}/" in capsys.readouterr().out
        assert (made.domains, made.number_claim) == (["acme.example"], "employee_number")
        assert "not to be read" not in made.sealed_secret
        assert unseal(made.sealed_secret) == "not to be read"
        assert main(["sponsor", "sign-on", "acme", "--off"]) == 0
        assert SponsorSignOn.objects.count() == 0
        assert main(["sponsor", "sign-on", "acme", "--off"]) == 3

    @pytest.mark.parametrize(
        "words",
        [
            ["sponsor", "sign-on", "nobody", "--off"],
            ["sponsor", "sign-on", "acme"],
            [*words],
            [*words, "--domain", "not a domain"],
            ["sponsor", "sign-on", "acme", "--issuer", "http://login.acme.example", "--client-id", "x",
             "--domain", "acme.example"],
        ],
    )  # fmt: skip
    def test_what_cannot_be_believed_is_refused_in_one_line(self, capsys, monkeypatch, words):
        world.sponsor()
        monkeypatch.setenv("SINEW_SIGN_ON_SECRET", "x")
        assert main(list(words)) == 3
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
        assert SponsorSignOn.objects.count() == 0
