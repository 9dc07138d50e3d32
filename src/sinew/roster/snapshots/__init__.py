"""Rosters at the size of a country: files to snapshots, snapshots to a delta, in bounded memory.

A snapshot is what a roster says, one row a person, as Parquet. Compared with the listing (who is covered now)
it gives the delta: everybody whose coverage changes, with before and after. The rules are those of
`sinew.roster.sayings` and `sinew.roster.changes`; here they are applied to all rows at once, as SQL.
"""
