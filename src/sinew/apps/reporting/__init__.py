"""Sponsors' reports and invoices: of a period that is over, never changed, never about a person."""
