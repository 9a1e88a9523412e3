"""What people can say, press and submit: the table of contents."""

import commands.duty
import commands.help
import commands.home
import commands.program

_VERBS = (*commands.program.VERBS, *commands.duty.VERBS)

VERBS = (*commands.help.rows(_VERBS), *_VERBS)
BUTTONS = (*commands.program.BUTTONS, *commands.duty.BUTTONS)
FORMS = commands.duty.FORMS
ROOTS = tuple(dict.fromkeys(verb.root for verb in VERBS))
