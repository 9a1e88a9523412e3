"""Passwords, keys and tokens: by the beginnings that their makers gave them, or by the word that stands before them."""

import collections.abc
import re

import rules.guard_sight
import rules.guard_words

Spans = collections.abc.Iterator[rules.guard_sight.Span]

_PEM = re.compile(
    r"-{2,5}\s?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?\s?-{2,5}.*?"
    r"(?:-{2,5}\s?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?\s?-{2,5}|\Z)",
    re.DOTALL,
)
"""A private key, to its end or to the end of all."""

_MADE = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"xox[abeoprsc](?:\.xox[bp])?-[A-Za-z0-9-]{10,}+|xapp-\d-[A-Za-z0-9-]{10,}+"  # Slack
    r"|https://hooks\.slack\.com/(?:services|workflows|triggers)/[\w/]{20,}+"
    r"|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"  # AWS
    r"|gh[pousr]_[A-Za-z0-9]{30,}+|github_pat_\w{22,}+|gl(?:pat|rt|dt|ptt)-[\w-]{20,}+"  # GitHub, GitLab
    r"|[sprw]k_(?:live|test)_[A-Za-z0-9]{10,}+|whsec_[A-Za-z0-9+/]{20,}+"  # Stripe
    r"|AIza[\w-]{35}|ya29\.[\w-]{20,}+|GOCSPX-[\w-]{20,}+"  # Google
    r"|sk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9][\w-]{19,}+"  # OpenAI, Anthropic
    r"|SG\.[\w-]{16,}\.[\w-]{16,}+|SK[0-9a-f]{32}|key-[0-9a-f]{32}"  # SendGrid, Twilio, Mailgun
    r"|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|npm_[A-Za-z0-9]{36}|pypi-[\w-]{40,}+"  # Shopify, npm, PyPI
    r"|dop_v1_[0-9a-f]{64}|EAA[A-Za-z0-9]{40,}+|\d{8,10}:AA[\w-]{33}"  # DigitalOcean, Meta, Telegram
    r"|eyJ[\w-]{8,}+\.eyJ[\w-]{8,}+(?:\.[\w-]*+)?"  # JSON Web Tokens
    r")"
)
_CARRIED = re.compile(
    r"(?<!\w)(?:Bearer\s+(?P<bearer>[\w.~+/-]{16,}+=*)"
    r"|Authorization\s*:\s*(?:Basic|Token|Digest|ApiKey)\s+(?P<basic>\S{6,}+)"
    r"|Basic\s+(?P<coded>[A-Za-z0-9+/]{8,}+={1,2}))",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"[A-Za-z][A-Za-z+.-]{1,15}://[^\s/:@<>]{0,128}:(?P<password>[^\s/@<>]{1,128})@")
"""The password of `https://ann:password@example.com`."""

_CODE = rf"{rules.guard_words.any_of(*rules.guard_words.CODES)}(?![A-Za-z])"
_NAME = (
    rf"(?:{'|'.join(rules.guard_words.SECRETS)}|{_CODE}"
    rf"|{rules.guard_words.any_of(*rules.guard_words.SHORT_SECRETS)}(?![A-Za-z]))"
)
_VALUE = (
    r"(?:\"(?P<double>[^\"\n]{1,200})\"|'(?P<single>[^'\n]{1,200})'|(?P<bare>(?!')"
    r"[^\s\"<>|,;&]{1,400}+(?:[,;&](?![\s\"]|[\w-]{1,40}[=:])[^\s\"<>|,;&]{1,400}+){0,8}))"
)
"""Quoted, or up to a space: a comma or an ampersand may be a part of it, if no other name follows."""

_WHOSE = r"(?:\s(?:of|for|del|do|da|du|der|des|von|für|pour|para)(?:\s[^\W\d]{2,12}){1,2}|\sklienta)?"
_NAMED = re.compile(
    rf"{_NAME}{_WHOSE}[\"'`*_]{{0,3}}\s{{0,3}}(?P<sign>=>?|:=?)\s{{0,3}}[`*_]{{0,3}}{_VALUE}", re.IGNORECASE
)
_SAID = re.compile(
    rf"{_NAME}{_WHOSE}[\s\"'-]{{0,3}}(?:is|was|ist|war|lautet|est|es|era|é|è|jest|to|är|er|on)\s{{1,3}}{_VALUE}",
    re.IGNORECASE,
)
"""`the password is hunter2`"""

_NUMBERED = re.compile(rf"{_CODE}[\s:=]{{1,3}}(?P<digits>\d{{3,8}}(?![\w.]|-\d))", re.IGNORECASE)
"""`CVV 123`"""

_FOLLOWED = re.compile(rf"{_NAME}\s(?P<long>(?=[a-z_-]*\d)(?=[\d_-]*[a-z])[\w-]{{16,}}+)", re.IGNORECASE)
"""`api-key 9f8e7d6c5b4a3928`: long, of letters and digits."""

_TRAILING = ".,;)]}:`*'"
_NO_VALUE = frozenset(("null", "none", "nil", "true", "false", "undefined", "empty", "required", "invalid", "expired"))
_LEAST = 3


def keys(text: str) -> Spans:
    """What opens something: only the secret itself, not the word before it."""
    yield from (match.span() for match in _PEM.finditer(text))
    yield from (match.span() for match in _MADE.finditer(text))
    for pattern in (_CARRIED, _IN_ADDRESS):
        yield from (match.span(match.lastindex or 0) for match in pattern.finditer(text))
    for match in _NAMED.finditer(text):
        yield from _value(match, plain_words=match["sign"].startswith("="))
    for match in _SAID.finditer(text):
        yield from _value(match, plain_words=False)
    yield from (match.span("digits") for match in _NUMBERED.finditer(text))
    yield from (match.span("long") for match in _FOLLOWED.finditer(text))


def _value(match: re.Match[str], *, plain_words: bool) -> Spans:
    """What was given as the value, unless it is a word about it, as in *the password is wrong*."""
    group = next(name for name in ("double", "single", "bare") if match[name] is not None)
    value = match[group].rstrip(_TRAILING) if group == "bare" else match[group]
    if _is_secret(value.rstrip("!?"), plain_words=plain_words or group != "bare"):
        yield match.start(group), match.start(group) + len(value)


def _is_secret(value: str, *, plain_words: bool) -> bool:
    if len(value) < _LEAST or value.lower() in _NO_VALUE or not any(map(str.isalnum, value)):
        return False
    if plain_words:
        return True
    digits = sum(map(str.isdecimal, value))
    if digits + sum(value.count(sign) for sign in "-./,:") == len(value):
        return digits > _LEAST
    return digits > 0 or any(sign in value for sign in "!@#$%^*+_~?") or not value[1:].islower()
