"""Somebody as a roster file sees them: one value that holds their columns, their adviser and their contracts."""

import dataclasses
import datetime

import data.models
import rules.contracts


@dataclasses.dataclass(frozen=True)
class Term:
    """A contract, known by its start; `ends` is the day after the last."""

    starts: datetime.date
    ends: datetime.date
    weekly_hours: float
    exception_reason: str | None = None
    exception_until: datetime.date | None = None


@dataclasses.dataclass(frozen=True)
class Member:
    """A person of the roster. The adviser is a Slack id; an exception is that adviser's for this freelancer."""

    slack_id: str
    name: str = ""
    email: str | None = None
    roles: frozenset[data.models.Role] = frozenset()
    time_zone: str | None = None
    working_hours: str | None = None
    languages: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    weekly_hours: float | None = None
    adviser: str | None = None
    exception_reason: str | None = None
    exception_until: datetime.date | None = None
    terms: tuple[Term, ...] = ()

    @property
    def freelancer(self) -> bool:
        """Whether contracts and an adviser are theirs to have."""
        return data.models.Role.FREELANCER in self.roles

    @property
    def adviser_role(self) -> bool:
        """Whether freelancers may be theirs."""
        return data.models.Role.ADVISER in self.roles


@dataclasses.dataclass(frozen=True)
class Change:
    """Somebody before an import and after it; new people have no before."""

    before: Member | None
    after: Member


def counts(member: Member, day: datetime.date) -> bool:
    """Whether a freelancer is part of their adviser's caseload: with a running or coming contract."""
    return member.freelancer and any(rules.contracts.running_or_coming(term, day) for term in member.terms)
