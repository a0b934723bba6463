"""What each of LINE's faults costs, and whether anybody else waits: ./run bench line_faults."""

import asyncio
import tempfile
from pathlib import Path

from tests.flow.line_faults import Row, measured
from tests.flow.running import world


def main() -> None:
    """Print a row for each fault."""
    print("| fault | answers | by | calls | last call after, s | somebody else, ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    for row in asyncio.run(_rows()):
        by = ", ".join(row.ways) or "-"
        print(
            f"| {row.wrong.name} | {row.arrived} | {by} | {row.calls} | {row.seconds:.1f} | {1000 * row.beside:.0f} |"
        )


async def _rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        async with world(Path(folder)) as found:
            return await measured(found, await found.bot())
