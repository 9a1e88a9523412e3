"""E-mail and IP addresses."""

import collections.abc
import contextlib
import ipaddress
import re

import rules.guard_sight
import rules.guard_words

Spans = collections.abc.Iterator[rules.guard_sight.Span]

_LETTER = "A-Za-zÀ-ɏͰ-ϿЀ-ӿ"
"""Letters of the scripts that put spaces between words: in others, the words around an address would belong to it."""

_LOCAL = rf"(?<![{_LETTER}\d_])[{_LETTER}\d_][{_LETTER}\d._+'-]{{0,63}}+"
_LABEL = rf"[{_LETTER}\d](?:[{_LETTER}\d-]{{0,62}})"
_SPELT_DOT = r"(?:\s?[(\[{](?:dot|punkt|punto|point|ponto)[)\]}]\s?|\s(?:dot|punkt|punto|point|ponto)\s)"
_DOT = rf"(?:\.|{_SPELT_DOT})"

_MAILTO = re.compile(r"<mailto:[^<>|\s]{3,300}(?:\|[^<>]{0,300})?>")
"""As Slack writes an e-mail address in a message: with its link, both in one."""

_EMAIL = re.compile(rf"{_LOCAL}(?:@| @ )(?:{_LABEL}\.){{1,8}}[{_LETTER}]{{2,24}}(?![{_LETTER}\d])")
_SPELT = re.compile(
    rf"(?:(?<![{_LETTER}\d_])[{_LETTER}\d_-]{{1,30}}{_SPELT_DOT})?{_LOCAL}(?:\s?[(\[{{]\s?(?:at|ät|arroba|chez|@)\s?[)\]}}]\s?(?:{_LABEL}{_DOT}){{1,8}}"
    rf"|\s(?:at|arroba|chez|klammeraffe)\s(?:{_LABEL}\s(?:dot|punkt|punto|point|ponto)\s){{1,8}})"
    rf"[{_LETTER}]{{2,24}}(?![{_LETTER}\d])",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"@\dx\.(?:png|jpe?g|gif|webp|svg|avif)$", re.IGNORECASE)

_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)", re.ASCII)
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?:\.\d{1,3}){3})?(?![\w:]|\.\d)")
_IPV6_IN_USE = tuple(map(ipaddress.IPv6Network, ("2000::/3", "fc00::/7", "fe80::/10", "::ffff:0:0/96")))
"""Where addresses are given out: `face::bad` is an address by its form alone."""

_VERSION = re.compile(
    rf"(?:{rules.guard_words.any_of(*rules.guard_words.VERSIONS)}"
    r"[\s.:=#\"'(-]{0,3}(?:(?:to|from|is|auf|von|de|a|à|la|al|zu|number|no)\s)?|[A-Za-z]/|§\s?)$",
    re.IGNORECASE,
)
"""What stands before four numbers with dots that are a version or a section, such as `Chrome/120.0.0.0`."""

_BEFORE = 32
"""So many characters are looked at before a number for what it is."""


def emails(text: str) -> Spans:
    """As they are, as Slack links them, and spelt out: `ann (at) example.com`, `ann at example dot com`."""
    yield from (match.span() for match in _MAILTO.finditer(text))
    yield from (match.span() for match in _EMAIL.finditer(text) if not _PICTURE.search(match[0]))
    yield from (match.span() for match in _SPELT.finditer(text))


def addresses(text: str) -> Spans:
    """IP addresses of both versions, but for those that are every machine's own."""
    for match in _IPV4.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if _is_ipv4(match[0]) and not _VERSION.search(before):
            yield match.span()
    yield from (match.span() for match in _IPV6.finditer(text) if _is_ipv6(match[0]))


def _is_ipv4(found: str) -> bool:
    with contextlib.suppress(ValueError):
        address = ipaddress.IPv4Address(found)
        return not (address.is_loopback or address.is_unspecified or address.is_multicast or _is_mask(found))
    return False


def _is_mask(found: str) -> bool:
    return found.startswith("255.")


def _is_ipv6(found: str) -> bool:
    with contextlib.suppress(ValueError):
        address = ipaddress.IPv6Address(found)
        return any(address in network for network in _IPV6_IN_USE)
    return False
