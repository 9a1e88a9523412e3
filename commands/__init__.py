"""What people can say, press and submit: the table of contents."""

import commands.answers
import commands.assignments
import commands.away
import commands.broadcast
import commands.bug
import commands.checkin
import commands.checkin_cover
import commands.checkin_history
import commands.checkin_log
import commands.checkin_overview
import commands.checkin_requests
import commands.checklists
import commands.contract
import commands.contract_decisions
import commands.contract_ends
import commands.contract_review
import commands.contract_terms
import commands.contract_voices
import commands.digest
import commands.duplicates
import commands.duty
import commands.forecast
import commands.group
import commands.help
import commands.kudos
import commands.latest
import commands.leaver
import commands.metrics
import commands.more
import commands.outgoing
import commands.override
import commands.own_report
import commands.passing
import commands.people
import commands.pool
import commands.program
import commands.rebalance
import commands.receipts
import commands.redact
import commands.remarks
import commands.report_lists
import commands.status
import commands.status_share
import commands.sweep
import commands.triage
import commands.update_answers
import commands.update_drafts
import commands.update_steering
import commands.vacancies

_VERBS = (
    *commands.status.VERBS,
    *commands.forecast.VERBS,
    *commands.digest.VERBS,
    *commands.metrics.VERBS,
    *commands.people.VERBS,
    *commands.assignments.VERBS,
    *commands.rebalance.VERBS,
    *commands.outgoing.VERBS,
    *commands.duty.VERBS,
    *commands.away.VERBS,
    *commands.pool.VERBS,
    *commands.override.VERBS,
    *commands.broadcast.VERBS,
    *commands.update_steering.VERBS,
    *commands.latest.VERBS,
    *commands.receipts.VERBS,
    *commands.checkin.VERBS,
    *commands.checkin_cover.VERBS,
    *commands.checkin_history.VERBS,
    *commands.checkin_requests.VERBS,
    *commands.kudos.VERBS,
    *commands.contract.VERBS,
    *commands.contract_review.VERBS,
    *commands.contract_terms.VERBS,
    *commands.contract_ends.VERBS,
    *commands.checklists.VERBS,
    *commands.bug.VERBS,
    *commands.report_lists.VERBS,
    *commands.sweep.VERBS,
    *commands.triage.VERBS,
    *commands.passing.VERBS,
    *commands.redact.VERBS,
    *commands.duplicates.VERBS,
)

VERBS = (*commands.help.rows(_VERBS), *_VERBS)
_BUTTONS = (
    commands.help.button(VERBS),
    *commands.program.BUTTONS,
    *commands.status.BUTTONS,
    *commands.status_share.BUTTONS,
    *commands.digest.BUTTONS,
    *commands.metrics.BUTTONS,
    *commands.people.BUTTONS,
    *commands.assignments.BUTTONS,
    *commands.rebalance.BUTTONS,
    *commands.away.BUTTONS,
    *commands.leaver.BUTTONS,
    *commands.vacancies.BUTTONS,
    *commands.pool.BUTTONS,
    *commands.override.BUTTONS,
    *commands.group.BUTTONS,
    *commands.broadcast.BUTTONS,
    *commands.update_steering.BUTTONS,
    *commands.latest.BUTTONS,
    *commands.receipts.BUTTONS,
    *commands.checkin_log.BUTTONS,
    *commands.checkin.BUTTONS,
    *commands.checkin_cover.BUTTONS,
    *commands.checkin_history.BUTTONS,
    *commands.checkin_requests.BUTTONS,
    *commands.checkin_overview.BUTTONS,
    *commands.kudos.BUTTONS,
    *commands.contract_decisions.BUTTONS,
    *commands.contract_review.BUTTONS,
    *commands.contract_ends.BUTTONS,
    *commands.contract_voices.BUTTONS,
    *commands.checklists.BUTTONS,
    *commands.bug.BUTTONS,
    *commands.report_lists.BUTTONS,
    *commands.triage.BUTTONS,
    *commands.passing.BUTTONS,
    *commands.redact.BUTTONS,
    *commands.duplicates.BUTTONS,
    *commands.answers.BUTTONS,
    *commands.update_answers.BUTTONS,
    *commands.update_drafts.BUTTONS,
    *commands.remarks.BUTTONS,
    *commands.own_report.BUTTONS,
    *commands.sweep.BUTTONS,
)
BUTTONS = (*_BUTTONS, commands.more.button(_BUTTONS))
FORMS = (
    *commands.metrics.FORMS,
    *commands.away.FORMS,
    *commands.people.FORMS,
    *commands.assignments.FORMS,
    *commands.rebalance.FORMS,
    *commands.broadcast.FORMS,
    *commands.update_steering.FORMS,
    *commands.checkin_log.FORMS,
    *commands.checkin.FORMS,
    *commands.checkin_history.FORMS,
    *commands.checkin_requests.FORMS,
    *commands.kudos.FORMS,
    *commands.contract_decisions.FORMS,
    *commands.contract_terms.FORMS,
    *commands.contract_ends.FORMS,
    *commands.contract_voices.FORMS,
    *commands.checklists.FORMS,
    *commands.bug.FORMS,
    *commands.answers.FORMS,
    *commands.update_answers.FORMS,
    *commands.triage.FORMS,
    *commands.passing.FORMS,
    *commands.redact.FORMS,
    *commands.duplicates.FORMS,
    *commands.own_report.FORMS,
)
SHORTCUTS = (*commands.bug.SHORTCUTS, *commands.answers.SHORTCUTS, *commands.update_drafts.SHORTCUTS)
ROOTS = tuple(dict.fromkeys(verb.root for verb in VERBS))
