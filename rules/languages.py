"""Which languages two people have in common, and what they are called."""

import collections
import collections.abc


def in_common(mine: collections.abc.Iterable[str], theirs: collections.abc.Iterable[str]) -> tuple[str, ...]:
    """Those of the first that the second has too, as the first writes them: `EN` is `en`."""
    known = {language.lower() for language in theirs}
    return tuple(language for language in mine if language.lower() in known)


def called(language: str) -> str:
    """`en` is `English`; what is no code that many use is called what it was written as."""
    return _NAMES.get(language.lower(), language)


def by_name(counts: collections.abc.Mapping[str, int]) -> dict[str, int]:
    """The same numbers by what the languages are called: `de` and `German` are one."""
    found: collections.Counter[str] = collections.Counter()
    for language, number in counts.items():
        found[called(language)] += number
    return dict(found)


_NAMES = {
    "ar": "Arabic",
    "bn": "Bengali",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ha": "Hausa",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "ig": "Igbo",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "ms": "Malay",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "yo": "Yoruba",
    "zh": "Chinese",
}
"""By their codes of ISO 639-1."""
