"""`python -m bench`: how fast and how big Muster is, in ratios measured in one run."""

import argparse
import asyncio
import gc
import pathlib
import sys
import tempfile
import time

import bench.acknowledged
import bench.checkins
import bench.figures
import bench.rotation
import bench.site
import bench.start
import bench.store
import bench.table
import bench.updates

HEADS = ("what", "measured", "ratio", "to reach", "reached")


def main() -> int:
    """Always 0: a bench informs."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: under 40 s")
    options = parser.parse_args()
    began = time.monotonic()
    gc.collect()
    gc.freeze()  # as the bot does
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        found = asyncio.run(figures(pathlib.Path(folder), options.quick))
    bench.table.show("Figures", HEADS, [figure.row for figure in found])
    print(f"\nin {time.monotonic() - began:.0f} s")
    return 0


async def figures(folder: pathlib.Path, quick: bool) -> list[bench.figures.Figure]:
    """Every row, in the order of the table."""
    names = ("acknowledged", "rotation", "store", "updates", "checkins", "start")
    acknowledged, rotation, store, updates, checkins, start = bench.site.folders(folder, *names)
    return [
        *await bench.acknowledged.figures(acknowledged, quick),
        *bench.rotation.figures(rotation, quick),
        *bench.store.figures(store, quick),
        *bench.updates.figures(updates, quick),
        *bench.checkins.figures(checkins, quick),
        *await bench.start.figures(start, quick),
    ]


if __name__ == "__main__":
    sys.exit(main())
