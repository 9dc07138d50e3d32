"""Why a planted fault is missed where it is, as found by looking; published beside the misses."""

REMARKS: dict[tuple[str, str], str] = {}
