"""What changes notes, tasks and the ledger."""
