"""What Slack says of somebody's account, and what of it changes their row on the roster."""

import dataclasses
import unicodedata

import data.models
import rules.cells


@dataclasses.dataclass(frozen=True)
class Account:
    """A person as Slack knows them. `zone` and `email` are None where Slack does not tell them."""

    slack_id: str
    name: str = ""
    email: str | None = None
    zone: str | None = None
    active: bool = True
    guest: bool = False


def changes(person: data.models.Person, account: Account) -> dict[str, object]:
    """The columns that are no longer what Slack says, with their new values.

    Slack keeps the name. The zone is Slack's only where neither the roster nor the person has given one.
    """
    told: dict[str, object] = {
        "name": tidy_name(account.name) or person.name,
        "active": account.active,
        "guest": account.guest,
    }
    if account.zone and (person.zone is None or person.zone_from_slack):
        told |= {"zone": account.zone, "zone_from_slack": True}
    return {column: value for column, value in told.items() if getattr(person, column) != value}


def tidy_name(name: str) -> str:
    """A name from a profile as a roster's cell could hold it: what can't be shown is left out."""
    visible = "".join(" " if unicodedata.category(letter) in rules.cells.UNSHOWN else letter for letter in name)
    return " ".join(visible.split())[: rules.cells.LONGEST].strip()
