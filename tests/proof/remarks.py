"""Why the proof misses where it misses, as found by looking; published below the tables."""

REMARKS: dict[str, str] = {}
