"""Names that people type: `@Ada`, `#triage` and `@adviser-on-duty`, as ids or as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import sandbox.workspace

TOKEN = re.compile(r"<(@|#|!subteam\^)([A-Z0-9]+)(?:\|[^>]*)?>")
GROUP = "!subteam^"


def _typed(mark: str, names: Iterable[tuple[str, str]]) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for any of the names after a mark, the longest first, and what each stands for."""
    known = {name.casefold(): ident for name, ident in names if name}
    longest = sorted(known, key=len, reverse=True)
    pattern = "|".join(re.escape(name) for name in longest) or r"(?!)"
    return re.compile(rf"(?<![^\s(,;]){mark}({pattern})(?!\w)", re.IGNORECASE), known


def _names(workspace: sandbox.workspace.Workspace) -> list[tuple[str, str]]:
    people = list(workspace.members.values())
    return [(one.real_name, one.id) for one in people] + [(one.name, one.id) for one in people]


def tokens(workspace: sandbox.workspace.Workspace, text: str) -> str:
    """Typed names become `<@U1>`, `<#C1>` and `<!subteam^S1>`, as a client sends them in a message."""
    channels = [(one.name, one.id) for one in workspace.channels.values() if not one.is_im]
    groups = [(one.handle, one.id) for one in workspace.usergroups.values() if not one.disabled]
    for mark, kind, names in (("@", GROUP, groups), ("@", "@", _names(workspace)), ("#", "#", channels)):
        if mark in text:
            pattern, known = _typed(mark, names)
            text = pattern.sub(_token(kind, known), text)
    return text


def _token(kind: str, known: dict[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda found: f"<{kind}{known[found[1].casefold()]}>"


def _named(workspace: sandbox.workspace.Workspace, form: str) -> Callable[[re.Match[str]], str]:
    """Replace a token by a form of its kind, mark, id and name; an unknown one stays as it is."""

    def replaced(found: re.Match[str]) -> str:
        kind, ident = found[1], found[2]
        if kind == GROUP:
            group = workspace.usergroups.get(ident)
            return form.format(kind=kind, id=ident, name=f"@{group.handle}", mark="") if group else found[0]
        one = workspace.members.get(ident) if kind == "@" else workspace.channels.get(ident)
        return form.format(kind=kind, id=ident, name=one.name, mark=kind) if one else found[0]

    return replaced


def escaped(workspace: sandbox.workspace.Workspace, text: str) -> str:
    """A command's text with `should_escape`: `<@U1|ada>`, `<#C1|triage>` and `<!subteam^S1|@adviser-on-duty>`."""
    return TOKEN.sub(_named(workspace, "<{kind}{id}|{name}>"), tokens(workspace, text))


def plain(workspace: sandbox.workspace.Workspace, text: str) -> str:
    """A command's text without it: `@ada` and `#triage`."""
    return TOKEN.sub(_named(workspace, "{mark}{name}"), text)
