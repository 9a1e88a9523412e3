"""Which languages two people have in common."""

import collections.abc


def in_common(mine: collections.abc.Iterable[str], theirs: collections.abc.Iterable[str]) -> tuple[str, ...]:
    """Those of the first that the second has too, as the first writes them: `EN` is `en`."""
    known = {language.lower() for language in theirs}
    return tuple(language for language in mine if language.lower() in known)
