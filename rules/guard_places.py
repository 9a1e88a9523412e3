"""Postal addresses, as far as they can be told: a street with its number, and what follows of postcode and town."""

import collections.abc
import re

import rules.guard_sight

Spans = collections.abc.Iterator[rules.guard_sight.Span]

_UPPER = "A-ZÀ-ÖØ-ÞĀĄĆČĎĐĘĚĞİŁŃŇŐŘŚŞŠŤŮŰŹŻŽА-ЯІЇЄҐ"
_WORD = rf"[{_UPPER}][\w.'’-]{{0,30}}"
_SMALL = r"(?:de(?:\sla|\slas|\slos)?|del|des|du|das?|dos?|di|della|dei|la|les?|l'|de[rnm]|van|von|am|an|zum|of|the)"
_NAME = rf"(?:(?:{_SMALL}\s){{0,2}}{_WORD})(?:\s(?:{_SMALL}\s){{0,2}}{_WORD}){{0,3}}"
_NUMBER = r"\d{1,4}(?:\s?[a-zA-Z](?![\w]))?(?:\s?[-/]\s?\d{1,4}[a-zA-Z]?)?(?![\w:%€$£])(?![.,]\d)"
_TOWN = rf"{_WORD}(?:[\s-]{_WORD}){{0,2}}"

_POSTCODE = (
    rf"(?:(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:\s?[A-Z]{{2}}(?!\w))?\s{_TOWN}"  # 10115 Berlin, 1012 AB Amsterdam
    rf"|(?:\d{{2}}-\d{{3}}|\d{{3}}\s\d{{2}}|\d{{4}}-\d{{3}})\s{_TOWN}"  # Poland; Czechia, Sweden; Portugal
    rf"|{_TOWN},?\s(?:[A-Z]{{2}},?\s)?\d{{5}}(?:-\d{{4}})?(?!\d)"  # Springfield, IL 62701
    rf"|(?:{_TOWN},?\s)?[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}(?!\w))"  # London SW1A 1AA
)
_REST = rf"(?:,?\s(?:{_POSTCODE}))?"

_KINDS = (
    # Hauptstraße 12, 10115 Berlin; Keizersgracht 100; Storgatan 5
    rf"{_WORD}(?:(?<=stra[ßs]e)|(?<=strasse)|(?<=str\.)|(?<=weg)|(?<=platz)|(?<=allee)|(?<=gasse)|(?<=straat)|(?<=laan)"
    r"|(?<=plein)|(?<=gracht)|(?<=kade)|(?<=gatan)|(?<=vägen)|(?<=vegen)|(?<=gade)|(?<=katu))"
    rf"\s{_NUMBER}",
    rf"(?:{_WORD}[\s-]){{1,3}}(?:Stra[ßs]e|Strasse|Str\.|Platz|Allee|Ring|Damm|Ufer)\s{_NUMBER}",
    # 12 High Street; 1600 Example Ave.
    rf"\d{{1,5}}[A-Za-z]?\s(?:(?:[NSEW]\.?\s)?{_WORD}\s){{1,4}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Sq|Terrace|Close|Crescent|Place|Pl"
    r"|Parkway|Pkwy|Highway|Hwy|Way)(?![\w-])\.?(?:,?\s(?:Apt|Suite|Unit|Flat|Floor|#)\.?\s?\w{1,5})?",
    # 12 rue de l'Exemple
    rf"\d{{1,4}}(?:\s?(?:bis|ter))?,?\s(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Bb]d|[Pp]lace|[Aa]llée|[Cc]hemin|[Ii]mpasse|[Qq]uai)"
    rf"\s{_NAME}",
    # Calle Mayor 5; Rua das Flores, 12; Via Roma 1; ul. Długa 7/3; ул. Ленина, 5
    r"(?<![\w/])(?:[Cc]alle|C/|[Aa]venida|Avda?\.|[Pp]laza|[Pp]aseo|[Rr]ua|[Tt]ravessa|Via|[Vv]iale|[Pp]iazza|[Cc]orso"
    r"|ul\.|[Uu]lica|[Uu]licy|al\.|pl\.|ул\.|[Уу]лица|вул\.|[Вв]улиця|просп?\.|[Пп]роспект)"
    rf"\s?{_NAME},?\s(?:n[º°o.]\s?|nr\s|д\.\s?|буд\.\s?)?{_NUMBER}",
    r"(?:P\.?\s?O\.?\sBox|Postfach|Postbus|Apartado(?: de Correos)?|Casilla)\s\d{1,7}(?:\s\d{2,4})?(?!\w)",
    # Am Markt 5, 12345 Musterstadt
    r"(?:Am|An de[rnm]|Im|In de[rnm]|Zum|Zur|Auf de[rnm]|Unter den|Bei der|Beim|Hinter de[rnm]|Vor de[rnm])"
    rf"\s{_WORD}(?:\s{_WORD})?\s\d{{1,4}}[a-z]?,\s(?:[A-Z]{{1,2}}-)?\d{{5}}\s{_TOWN}",
    r"〒\s?\d{3}-\d{4}",
)
_PLACE = re.compile(rf"(?<![\w])(?:{'|'.join(_KINDS)}){_REST}")


def places(text: str) -> Spans:
    """A street with its number; without a number it is no address."""
    return (match.span() for match in _PLACE.finditer(text))
