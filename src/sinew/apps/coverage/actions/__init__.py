"""Everything that changes sponsors, their rosters and whom they cover."""
