"""The pages of notes, tasks, minutes and monitoring."""
