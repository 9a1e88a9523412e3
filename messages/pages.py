"""A long list page by page, with buttons to the pages before and after."""

import dataclasses

import messages.text


@dataclasses.dataclass(frozen=True)
class Page:
    """One page of a list: `number` counts from 0, `total` are all pages' rows."""

    number: int
    total: int
    per_page: int

    @property
    def start(self) -> int:
        """The first row's place, from 0."""
        return self.number * self.per_page

    def turning(self, action: str, before: str = "", after: str = "") -> list[messages.text.Block]:
        """Buttons to the pages beside it; a page's number is their value, between what comes before and after it."""
        last = (self.total - 1) // self.per_page
        turns = {"Back": self.number - 1, "More": self.number + 1}
        drawn = [
            messages.text.button(label, f"{action}:{place}", f"{before}{to}{after}")
            for place, (label, to) in enumerate(turns.items(), start=1)
            if 0 <= to <= last
        ]
        return [messages.text.buttons(*drawn)] if drawn else []


def page(number: int, total: int, per_page: int) -> Page:
    """The page of that number, or the last one if there are not so many."""
    return Page(min(number, max(0, total - 1) // per_page), total, per_page)
