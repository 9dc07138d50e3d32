"""ASC X12 files: delimiters, envelopes, the 834 enrollment and its acknowledgments, read as a stream."""
