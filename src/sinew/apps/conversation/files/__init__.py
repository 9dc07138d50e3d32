"""Attachments as files: what may come in, written anew, and where it lies."""

from sinew.apps.conversation.files.checking import ACCEPTED, LARGEST_BYTES, MOST_FILES, Checked, check_file

__all__ = ["ACCEPTED", "LARGEST_BYTES", "MOST_FILES", "Checked", "check_file"]
