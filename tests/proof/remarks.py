"""Why the proof misses where it misses, as found by looking; published below the tables."""

REMARKS: dict[str, str] = {
    "donkey-kick": "on hands and knees the pose model reads the working hip 7 to 9 degrees too bent, at rest "
    "as well as at the top (78 as 85, 4 as 12); the way between them is right, 73 of 74 degrees, and so is "
    "the count. With the leg stretched out, as in `bird-dog`, it is within 3.",
}
