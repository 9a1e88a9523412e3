"""Whom a roster's row is about: an account by its Slack id, or somebody who has none yet by their e-mail address.

Who has no Slack account waits, and stands in the roster by their address in lower case, where others have a Slack id.
"""

import collections
import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import rules.roster_entries
import rules.roster_member
import rules.sheet

Known = Mapping[str, frozenset[str]]
"""The Slack ids that an address belongs to, by the address in lower case."""

Roster = Mapping[str, rules.roster_member.Member]


def waits(known_by: str) -> bool:
    """Whether this is an address: a Slack id has no @."""
    return "@" in known_by


def known(stored: Roster, entries: Iterable[rules.roster_entries.Entry], found: Mapping[str, str]) -> Known:
    """What the stored roster, the file and Slack (`found`) say."""
    addresses: dict[str, set[str]] = collections.defaultdict(set)
    for member in stored.values():
        if member.email and not waits(member.slack_id):
            addresses[member.email.lower()].add(member.slack_id)
    for entry in entries:
        if entry.given.get("slack_id") and entry.given.get("email"):
            addresses[entry.given["email"].lower()].add(entry.given["slack_id"])
    for address, slack_id in found.items():
        addresses[address].add(slack_id)
    return {address: frozenset(slack_ids) for address, slack_ids in addresses.items()}


def unknown(entries: Iterable[rules.roster_entries.Entry], addresses: Known) -> list[str]:
    """The addresses of rows without a Slack id that Slack has yet to be asked for."""
    without = [entry.given["email"].lower() for entry in entries if _has_address_alone(entry)]
    return [address for address in dict.fromkeys(without) if address not in addresses]


def _has_address_alone(entry: rules.roster_entries.Entry) -> bool:
    return entry.lacks("slack_id") and bool(entry.given.get("email"))


def settled(
    entry: rules.roster_entries.Entry, addresses: Known
) -> tuple[rules.roster_entries.Entry, list[rules.sheet.Fault]]:
    """The entry with the Slack ids that its addresses stand for; an address that is nobody's stays."""
    given = dict(entry.given)
    faults = []
    if entry.lacks("slack_id"):
        if _has_address_alone(entry):
            given["slack_id"] = given["email"].lower()
        elif "email" not in entry.faulty:
            faults.append(rules.sheet.Fault(entry.line, "slack_id", "is empty; people are known by it, or by email"))
    for column in ("slack_id", "adviser"):
        address = given.get(column) or ""
        ids = addresses.get(address, frozenset())
        if len(ids) > 1:
            where = "email" if column == "slack_id" else column
            reason = f"is that of {' and '.join(sorted(ids))}; give the Slack id"
            faults.append(rules.sheet.Fault(entry.line, where, reason))
            del given[column]
        elif ids:
            given[column] = min(ids)
    return dataclasses.replace(entry, given=given), faults


def joined(stored: Roster, addresses: Known) -> tuple[Roster, Roster]:
    """The roster without those who waited and have an account now, and those by the Slack id they have."""
    linked = {address: min(addresses[address]) for address in stored if address in addresses}
    rest = {known_by: _advised(member, addresses) for known_by, member in stored.items() if known_by not in linked}
    new = {
        slack_id: dataclasses.replace(_advised(stored[address], addresses), slack_id=slack_id)
        for address, slack_id in linked.items()
        if slack_id not in stored
    }
    return rest, new


def _advised(member: rules.roster_member.Member, addresses: Known) -> rules.roster_member.Member:
    """Somebody with their adviser by Slack id, if the adviser was named by an address that is known now."""
    ids: Sequence[str] = sorted(addresses.get(member.adviser or "", ()))
    return dataclasses.replace(member, adviser=ids[0]) if ids else member
