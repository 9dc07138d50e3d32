"""Who is on sponsors' rosters: files taken in, compared with the listing, and written as sets of rows."""
