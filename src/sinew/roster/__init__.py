"""Sponsors' rosters: files of covered people, to typed rows and a list of everything wrong with them."""
