"""``make bench``: what things cost on this machine, printed as tables. Nothing here fails a build."""

import sys

from tests.bench import (
    bench_browser,
    bench_caseload,
    bench_motion,
    bench_nightly,
    bench_pages,
    bench_pose,
    bench_program,
    bench_roster,
    bench_snapshots,
)
from tests.proof.__main__ import run as run_proof
from tests.proof.library import tracked

SECTIONS = (
    bench_motion.run,
    bench_browser.run,
    bench_pose.run,
    bench_program.main,
    bench_pages.run,
    bench_caseload.run,
    bench_roster.run,
    bench_snapshots.run,
    bench_nightly.run,
    bench_nightly.on_postgresql,
    lambda: run_proof(tracked()),
)


def main() -> None:
    for section in SECTIONS:
        section()
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
