"""A triage desk on a store: two advisers, a manager, two freelancers, and what each of them reads."""

import datetime

import sqlmodel

import data.models
import data.reports
import data.settings
import jobs.reports
import jobs.scene
import rules.settings
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
Asking = tests.commands.asking.Asking


class Desk:
    """Ada and Bola look after reports, Maren manages, Kenji and Amara report."""

    def __init__(self, session: sqlmodel.Session) -> None:
        self.session = session
        for name, value in {"triage_channel": "C0TRIAGE", "time_zone": "Europe/Berlin"}.items():
            data.settings.record(session, name, value)
        tests.programme.add(session, "UMAREN", "manager")
        self.people = {
            name: tests.programme.add(session, name, role)
            for name, role in {
                "UADA": "adviser",
                "UBOLA": "adviser",
                "UKENJI": "freelancer",
                "UAMARA": "freelancer",
            }.items()
        }
        self.now = NOW
        self.ada, self.bola, self.kenji = (self.asks(name) for name in ("UADA", "UBOLA", "UKENJI"))

    def asks(self, name: str) -> Asking:
        return Asking(self.session, name, self.now)

    def later(self, **span: float) -> None:
        """Time passes."""
        self.now += datetime.timedelta(**span)
        self.ada, self.bola, self.kenji = (self.asks(name) for name in ("UADA", "UBOLA", "UKENJI"))

    def files(self, title: str = "Checkout fails", by: str = "UKENJI", **columns: object) -> data.models.Report:
        report = data.models.Report(
            kind=data.models.ReportKind.BROKEN,
            title=title,
            happened="Nothing happens.",
            filed_at=self.now,
            changed_at=self.now,
            expected_by=self.now,
            **columns,  # type: ignore[arg-type]  # columns
        )
        programme = rules.settings.read(data.settings.load(self.session))
        scene = jobs.scene.Scene(self.session, programme, self.now)
        return jobs.reports.file(scene, report, self.people[by])

    def sends(self) -> None:
        """All that waits has been sent."""
        for notice in self.session.exec(sqlmodel.select(data.models.Notice)):
            notice.state = data.models.NoticeState.SENT

    def joins(self, report: data.models.Report, who: str) -> None:
        """Somebody sees it too."""
        row = data.models.Reporter(
            report_id=report.id or 0, person_id=self.people[who].id or 0, joined_at=self.now + datetime.timedelta(1)
        )
        data.reports.add_reporter(self.session, row)

    def lines(self, person: str, what: str) -> list[str]:
        """What somebody was told, by the kind of line."""
        notices = self.session.exec(sqlmodel.select(data.models.Notice).order_by(sqlmodel.col(data.models.Notice.id)))
        theirs = [one for one in notices if one.lane == f"@{person}" and f":{what}:" in one.key]
        return [str(one.payload["text"]) for one in theirs]

    def card(self, report: data.models.Report) -> str:
        """What the triage channel reads of it."""
        card = jobs.reports.card(report)
        notice = data.models.Notice
        newest = sqlmodel.select(notice).where(notice.card == card).order_by(sqlmodel.col(notice.id).desc())
        return str(self.session.exec(newest).first().payload["text"])  # type: ignore[union-attr]  # it has a card

    def acts(self, report: data.models.Report) -> list[str]:
        return [event.act for event in data.reports.list_events(self.session, report.id or 0)]

    def state(self, report: data.models.Report) -> tuple[str, str | None]:
        """Where it stands, and who holds it."""
        names = {person.id: name for name, person in self.people.items()}
        return str(report.state), names.get(report.holder_id)
