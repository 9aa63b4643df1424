"""Exports of a large consultation: seconds, peak memory of a worker, growth from a tenth of it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

SIZES = (10_000, 100_000)
FORMATS = ("csv", "json", "xlsx")
MAKE = """
import sys
from sqlalchemy import select
from consultation.accounts.models import User
from consultation.app import create_app
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.core.db import session
from consultation.exports.asked import Filters
from consultation.exports.models import Export, ExportState, Format
from consultation.exports.services.asking import Wanted, ask_for_export
from consultation.exports.services.forgetting import forget_file
from consultation.exports.tasks import make_next_export
with create_app().app_context():
    largest = select(Consultation).order_by(Consultation.contribution_count.desc())
    row = session.scalars(largest.limit(1)).one()
    person = session.scalars(
        select(User).join(TeamMember, TeamMember.user_id == User.id)
        .where(TeamMember.consultation_id == row.id, TeamMember.role == Role.ORGANISER).limit(1)
    ).one()
    asked = ask_for_export(row, Wanted(Format(sys.argv[1]), Filters()), actor=person)
    make_next_export()
    session.refresh(asked)
    assert asked.state is ExportState.READY, (asked.state, asked.last_error)
    print(asked.progress_total, asked.size)
    forget_file(asked, ExportState.PURGED)
"""


def made(environ: dict[str, str], kind: str) -> tuple[int, int, float, float, float]:
    """Rows, bytes, seconds, seconds of processor, MiB of a process that writes one file."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", MAKE, kind], stdout=subprocess.PIPE, env={**os.environ, **environ}
    ) as process:
        assert process.stdout is not None
        told = process.stdout.read().split()
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    seconds = time.perf_counter() - start
    spent = used.ru_utime + used.ru_stime
    return int(told[0]), int(told[1]), seconds, spent, used.ru_maxrss / 1024


def report(prepare: Callable[[int], dict[str, str]], sizes: tuple[int, ...] = SIZES) -> None:
    """Print the figures."""
    before: dict[str, float] = {}
    for size in sizes:
        environ = prepare(size)
        for kind in FORMATS:
            count, octets, seconds, spent, peak = made(environ, kind)
            rate = spent / count
            growth = f", {rate / before[kind]:.2f} times as long a row" if kind in before else ""
            before.setdefault(kind, rate)
            sys.stdout.write(
                f"exports: {kind} of {count} in {seconds:.1f} s ({spent:.1f} of processor),"
                f" {peak:.0f} MiB, {octets / 1e6:.1f} MB{growth}\n"
            )
            sys.stdout.flush()
