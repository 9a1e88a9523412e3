"""`python -m bench.torture --kills N`: kill the bot, let Slack fail, and count what is lost or doubled."""

import argparse
import asyncio
import collections.abc
import contextlib
import pathlib
import sys
import tempfile

import bench.campaign
import bench.copies
import bench.faults
import bench.forged
import bench.judge
import bench.mutants
import bench.pace
import bench.table
import bench.withheld


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=30, help="how often the bot is killed")
    parser.add_argument("--sends", type=int, default=210, help="how many messages go out while Slack fails")
    parser.add_argument("--forged", type=int, default=2000, help="how many requests come that are not Slack's")
    parser.add_argument("--replayed", type=int, default=100, help="how many requests of Slack's come three times")
    parser.add_argument("--waiting", type=int, default=50, help="how many wait while the store is withheld")
    parser.add_argument("--copies", type=int, default=20, help="how many copies of an update are sent and corrected")
    parser.add_argument("--paced", type=int, default=200, help="how many messages go out as fast as Slack allows")
    parser.add_argument("--mutants", action="store_true", help="instead: take each guard away and see it turn red")
    parser.add_argument("--seed", type=int, default=1, help="what is random is the same again for the same seed")
    parser.add_argument("--folder", type=pathlib.Path, help="work here and leave all there, log and store too")
    return parser.parse_args()


@contextlib.contextmanager
def working_in(chosen: pathlib.Path | None, name: str) -> collections.abc.Iterator[pathlib.Path]:
    """A folder in the one that was chosen, or one that is gone afterwards."""
    if chosen is not None:
        (chosen / name).mkdir(parents=True, exist_ok=True)
        yield chosen / name
        return
    with tempfile.TemporaryDirectory(prefix="muster-torture-") as temporary:
        yield pathlib.Path(temporary)


def kill_campaign(folder: pathlib.Path, kills: int, seed: int) -> bool:
    """Whether all is well after so many kills, with a table that says so."""
    tally = bench.campaign.run(folder, kills, seed)
    verdict = bench.judge.judge(tally.expected, tally.cards, tally.calls)
    missing = [kind for kind in bench.campaign.KINDS if not tally.kills[kind]]
    rows = [(f"kills {kind.replace('_', ' ')}", str(tally.kills[kind])) for kind in bench.campaign.KINDS]
    rows += [
        ("notices expected", str(len(tally.expected))),
        ("cards, and their changes", f"{len(tally.cards)}, {2 * kills}"),
        ("posts in Slack", str(sum(map(bench.judge.is_post, tally.calls)))),
        ("looked for in Slack", str(tally.looked_for)),
        *faults_found(verdict),
        ("cards not as last changed", bench.table.counted(verdict.outdated)),
        ("seconds", f"{tally.seconds:.0f}"),
    ]
    bench.table.show(f"{kills} kills -9", ("what", "number"), rows)
    return verdict.is_clean and not missing and tally.looked_for > 0


def fault_campaign(folder: pathlib.Path, sends: int, seed: int) -> bool:
    """Whether all is well after so many sends, with a table that says so."""
    results = bench.faults.run(folder, sends, seed)
    heads = (
        "fault",
        "struck",
        "sends",
        "lost",
        "doubled",
        "out of order",
        "in a 429's stop",
        "given up, told",
        "seconds",
    )
    rows = [
        (
            result.kind.replace("_", " "),
            str(result.struck),
            str(result.sends),
            *(number for _, number in faults_found(result.verdict)),
            str(result.early),
            str(result.given_up),
            f"{result.seconds:.0f}",
        )
        for result in results
    ]
    bench.table.show(f"Slack fails at {bench.faults.SHARE:.0%} of posts, for each kind of fault", heads, rows)
    return all(result.is_clean for result in results)


def store_campaign(folder: pathlib.Path, waiting: int) -> bool:
    """Whether all who waited for the store were answered in time and rightly, with a table that says so."""
    results = asyncio.run(bench.withheld.run(folder, waiting))
    heads = ("the store is", "slowest answer", "told it is saved", "and it is not", "refused and saved")
    rows = [
        (result.what, f"{result.slowest:.2f} s", str(result.saved), str(result.missing), str(result.written_later))
        for result in results
    ]
    bench.table.show(f"{waiting} commands at once, an answer within {bench.withheld.IN_TIME:g} s", heads, rows)
    return all(result.is_clean for result in results)


def copies_campaign(folder: pathlib.Path, copies: int, seed: int) -> bool:
    """Whether every copy came once and says the correction, with a table that says so."""
    killed, verdict = bench.copies.run(folder, copies, seed)
    rows = [
        *((f"killed on {what}", "1") for what in killed.kills),
        *faults_found(verdict),
        ("copies that don't say the correction", bench.table.counted(verdict.outdated)),
        ("seconds", f"{killed.seconds:.0f}"),
    ]
    bench.table.show(f"{copies} copies of an update, sent and corrected", ("what", "number"), rows)
    return verdict.is_clean


def pace_campaign(folder: pathlib.Path, sends: int) -> bool:
    """Whether nearly all that Slack allows is used, with a table that says so."""
    results = bench.pace.run(folder, sends)
    heads = ("to", "sends", "seconds", "refused", "used of what Slack allows", "calls in a stop")
    rows = [
        (one.where, str(one.sends), f"{one.seconds:.1f}", str(one.refused), f"{one.used:.1%}", str(one.early))
        for one in results
    ]
    bench.table.show(f"As fast as Slack allows, at least {bench.pace.LEAST:.0%} of it", heads, rows)
    return all(one.is_clean for one in results)


def mutants(folder: pathlib.Path, kills: int, seed: int) -> bool:
    """Whether the campaign turns red without each guard, with a table that says so."""
    green = dict(bench.mutants.survivors(folder, kills, seed))
    rows = [(lacks, "green: the campaign proves nothing" if lives else "red") for lacks, lives in green.items()]
    bench.table.show(f"{kills} kills -9 without a guard", ("without", "the campaign is"), rows)
    return not any(green.values())


def faults_found(verdict: bench.judge.Verdict) -> list[tuple[str, str]]:
    """The rows that must be 0."""
    return [
        ("lost", bench.table.counted(verdict.lost)),
        ("doubled", bench.table.counted(verdict.doubled)),
        ("lanes out of order", bench.table.counted(verdict.disordered)),
    ]


def main() -> int:
    """0 if nothing was lost, doubled, out of order, or let in."""
    options = arguments()
    if options.mutants:
        with working_in(options.folder, "mutants") as folder:
            return 0 if mutants(folder, options.kills, options.seed) else 1
    clean = True
    if options.kills:
        with working_in(options.folder, "kills") as folder:
            clean &= kill_campaign(folder, options.kills, options.seed)
    if options.sends:
        with working_in(options.folder, "faults") as folder:
            clean &= fault_campaign(folder, options.sends, options.seed)
    if options.copies:
        with working_in(options.folder, "copies") as folder:
            clean &= copies_campaign(folder, options.copies, options.seed)
    if options.paced:
        with working_in(options.folder, "pace") as folder:
            clean &= pace_campaign(folder, options.paced)
    if options.forged or options.replayed:
        with working_in(options.folder, "forged") as folder:
            clean &= bench.forged.campaign(folder, options.forged, options.replayed, options.seed)
    if options.waiting:
        with working_in(options.folder, "withheld") as folder:
            clean &= store_campaign(folder, options.waiting)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
