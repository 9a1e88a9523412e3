"""The people and places of the stories: a manager, five advisers, two freelancers, and three who may do nothing."""

from __future__ import annotations

import csv
import io
from typing import Any

import bot.manifest

Json = dict[str, Any]

BOT_TOKEN, APP_TOKEN = "xoxb-stories-bot", "xapp-stories-app"
TEAM, BOT = "T0STORY", "U0MUSTER"
TRIAGE, GENERAL, LOUNGE = "C0TRIAGE", "C0GENERAL", "C0LOUNGE"
NOW = "2026-03-02T12:00:00Z"
"""A Monday at 13:00 in Berlin: duty was handed over three hours ago, and is again on 16 March at 09:00 UTC."""

MAREN, ADA, BOLA, CHIARA, DEV, ELENA = "U0MAREN", "U0ADA", "U0BOLA", "U0CHIARA", "U0DEV", "U0ELENA"
KENJI, AMARA = "U0KENJI", "U0AMARA"
PENNY, ROWAN = "U0PENNY", "U0ROWAN"

ROSTER = f"""\
slack_id,name,roles,time_zone,adviser,weekly_hours,contract_starts,contract_ends
{MAREN},Maren Mooring,manager,Europe/Berlin,,20,,
{ADA},Ada Harbour,adviser,Europe/Berlin,,,,
{BOLA},Bola Compass,adviser,Africa/Lagos,,,,
{CHIARA},Chiara Lantern,adviser,Europe/Rome,,,,
{DEV},Dev Anchor,adviser,Asia/Kolkata,,,,
{ELENA},Elena Mainsail,adviser,America/Mexico_City,,,,
{KENJI},Kenji Paperfold,freelancer,Asia/Tokyo,{ADA},24,2026-02-01,2026-04-30
{AMARA},Amara Field,freelancer,Africa/Lagos,{BOLA},20,2026-01-15,2026-06-30
{ROWAN},Rowan Farewell,adviser,Europe/Berlin,,,,
"""
"""Whom `muster import` knows. Rowan's account was deactivated since, and Penny works in accounting."""

ENDING = ROSTER.replace("2026-06-30", "2026-03-20")
"""The same, but Amara's contract ends soon."""

STAFF = "".join(line for line in ROSTER.splitlines(keepends=True) if ",freelancer," not in line)
"""The same without freelancers: nobody has a check-in to hold."""

MANAGER_ALONE = f"slack_id,name,roles,time_zone\n{MAREN},Maren Mooring,manager,Europe/Berlin\n"


def workspace(roster: str = ROSTER, **changes: Any) -> Json:
    """Slack's side of a roster: its people, Penny, three channels, and the bot in two of them."""
    members = [_member(row) for row in {row["slack_id"]: row for row in _rows(roster)}.values()]
    members += [{"id": PENNY, "name": "penny", "real_name": "Penny Ledger", "tz": "Europe/London"}]
    ids = [member["id"] for member in members]
    everyone = [ident for ident in ids if ident != AMARA]
    return {
        "team": {"id": TEAM, "name": "Stories", "domain": "stories"},
        "now": NOW,
        "plan": "paid",
        "members": members,
        "channels": [
            {"id": TRIAGE, "name": "triage", "topic": "Bugs, please", "members": [*everyone, BOT]},
            {"id": GENERAL, "name": "general", "members": everyone},
            {"id": LOUNGE, "name": "lounge", "members": [ident for ident in ids if ident in (MAREN, AMARA)]},
        ],
        "app": {
            "id": "A0MUSTER",
            "name": "Muster",
            "bot_user": BOT,
            "bot_token": BOT_TOKEN,
            "app_token": APP_TOKEN,
            "signing_secret": "stories-secret",
            "manifest": bot.manifest.build(),
        },
        **changes,
    }


def crowd(weekly_hours: int) -> str:
    """Sixty freelancers at so many hours a week, twelve advisers with five of them each, and a manager at 40."""
    advisers = [f"U0ADVISER{number:02}" for number in range(12)]
    lines = ["slack_id,name,roles,time_zone,adviser,weekly_hours,contract_starts,contract_ends"]
    lines += [f"{MAREN},Maren Mooring,manager,Europe/Berlin,,40,,"]
    lines += [f"{adviser},Adviser {adviser[-2:]},adviser,Europe/Berlin,,,," for adviser in advisers]
    for number in range(60):
        term = f"{advisers[number // 5]},{weekly_hours},2026-02-01,2026-04-30"
        lines.append(f"U0FREE{number:02},Freelancer {number:02},freelancer,Europe/Berlin,{term}")
    return "\n".join(lines) + "\n"


def _rows(roster: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(roster)))


def _member(row: dict[str, str]) -> Json:
    ident, name = row["slack_id"], row["name"]
    handle = ident.removeprefix("U0").lower()
    shown = {"real_name": name, "title": row["roles"], "tz": row["time_zone"] or "UTC", "is_guest": ident == AMARA}
    shown |= {"deleted": ident == ROWAN, "email": row.get("email", "")}
    return {"id": ident, "name": handle, **shown}
