"""How fast a roster is read, beside pyx12; run as ``python -m tests.bench.bench_roster [members]``.

Aim: 100 times the people a second of pyx12's ``X12ContextReader.iter_segments('2000')``, 150 times in two
processes, in under 60 MB whatever the size of the file. Both read files of one generator, and every fact is
compared with the truth.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyx12.error_handler
import pyx12.params
import pyx12.x12context

from sinew.roster.rows import RosterRow
from sinew.roster.x12.enrollment import EnrollmentReader
from sinew.roster.x12.parts import read_in_parts
from tests.support.enrollments import make_834, people

MEMBERS = 200_000
MEMBERS_FOR_PYX12 = 1_500
Fact = tuple[str, str, str, str, str, str]


def ours(path: str, count: int) -> bool:
    """Read with our reader; whether every fact is the truth's."""
    truth = people(count)
    with Path(path).open("rb") as file:
        reader = EnrollmentReader(file)
        right = all(
            (
                row.subscriber_id == one.subscriber_id
                and row.member_id == one.member_id
                and row.national_id == one.national_id
                and row.last_name == one.last_name
                and row.first_name == one.first_name
                and f"{row.born_on:%Y%m%d}" == one.born_on
                and row.postal_code == one.postal_code
                and tuple(line.insurance_line for line in row.coverages) == one.lines
            )
            for row, one in zip(reader.rows(), truth, strict=True)
        )
    return right and reader.problems.listed == []


def ours_alone(path: str, count: int) -> bool:
    """Read with our reader and compare nothing but the number of people."""
    with Path(path).open("rb") as file:
        return sum(1 for _ in EnrollmentReader(file).rows()) == count


def _part(rows: Iterator[RosterRow], _place: int) -> tuple[int, float]:
    """People in a part, and the processor time it took."""
    begin = time.process_time()
    return sum(1 for _ in rows), time.process_time() - begin


def in_two(path: Path, count: int) -> tuple[bool, float]:
    """Read in two processes: whether everybody was found, and people a second of the slower process."""
    read = read_in_parts(path, _part, processes=2)
    right = sum(part for part, _ in read.taken) == count and not read.problems.listed
    return right, count / max(seconds for _, seconds in read.taken)


def theirs(path: str, count: int) -> bool:
    """Read with pyx12; whether the facts are the truth's."""
    errors = pyx12.error_handler.errh_null()
    truth = people(count)
    seen = 0
    with Path(path).open(encoding="ascii") as file:
        reader = pyx12.x12context.X12ContextReader(pyx12.params.params(), errors, file)
        for loop in reader.iter_segments("2000"):
            if loop.id != "2000":
                continue
            one = next(truth)
            found = (
                loop.get_value("2100A/NM103"),
                loop.get_value("2100A/NM104"),
                loop.get_value("2100A/DMG02"),
            )
            if found != (one.last_name, one.first_name, one.born_on):
                return False
            seen += 1
    return seen == count


Answer = tuple[bool, float, float]


def _measured(
    work: Callable[[str, int], bool], path: str, count: int, answers: "multiprocessing.Queue[Answer]"
) -> None:
    begin = time.process_time()
    right = work(path, count)
    seconds = time.process_time() - begin
    answers.put((right, count / seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measured(work: Callable[[str, int], bool], path: Path, count: int) -> Answer:
    """Whether it was right, people a second of processor time, and peak MB, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[Answer] = context.Queue()
    process = context.Process(target=_measured, args=(work, str(path), count, answers))
    process.start()
    found = answers.get()
    process.join()
    return found


def run(members: int = MEMBERS) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        large = make_834(Path(folder) / "large.834", members)
        tenth = make_834(Path(folder) / "tenth.834", members // 10)
        small = make_834(Path(folder) / "small.834", MEMBERS_FOR_PYX12)
        rows = [
            ("pyx12 4.0.0", MEMBERS_FOR_PYX12, *measured(theirs, small, MEMBERS_FOR_PYX12)),
            ("ours, every fact compared", members, *measured(ours, large, members)),
            ("ours", members // 10, *measured(ours_alone, tenth, members // 10)),
            ("ours", members, *measured(ours_alone, large, members)),
        ]
        right, speed = in_two(large, members)
        rows.append(("ours, two processes", members, right, speed, rows[-1][4]))
    base = rows[0][3]
    heading = f"{'834 reader':26} | {'people':>7} | right | people/s | times pyx12 | peak MB"
    sys.stdout.write(f"{heading}\n{'-' * len(heading)}\n")
    for name, count, right, speed, memory in rows:
        said = f"{'yes' if right else 'NO':5} | {speed:8,.0f} | {speed / base:11.0f} | {memory:7.0f}"
        sys.stdout.write(f"{name:26} | {count:7,} | {said}\n")


if __name__ == "__main__":
    run(*(int(argument) for argument in sys.argv[1:2]))
