"""Whether the coverage check tells anybody who is listed: visits compared, and attacks tried."""
