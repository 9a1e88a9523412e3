"""What people do in the quarter, as data: who, when, what, about whom."""

import collections.abc
import dataclasses
import datetime

import bench.quarter.world

DAY, WEEK = bench.quarter.world.DAY, bench.quarter.world.WEEK

BEGIN = datetime.datetime(2026, 2, 1, 12, tzinfo=datetime.UTC)
"""Sunday noon before the first Monday: America's clocks change on 8 March, Europe's on 29 March."""

FIRST = datetime.date(2026, 2, 2)

MONDAYS = tuple(FIRST + n * WEEK for n in range(14))
"""Of the quarter and of the week after it, which casts its shadow."""

TRIAGE = "#triage"

MAREN, OBI = "UMAREN0001", "UOBI0002"
ADA, BOLA, CHIARA, DEV = "UADA0101", "UBOLA0102", "UCHIARA0103", "UDEV0104"
ESPERANZA, FARID, GWEN, HIRO = "UESPERANZA0105", "UFARID0106", "UGWEN0107", "UHIRO0108"
ISABELA, JONAS, KIRI, TAMSIN = "UISABELA0109", "UJONAS0110", "UKIRI0111", "UTAMSIN0112"
ADVISERS = (ADA, BOLA, CHIARA, DEV, ESPERANZA, FARID, GWEN, HIRO, ISABELA, JONAS, KIRI, TAMSIN)

ALTHEA, AMARA, BISHAL, CAMILLE, GIULIA = "UALTHEA0258", "UAMARA0207", "UBISHAL0220", "UCAMILLE0212", "UGIULIA0214"
INES, KENJI, LUKAS, NAYELI, NIKOS = "UINES0249", "UKENJI0237", "ULUKAS0202", "UNAYELI0224", "UNIKOS0233"
ELIF, KEONI, SAOIRSE = "UELIF0231", "UKEONI0256", "USAOIRSE0232"
TYRELL, WANJIRU, ZANELE, QUINN = "UTYRELL0248", "UWANJIRU0210", "UZANELE0211", "UQUINN0902"
ANOUK, BASTIEN, AISSATOU, KOFI, OKSANA = "UANOUK0215", "UBASTIEN0213", "UAISSATOU0209", "UKOFI0208", "UOKSANA0206"

FILERS = ("UGRETA0201", "UZOFIA0203", NIKOS, SAOIRSE, INES, "UTESFAYE0250", ANOUK, LUKAS)
"""Who reports a problem, in turn: all of them work at ten by UTC."""

TITLES = (
    "The editor loses bold words",
    "Attachments over 5 MB vanish",
    "Two tabs log each other out",
    "Search in archived chats finds nothing",
    "The clock in tickets is an hour slow",
    "Macros insert the wrong name",
    "A filter by language shows all",
    "Printing a receipt cuts the total",
    "The dark theme hides links",
    "Notifications ring twice",
    "Sorting by date mixes years",
    "Merging customers fails",
    "The side panel will not close",
)

CARDS = {
    1: ANOUK,
    2: KOFI,
    3: CAMILLE,
    4: "UPRIYA0218",
    5: ZANELE,
    6: GIULIA,
    7: KENJI,
    8: "UNADIA0216",
    9: ALTHEA,
}
"""All reports that the demo begins with, and who filed them: each gets a card."""

OVER = {"BUG-1"}
WAITING = {"BUG-2": BOLA, "BUG-3": GWEN, "BUG-4": BOLA, "BUG-5": ADA, "BUG-7": "", "BUG-8": "", "BUG-9": ""}
"""The reports that are over; and those that wait for somebody, with who holds them: they are off duty."""

DUPLICATES, URGENT = {"BUG-5": {"BUG-6": GIULIA}}, {"BUG-9"}
"""Whose end is that of others too; and whose end is told at night, too."""

AT_FIRST = (
    (HIRO, "asks for time", "Kenji Paperfold"),
    (KENJI, "thanks", "Hiro Signalflag"),
    (KOFI, "thanks", "Bola Compassrose"),
    ("#general", "thanks", "Maren Mooring"),
)
"""Who is told of what as the demo begins, besides the cards: what people did in the days before."""

Template = tuple[tuple[int, str, str], ...]
"""Items of a checklist: days from the first or the last day, whose, and how they begin."""

ONBOARDING: Template = (
    (-5, "manager", "Give access"),
    (-3, "manager", "Invite them"),
    (-2, "adviser", "Send them"),
    (0, "adviser", "Say welcome,"),
    (0, "freelancer", "Read how"),
    (1, "freelancer", "Catch up"),
    (2, "adviser", "Hold the"),
    (3, "freelancer", "Read the"),
    (9, "adviser", "Ask how"),
)
OFFBOARDING: Template = (
    (-7, "freelancer", "Hand over"),
    (-5, "adviser", "Take over"),
    (-3, "manager", "If their"),
    (-1, "adviser", "Say thank"),
    (0, "manager", "Take away"),
    (1, "manager", "See who"),
    (1, "manager", "Would we"),
)

PAST = {CHIARA: ("2026-02-06", "2026-02-19")}
"""Who is away as the demo begins."""

COVERS = {
    CHIARA: {ANOUK: ADA, BASTIEN: BOLA, CAMILLE: JONAS, GIULIA: ADA, ZANELE: BOLA},
    BOLA: {AISSATOU: GWEN, AMARA: TAMSIN, KOFI: GWEN, OKSANA: ADA, WANJIRU: CHIARA},
}
"""Who is proposed to cover for each of an adviser's freelancers, as managers read it."""

LEFT_ALONE = {CAMILLE, ZANELE, GIULIA, WANJIRU}
"""On whose contracts nobody decides (Camille's), or something else than to renew them as all others are."""

NEVER = {"UPD-1": {NIKOS}, "UPD-2": {INES}}
"""Who never presses *Got it*."""

UNCLAIMED = {(4, "tue"), (9, "tue")}
"""When a report is filed that is not claimed and resolved soon."""

NOT_LOGGED = {(JONAS, TYRELL): range(3, 6)}
"""An adviser logs nothing with somebody in these weeks, counted from 0."""

RENEWED = 150 * DAY
"""So much longer everybody stays whose contract is renewed."""

NEW = f"""\
slack_id,name,roles,time_zone,languages,products,weekly_hours,contract_starts,contract_ends
{QUINN},Quinn Coffeecup,freelancer,America/New_York,en,Lantern,20,2026-03-02,2026-07-31
"""
"""A roster file with somebody new."""


@dataclasses.dataclass(frozen=True)
class Act:
    """Somebody does something at an instant."""

    at: datetime.datetime
    who: str
    what: str
    whom: str = ""
    more: str = ""


def acts(weeks: int) -> list[Act]:
    """All of them, the earliest first."""
    found = [*_once(), *(act for week in range(weeks) for act in _each_week(week))]
    return sorted((act for act in found if act.at.date() < FIRST + weeks * WEEK), key=lambda act: act.at)


def is_left_out(adviser: str, who: str, week: datetime.date) -> bool:
    """Whether an adviser logs nothing with somebody in that week."""
    return (week - FIRST).days // 7 in NOT_LOGGED.get((adviser, who), ())


def at(week: int, weekday: str, time: str) -> datetime.datetime:
    """That time, by UTC, in a week counted from 0."""
    day = FIRST + week * WEEK + bench.quarter.world.NAMES.index(weekday) * DAY
    return datetime.datetime.combine(day, datetime.time.fromisoformat(time), datetime.UTC)


def _each_week(week: int) -> collections.abc.Iterator[Act]:
    yield Act(at(week, "mon", "10:10"), MAREN, "asks for status")
    yield Act(at(week, "mon", "10:10"), MAREN, "asks who is next")
    yield Act(at(week, "tue", "14:05"), MAREN, "renews all")
    for adviser in ADVISERS:
        yield Act(at(week, "wed", "16:10"), adviser, "logs all")
    for day in ("tue", "thu"):
        number = week * 2 + (day == "thu")
        yield Act(at(week, day, "10:05"), FILERS[number % len(FILERS)], "files", more=TITLES[number % len(TITLES)])
        if (week, day) not in UNCLAIMED:
            yield Act(at(week, day, "10:25"), "on duty", "claims", "newest")
            yield Act(at(week, day, "11:35"), "on duty", "resolves", "newest")
    for day in ("mon", "thu"):
        yield Act(at(week, day, "18:40"), "everybody", "ticks all")


def _once() -> collections.abc.Iterator[Act]:
    """What happens but once."""
    soon = BEGIN + 5 * bench.quarter.world.MINUTE
    yield Act(soon, "", "begins")
    yield Act(soon, MAREN, "asks who is next")
    for report in WAITING:
        yield Act(at(0, "mon", "10:40"), "on duty", "resolves", report)
    yield Act(at(0, "tue", "05:05"), BISHAL, "wishes", more="Talk about it")
    yield Act(at(0, "tue", "09:35"), MAREN, "takes covers", CHIARA)
    yield Act(at(0, "tue", "14:20"), MAREN, "ends", ZANELE)
    yield Act(at(0, "tue", "14:20"), MAREN, "lets rest", WANJIRU, "2026-02-10")
    yield Act(at(1, "tue", "11:05"), MAREN, "assigns", ALTHEA, KIRI)
    yield Act(at(1, "tue", "14:20"), MAREN, "converts", GIULIA)
    yield Act(at(1, "tue", "14:20"), MAREN, "renews", WANJIRU)
    yield Act(at(1, "thu", "12:05"), ADA, "thanks", LUKAS)
    yield Act(at(2, "mon", "11:05"), MAREN, "imports", QUINN)
    yield Act(at(2, "mon", "11:15"), MAREN, "assigns", QUINN, TAMSIN)
    yield Act(at(2, "tue", "09:05"), MAREN, "sends", "UPD-1")
    yield Act(at(2, "tue", "13:05"), GWEN, "books", NIKOS, "2026-02-19")
    yield Act(at(2, "thu", "13:05"), "everybody", "gets", "UPD-1")
    yield Act(at(2, "fri", "14:05"), GWEN, "logs", NIKOS, "45m")
    yield Act(at(2, "fri", "14:05"), CHIARA, "logs all")
    yield Act(at(2, "fri", "14:15"), CHIARA, "gets", "UPD-1")
    yield Act(at(3, "tue", "13:05"), JONAS, "excuses", INES)
    yield Act(at(4, "wed", "10:35"), "on duty", "claims", "newest")
    yield Act(at(4, "wed", "11:35"), "on duty", "resolves", "newest")
    yield Act(at(4, "fri", "12:05"), SAOIRSE, "is off", more="2026-03-09 2026-03-20")
    yield Act(at(5, "tue", "02:35"), KENJI, "asks for time", more="My hours in April")
    yield Act(at(5, "thu", "12:05"), OBI, "thanks", NAYELI)
    yield Act(at(6, "fri", "10:05"), ANOUK, "files", more="The help page is blank on Fridays")
    yield Act(at(6, "fri", "10:25"), TAMSIN, "claims", "newest")
    yield Act(at(7, "mon", "11:05"), TAMSIN, "keeps")
    yield Act(at(7, "tue", "09:50"), TAMSIN, "resolves", "newest")
    yield Act(at(7, "tue", "11:05"), MAREN, "assigns", NAYELI, CHIARA)
    yield Act(at(7, "wed", "10:05"), BOLA, "is away", more="2026-03-30 2026-04-03")
    yield Act(at(7, "wed", "10:35"), MAREN, "covers", BOLA, JONAS)
    yield Act(at(7, "thu", "10:35"), MAREN, "takes covers", BOLA)
    yield Act(at(8, "wed", "12:05"), MAREN, "sends", "UPD-2", "urgent")
    yield Act(at(8, "thu", "13:05"), "everybody", "gets", "UPD-2")
    yield Act(at(9, "tue", "10:25"), "on duty", "asks", "newest")
    yield Act(at(9, "thu", "12:05"), MAREN, "excepts", ELIF, f"{ADA} 2026-04-24")
    yield Act(at(10, "wed", "10:35"), "on duty", "resolves", "asked")
    yield Act(at(10, "wed", "13:05"), MAREN, "ends early", KEONI, "2026-04-23")
