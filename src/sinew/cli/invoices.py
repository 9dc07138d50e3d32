"""``sinew invoices agree|issue|credit``: what sponsors pay."""

import argparse

from sinew.cli.framework import EXIT_OK, on_database, set_up

BASES = ("enrolled-month", "engaged", "flat-month")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser("invoices", help="agree on a price, invoice months that are over, credit")
    tasks = parser.add_subparsers(metavar="TASK", required=True, dest="task")
    agree = tasks.add_parser("agree", help="what a sponsor pays from a month on")
    agree.add_argument("sponsor", metavar="SPONSOR", help="its short name")
    agree.add_argument("--for", dest="basis", choices=BASES, required=True, help="what the price is for")
    agree.add_argument("--cents", type=int, required=True, help="in the smallest unit of the currency")
    agree.add_argument("--currency", default="USD", help="three letters; USD where nothing is said")
    agree.add_argument("--from", dest="month", metavar="YYYY-MM", required=True, help="the first month")
    tasks.add_parser("issue", help="every invoice that is due, each for ever")
    credit = tasks.add_parser("credit", help="take an invoice back, whole or in part")
    credit.add_argument("number", metavar="NUMBER", help="of the invoice")
    credit.add_argument(
        "--quantity", type=int, help="people or months; all that is left where nothing is said"
    )
    credit.add_argument("--because", required=True, help="the reason, without naming anybody")


def run(args: argparse.Namespace) -> int:
    """Change what is invoiced; 0 done, 3 refused."""
    set_up()
    tasks = {"agree": _agree, "issue": _issue, "credit": _credit}
    return on_database(lambda: tasks[args.task](args))


def _agree(args: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.reporting.actions.invoices import agree_price  # noqa: PLC0415
    from sinew.apps.reporting.reading import month_of, sponsor_named  # noqa: PLC0415
    from sinew.disclosure import Basis  # noqa: PLC0415

    agreed = agree_price(
        sponsor=sponsor_named(args.sponsor),
        basis=Basis(args.basis),
        price=args.cents,
        currency=args.currency,
        from_month=month_of(args.month),
        at=timezone.now(),
        by=None,
    )
    print(f"{args.sponsor}: {agreed.get_basis_display()}, from {args.month} on.")
    return EXIT_OK


def _issue(_args: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.reporting.actions.invoices import issue_due  # noqa: PLC0415
    from sinew.apps.reporting.words import money  # noqa: PLC0415

    made = issue_due(at=timezone.now())
    for one in made:
        print(f"{one.number}: {money(one.total, one.currency)}")
    if not made:
        print("Nothing is due.")
    return EXIT_OK


def _credit(args: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.reporting.actions.invoices import credit_invoice  # noqa: PLC0415
    from sinew.apps.reporting.reading import invoice_numbered  # noqa: PLC0415
    from sinew.apps.reporting.words import money  # noqa: PLC0415

    note = credit_invoice(
        invoice=invoice_numbered(args.number),
        quantity=args.quantity,
        reason=args.because,
        at=timezone.now(),
        by=None,
    )
    print(f"{note.number}: {money(note.total, note.currency)}")
    return EXIT_OK
