"""The visitor's check, "See if you qualify": before a proof nobody learns who is listed."""
