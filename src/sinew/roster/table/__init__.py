"""Rosters as tables (CSV and its kin): what a file looks like, which column means what, and its rows."""
