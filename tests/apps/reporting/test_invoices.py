"""Prices, invoices and credit notes: in order, only ever added to, and no count that tells of anybody."""

from datetime import date

import pytest
from django.urls import reverse

from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.actions.sponsors import appoint_manager
from sinew.apps.reporting.actions.invoices import agree_price, credit_invoice, issue_due, issue_invoice
from sinew.apps.reporting.errors import (
    CreditRefused,
    IsAppendOnly,
    NoPrice,
    NotOver,
    OutOfOrder,
    PriceRefused,
)
from sinew.apps.reporting.models import Invoice
from sinew.cli import main
from sinew.disclosure import Basis, Month
from sinew.vocabulary import Role
from tests.apps.members import world as people
from tests.apps.reporting import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
SPRING = world.at(date(2026, 4, 2))


@pytest.fixture
def sponsor():
    return people.sponsor()


def agreed(sponsor, basis=Basis.ENROLLED_MONTH, price=400, month=JANUARY, **other):
    given = {"currency": "USD", "at": people.at(), "by": None, **other}
    return agree_price(sponsor=sponsor, basis=basis, price=price, from_month=month, **given)


def many(sponsor, count, day=world.START):
    if not sponsor.people.exists():
        world.listed(sponsor, 200)
    return world.members(sponsor, count, day)


def test_a_series_of_invoices_moves_in_steps_of_five_from_eleven_on(sponsor):
    agreed(sponsor)
    many(sponsor, 9)
    many(sponsor, 3, date(2026, 2, 3))
    many(sponsor, 2, date(2026, 3, 3))
    january, february, march = issue_due(at=SPRING)
    assert [one.quantity for one in (january, february, march)] == [0, 15, 15]
    assert february.total == 15 * 400
    assert (february.number, february.band.low, february.band.high) == ("acme-2026-02", 11, 15)
    assert issue_due(at=SPRING) == []
    assert AuditEntry.objects.filter(event="reporting.invoice.issued").count() == 3


def test_an_invoice_of_few_covered_people_counts_nobody(sponsor):
    agreed(sponsor)
    world.listed(sponsor, 49)
    world.members(sponsor, 20)
    assert issue_due(at=world.at(date(2026, 2, 2)))[0].quantity == 0


def test_each_engaged_person_is_paid_for_once_a_year(sponsor):
    agreed(sponsor, Basis.ENGAGED, 9000)
    for plan in many(sponsor, 12):
        world.exercised(plan, *(date(2026, 1, 6 + n) for n in range(4)))
    january, february, _march = issue_due(at=SPRING)
    assert (january.total, february.total) == (15 * 9000, 0)


def test_a_flat_price_is_the_same_each_month(sponsor):
    agreed(sponsor, Basis.FLAT_MONTH, 50_000)
    assert [one.total for one in issue_due(at=SPRING)] == [50_000] * 3


def test_months_are_invoiced_in_their_order_when_they_are_over(sponsor):
    with pytest.raises(NoPrice):
        issue_invoice(sponsor=sponsor, month=JANUARY, at=SPRING, by=None)
    agreed(sponsor)
    with pytest.raises(NotOver):
        issue_invoice(sponsor=sponsor, month=JANUARY, at=world.at(date(2026, 1, 31)), by=None)
    with pytest.raises(OutOfOrder):
        issue_invoice(sponsor=sponsor, month=FEBRUARY, at=SPRING, by=None)


def test_a_price_does_not_change_what_is_invoiced_nor_what_is_paid_for_within_a_year(sponsor):
    agreed(sponsor)
    issue_due(at=world.at(date(2026, 2, 2)))
    with pytest.raises(PriceRefused, match="invoiced already"):
        agreed(sponsor, price=500)
    with pytest.raises(PriceRefused, match="January only"):
        agreed(sponsor, Basis.ENGAGED, month=Month(2026, 3))
    agreed(sponsor, price=500, month=FEBRUARY)
    agreed(sponsor, Basis.ENGAGED, month=Month(2027, 1))
    with pytest.raises(PriceRefused, match="at most 3 characters"):
        agreed(sponsor, month=Month(2028, 1), currency="USDX")


def test_a_credit_note_takes_back_in_steps_of_five_and_never_more_than_there_was(sponsor):
    agreed(sponsor)
    many(sponsor, 12)
    invoice = issue_due(at=world.at(date(2026, 2, 2)))[0]

    def credit(quantity, reason="The price was wrong."):
        return credit_invoice(invoice=invoice, quantity=quantity, reason=reason, at=SPRING, by=None)

    with pytest.raises(CreditRefused, match="steps of five"):
        credit(3)
    with pytest.raises(CreditRefused, match="Say why"):
        credit(5, " ")
    part = credit(5)
    assert (part.number, part.total) == ("acme-2026-01-C1", -2000)
    with pytest.raises(CreditRefused, match="Between 1 and 10"):
        credit(15)
    assert credit(None).total == -4000
    with pytest.raises(CreditRefused, match="Nothing is left"):
        credit(None)
    with pytest.raises(CreditRefused, match="is a credit note"):
        credit_invoice(invoice=part, quantity=5, reason="No.", at=SPRING, by=None)
    assert sum(one.total for one in Invoice.objects.all()) == 0


def test_invoices_are_only_ever_added_to(sponsor):
    agreed(sponsor, Basis.FLAT_MONTH)
    invoice = issue_due(at=SPRING)[0]
    for change in (invoice.save, invoice.delete, Invoice.objects.all().delete, sponsor.prices.first().delete):
        with pytest.raises(IsAppendOnly):
            change()


def test_a_manager_reads_their_own_sponsor_s_invoices_only(sponsor):
    manager = people.account("manager@example.org", Role.SPONSOR_MANAGER)
    appoint_manager(sponsor=sponsor, user=manager, at=people.at(), by=None)
    river = people.sponsor("river", "River Health Plan")
    for one in (sponsor, river):
        agreed(one, Basis.FLAT_MONTH, 50_000)
    issue_due(at=SPRING)
    client = signed_in(manager)
    shown = client.get(reverse("reporting:invoices", args=["acme"])).content.decode()
    assert "500.00 USD" in shown
    assert "river" not in shown
    table = client.get(reverse("reporting:invoices_as_csv", args=["acme"])).content.decode()
    assert "acme-2026-02,2026-02,A flat price each month,1,500.00,500.00,USD" in table
    mine = reverse("reporting:invoice_as_pdf", args=["acme", "acme-2026-01"])
    assert client.get(mine).content.startswith(b"%PDF")
    for slug in ("acme", "river"):
        address = reverse("reporting:invoice_as_pdf", args=[slug, "river-2026-01"])
        assert client.get(address).status_code == 404


def test_the_commands_of_an_operator(sponsor, capsys):
    asked = ["invoices", "agree", "acme", "--for", "flat-month", "--cents", "50000", "--from", "2026-01"]
    assert main(asked) == 0
    assert main(["invoices", "agree", "nobody", *asked[3:]]) == 3
    assert main([*asked[:-1], "January"]) == 3
    assert main(["invoices", "issue"]) == 0
    assert main(["invoices", "credit", "acme-2026-01", "--because", "It was not agreed."]) == 0
    assert main(["invoices", "credit", "acme-2026-01", "--because", "It was not agreed."]) == 3
    assert main(["reports", "publish", "--json"]) == 0
    said = capsys.readouterr()
    assert "acme-2026-01: 500.00 USD" in said.out
    assert "acme-2026-01-C1: -500.00 USD" in said.out
    assert "There is no sponsor “nobody”." in said.err
