"""Everything that publishes or invoices."""
