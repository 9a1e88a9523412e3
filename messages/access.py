"""What somebody reads whose request could not be read, or was not theirs to make."""

import collections.abc

import data.models
import messages.text

_PLURALS = {
    data.models.Role.MANAGER: "programme managers",
    data.models.Role.ADVISER: "advisers",
    data.models.Role.FREELANCER: "freelancers",
}


def no_role(managers: collections.abc.Sequence[str]) -> str:
    """For whoever is not on the roster, with those who can change that."""
    return f"You are not on this programme's roster, so I can't help you yet. {_ask(managers)}"


def not_your_role(who: collections.abc.Set[data.models.Role], managers: collections.abc.Sequence[str]) -> str:
    """For somebody whose roles do not reach."""
    allowed = messages.text.people([plural for role, plural in _PLURALS.items() if role in who])
    return f"This is for {allowed}. {_ask(managers)} `/program` shows what you can do."


def _ask(managers: collections.abc.Sequence[str]) -> str:
    if not managers:
        return "Please ask whoever set up Muster here: no programme manager is named yet."
    return f"Please ask {messages.text.people([messages.text.mention(manager) for manager in managers[:5]])}."


def words_missing(missing: str, usage: str, example: str) -> str:
    """For a command that stops too early."""
    return f"Something is missing: {missing}. {_form(usage, example)}"


def words_too_many(word: str, usage: str, example: str) -> str:
    """For a command that goes on too long."""
    return f"I don't know what to do with {messages.text.quoted(word)}. {_form(usage, example)}"


def _form(usage: str, example: str) -> str:
    return f"The form is `{usage}`, for example `{example}`." if example else f"The form is `{usage}`."


def unknown_verb(root: str, word: str, near: str | None) -> str:
    """For a verb that there is not, with the nearest that there is."""
    guess = f" Did you mean `/{root} {near}`?" if near else ""
    return f"I don't know `/{root}` {messages.text.quoted(word)}.{guess} `/{root} help` shows what you can do."


def input_missing() -> str:
    """Under a form's field that was left empty."""
    return "Please fill this in."
