"""A bounded load: a few connections kept open, raw requests, times of each answer."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CONNECTIONS = 8
VISITS = 40
"""A connection is left after so many answers, as a person leaves: which process accepts it is
chance, and all eight in one of the two would measure half of the server."""


@dataclass
class Measure:
    """What one round saw. Times in seconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    octets: int = 0
    statements: int = 0
    selects: int = 0
    most_statements: int = 0
    most_selects: int = 0

    @property
    def rps(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """A percentile of the times, in milliseconds."""
        ordered = sorted(self.times)
        if not ordered:
            return 0.0
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


Request = Callable[[], bytes]


async def _connection(port: int, request: Request, until: float, measure: Measure) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    left = VISITS
    try:
        while (start := time.perf_counter()) < until:
            writer.write(request())
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value
                for name, _sep, value in (line.partition(": ") for line in lines)
            }
            length = int(headers.get("content-length", 0))
            if length:
                await reader.readexactly(length)
            measure.times.append(time.perf_counter() - start)
            status = int(lines[0].split()[1])
            measure.statuses[status] = measure.statuses.get(status, 0) + 1
            measure.octets = len(head) + length
            measure.statements = int(headers.get("x-statements", 0))
            measure.selects = int(headers.get("x-selects", 0))
            measure.most_statements = max(measure.most_statements, measure.statements)
            measure.most_selects = max(measure.most_selects, measure.selects)
            left -= 1
            if not left or headers.get("connection", "").lower() == "close":
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                left = VISITS
    finally:
        writer.close()


def load(port: int, request: Request, seconds: float, connections: int = CONNECTIONS) -> Measure:
    """Ask for `seconds`, on `connections` connections; the bound is kept whatever answers."""
    measure = Measure()

    async def run() -> None:
        start = time.perf_counter()
        until = start + seconds
        tasks = [_connection(port, request, until, measure) for _ in range(connections)]
        await asyncio.wait_for(asyncio.gather(*tasks), seconds + 30)
        measure.seconds = time.perf_counter() - start

    asyncio.run(run())
    return measure
