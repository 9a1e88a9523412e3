"""How long what somebody sends waits, so that who sees a mistake just after it can take it back."""

import datetime

UNDO = datetime.timedelta(minutes=2)
"""Before this is over nothing leaves."""
