"""Papers that the county's households have: agreements, certificates, safety checks, letters sent.

Plain and short, and different for each household. A few have a second version; one was refused by
the scanner; one waits for it.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from functools import cache
from xml.sax.saxutils import escape

from app.audit.act import Actor
from app.core.present import long_day
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.demo.lives import TAKEN_OVER
from app.documents import actions
from app.documents.kinds import DocumentKind, FileState
from app.documents.models import Document
from app.documents.scanning import Verdict

CLEAN = Verdict(FileState.CLEAN, "the scanner found nothing")
WAITING = Verdict(FileState.WAITING, "the scanner did not answer within 20 seconds")
REFUSED = Verdict(FileState.REFUSED, "stream: Doc.Macro.Agent FOUND")

COURSES = (
    "Paediatric first aid",
    "Safer caring",
    "Attachment and trauma",
    "Keeping children safe online",
    "Record keeping",
    "Helping a child move on",
)

NAMES, DAY = "NAMES-OF-CARERS", "DAY-OF-APPROVAL"

AGREED = (
    "We support you, train you, and tell you in writing how to raise concerns.",
    "You care for each child placed as a member of your family, and keep what you know private.",
    "You tell us at once of anything serious, and of any change in who lives with you.",
    "No child is hit or frightened, whatever they have done.",
)

CHECKED = (
    "Smoke alarms on both floors tried and working. Medicines locked away. Stair gate fitted.",
    "Pond fenced since the last visit. Fire blanket in the kitchen. Car seats seen.",
    "Window locks upstairs seen. The dog’s assessment read. Nothing to put right.",
    "Carbon monoxide alarm is out of date: a new one by the next visit.",
)


def plan_documents(told: Told) -> None:
    """Every home of ours that is open: its agreement, and some of the rest."""
    chance = Chance.of(told.county.seed, "documents")
    ours = [home for home in told.county.homes if home.whose is Whose.OURS and home.ends is None]
    for home in ours:
        signed = max(home.approved, TAKEN_OVER)
        told.on(signed, Rank.AFTERWARDS, _agreement, told, home)
        for _ in range(chance.randint(0, 3)):
            day = chance.day(max(signed, told.today - timedelta(days=900)), told.today)
            told.on(day, Rank.AFTERWARDS, _certificate, told, home, chance.choice(COURSES), day)
        if chance.once_in(0.5):
            day = chance.day(max(signed, told.today - timedelta(days=400)), told.today)
            told.on(day, Rank.AFTERWARDS, _safety, told, home, chance, day)
    for home, verdict in zip(chance.some(ours, 2), (WAITING, REFUSED), strict=False):
        told.on(told.today, Rank.AFTERWARDS, _not_opened, told, home, verdict)


def _by(told: Told) -> Actor:
    return told.manager


def _about(told: Told, home: PlannedHome) -> str:
    return f"household:{told.households[home].id}"


def _keep(
    told: Told,
    home: PlannedHome,
    name: str,
    content: bytes,
    kind: DocumentKind,
    verdict: Verdict = CLEAN,
) -> Document:
    made: Document = actions.keep(
        name=name,
        content=content,
        kind=kind,
        about=_about(told, home),
        scanned=verdict,
        by=_by(told),
    )
    return made


@cache
def _blank_agreement() -> bytes:
    """The agreement without names or day."""
    import docx

    paper = docx.Document()
    paper.add_heading("Foster care agreement", 1)
    paper.add_paragraph(f"Between the fostering service and {NAMES}, who foster together.")
    for line in AGREED:
        paper.add_paragraph(line, style="List Number")
    paper.add_paragraph(f"Signed on {DAY} by {NAMES}.")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _agreement(told: Told, home: PlannedHome) -> None:
    """The agreement, as a Word file with this home's names and day in it."""
    names = escape(" and ".join(person.name for person in told.carers[home]))
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_blank_agreement())) as blank,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as paper,
    ):
        for name in blank.namelist():
            part = blank.read(name)
            if name == "word/document.xml":
                words = part.decode().replace(NAMES, names)
                part = words.replace(DAY, long_day(home.approved)).encode()
            paper.writestr(name, part)
    _keep(told, home, "Foster care agreement.docx", out.getvalue(), DocumentKind.AGREEMENT)


def _certificate(told: Told, home: PlannedHome, course: str, day: date) -> None:
    who = told.carers[home][0].name
    words = f"Certificate of attendance\n\n{who} attended {course} on {long_day(day)}.\n"
    _keep(told, home, f"{course}.txt", words.encode(), DocumentKind.CERTIFICATE)


def _safety(told: Told, home: PlannedHome, chance: Chance, day: date) -> None:
    """A check of the home; where something was to be put right, a second version says it was."""
    seen = chance.choice(CHECKED)
    words = f"Health and safety check, {long_day(day)}\n\n{seen}\n"
    made = _keep(told, home, "Safety check.txt", words.encode(), DocumentKind.HEALTH)
    if "by the next visit" in seen:
        actions.replace(
            made,
            name="Safety check.txt",
            content=f"{words}\nPut right and seen.\n".encode(),
            note="Put right",
            scanned=CLEAN,
            by=_by(told),
        )


def _not_opened(told: Told, home: PlannedHome, verdict: Verdict) -> None:
    words = b"Insurance schedule for the year, as the insurer sent it."
    _keep(told, home, "Car insurance.txt", words, DocumentKind.INSURANCE, verdict)
