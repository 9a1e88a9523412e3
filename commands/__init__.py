"""What people can say, press and submit: the table of contents."""

import commands.away
import commands.duty
import commands.group
import commands.help
import commands.home
import commands.outgoing
import commands.program
import commands.vacancies

_VERBS = (*commands.program.VERBS, *commands.outgoing.VERBS, *commands.duty.VERBS, *commands.away.VERBS)

VERBS = (*commands.help.rows(_VERBS), *_VERBS)
BUTTONS = (*commands.program.BUTTONS, *commands.away.BUTTONS, *commands.vacancies.BUTTONS, *commands.group.BUTTONS)
FORMS = commands.away.FORMS
ROOTS = tuple(dict.fromkeys(verb.root for verb in VERBS))
