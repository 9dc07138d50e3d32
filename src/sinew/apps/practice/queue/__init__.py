"""The caseload as a place to work: the list, what is done in it, reminders, and handing members over."""
