"""Tables on standard output."""

import collections.abc

Row = collections.abc.Sequence[str]
SHOWN = 5


def show(title: str, heads: Row, rows: collections.abc.Sequence[Row]) -> None:
    """Columns as wide as what is in them, the first to the left and the others to the right."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    print(f"\n{title}\n")
    for row in (heads, ["-" * width for width in widths], *rows):
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(["", row[0].ljust(widths[0]), *cells[1:]]), flush=True)


def counted(names: collections.abc.Sequence[str]) -> str:
    """How many there are, and the first of them."""
    if not names:
        return "0"
    return f"{len(names)}: {', '.join(names[:SHOWN])}{' …' if len(names) > SHOWN else ''}"
