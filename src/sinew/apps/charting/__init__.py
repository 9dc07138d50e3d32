"""Notes about members, tasks, the ledger of minutes and the report on monitoring."""
