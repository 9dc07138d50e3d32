"""An operator's pages about sponsors: which there are, and what was agreed with each."""
