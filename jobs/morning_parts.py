"""What a morning message may be made of: a table of kinds, to which a feature adds its own."""

import collections.abc
import dataclasses

import data.models
import jobs.caseload_parts
import jobs.checkin_list
import jobs.checkin_parts
import jobs.checkin_spells
import jobs.checklist_parts
import jobs.contract_parts
import jobs.digest_parts
import jobs.duty_parts
import jobs.morning_state
import jobs.not_logged
import jobs.readiness_parts
import jobs.receipt_parts
import jobs.renewal_parts
import rules.morning

Parts = collections.abc.Callable[
    [jobs.morning_state.State, data.models.Person, rules.morning.Morning], list[jobs.morning_state.Part]
]
"""What is to be told to this person in this morning's message if it was not told before, as of that morning."""

Redraw = collections.abc.Callable[
    [jobs.morning_state.State, data.models.Person, rules.morning.Morning, data.models.MorningPart],
    collections.abc.Mapping[str, object],
]
"""What a part that was told this morning says by now."""


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of part. It is not drawn in a message that has a part of the kind that it is `within`.

    One without `redraw` is drawn anew at once by what changes it.
    """

    name: str
    parts: Parts
    redraw: Redraw | None = None
    within: str = ""


PARTS = (
    Kind("heads-up", jobs.duty_parts.heads_ups, jobs.duty_parts.heads_up_redrawn),
    Kind("sweep", jobs.duty_parts.sweep, jobs.duty_parts.sweep_redrawn),
    Kind(jobs.not_logged.WARNING, jobs.checkin_parts.warnings),
    Kind(jobs.checkin_list.KIND, jobs.checkin_parts.checkins),
    Kind(jobs.checkin_spells.KIND, jobs.checkin_parts.cover),
    Kind(jobs.not_logged.REPORT, jobs.checkin_parts.weekly_not_logged),
    Kind("unread", jobs.receipt_parts.unread, jobs.receipt_parts.redrawn),
    Kind("unseen", jobs.receipt_parts.unseen, jobs.receipt_parts.redrawn),
    Kind(jobs.renewal_parts.VOICE, jobs.contract_parts.voices),
    Kind(jobs.renewal_parts.NOT_DECIDED, jobs.contract_parts.not_decided),
    Kind(jobs.renewal_parts.DUE, jobs.contract_parts.renewals, jobs.contract_parts.renewals_redrawn),
    Kind(jobs.renewal_parts.SILENCE, jobs.contract_parts.silences, jobs.contract_parts.renewals_redrawn),
    Kind(jobs.renewal_parts.LEAVING, jobs.contract_parts.leaving),
    Kind(jobs.checklist_parts.KIND, jobs.contract_parts.checklists),
    Kind("gap", jobs.duty_parts.gaps, jobs.duty_parts.gaps_redrawn, within="gaps"),
    Kind("gaps", jobs.duty_parts.weekly_gaps, jobs.duty_parts.gaps_redrawn),
    Kind("unadvised", jobs.caseload_parts.unadvised, jobs.caseload_parts.unadvised_redrawn, within="unadvised-week"),
    Kind("unadvised-week", jobs.caseload_parts.weekly_unadvised, jobs.caseload_parts.unadvised_redrawn),
    Kind("exception", jobs.caseload_parts.exceptions, jobs.caseload_parts.exception_redrawn),
    Kind("fault", jobs.readiness_parts.faults, jobs.readiness_parts.faults_redrawn, within="readiness"),
    Kind("readiness", jobs.readiness_parts.weekly_faults, jobs.readiness_parts.faults_redrawn),
    Kind(jobs.digest_parts.KIND, jobs.digest_parts.digests),
)
"""In the order in which a message has them. What a command told by `jobs.morning.tell` stands before them all."""

REDRAWN = {kind.name: kind.redraw for kind in PARTS if kind.redraw is not None}
"""What the parts of a running day say by now, for those kinds whose parts are looked at for it."""

WITHIN = {kind.name: kind.within for kind in PARTS if kind.within}
"""What is not drawn in a message that has a part of that other kind, which says the same."""
