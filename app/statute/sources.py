"""Where a rule comes from: instruments by their short names, and citations of them.

A citation carries how far it was checked against the text itself. What was only recalled is
marked so, and the mark travels with every clock, gate and breach that rests on it, so that a
page can say "not yet checked against the text" beside the rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What kind of rule it is, and so what a breach of it means."""

    LAW = "law"
    STANDARD = "standard"
    GUIDANCE = "guidance"
    LOCAL = "local"


class Severity(StrEnum):
    """How much a breach matters."""

    CRITICAL = "critical"  # the placement or approval stops being lawful
    HIGH = "high"  # breach of an Act or of regulations
    MEDIUM = "medium"  # breach of a national standard or of statutory guidance
    LOW = "low"  # good practice or local policy


class Verified(StrEnum):
    """On what basis a citation and its figure are given. Only the first two count as verified.

    A value is true where it counts as verified, so `if cite.verified` means what it says.
    """

    TEXT = "text"  # the provision or standard was read
    QUOTED = "quoted"  # seen quoted, or closely stated, in a secondary source
    MEMORY_PLUS = "memory_plus"  # recalled; a source that was read agrees on the substance
    MEMORY = "memory"  # recalled only

    def __bool__(self) -> bool:
        return self in (Verified.TEXT, Verified.QUOTED)


# In citation order: what the long form writes out and the short form abbreviates.
_SHORTER = (
    (re.compile(r"\bregulation(s?) "), r"reg\1 "),
    (re.compile(r"\bsections? "), "s"),
    (re.compile(r"\bSchedule "), "Sch "),
    (re.compile(r"\bparagraph "), "para "),
    (re.compile(r"\barticle "), "art "),
    (re.compile(r"\bstandard "), ""),
)


@dataclass(frozen=True)
class Instrument:
    """An Act, a set of regulations, a set of standards, guidance, or a local policy."""

    short: str
    title: str
    in_force: date
    standing: Standing = Standing.LAW
    note: str = ""

    def reg(self, number: str, verified: Verified = Verified.MEMORY, note: str = "") -> Cite:
        """Regulation 24(1), as FSR.reg("24(1)")."""
        return self.provision(f"regulation {number}", verified, note)

    def regs(self, numbers: str, verified: Verified = Verified.MEMORY, note: str = "") -> Cite:
        """Several regulations, as FSR.regs("25, 27")."""
        return self.provision(f"regulations {numbers}", verified, note)

    def section(self, number: str, verified: Verified = Verified.MEMORY, note: str = "") -> Cite:
        """Section 22C(8), as CA1989.section("22C(8)")."""
        return self.provision(f"section {number}", verified, note)

    def schedule(
        self,
        number: str,
        paragraph: str = "",
        verified: Verified = Verified.MEMORY,
        note: str = "",
    ) -> Cite:
        """A Schedule, or one paragraph of it, as CA1989.schedule("7", "4")."""
        where = f"Schedule {number} paragraph {paragraph}" if paragraph else f"Schedule {number}"
        return self.provision(where, verified, note)

    def standard(self, number: str, verified: Verified = Verified.MEMORY, note: str = "") -> Cite:
        """A national minimum standard, as NMS.standard("14.9")."""
        return self.provision(f"standard {number}", verified, note)

    def article(self, number: str, verified: Verified = Verified.MEMORY, note: str = "") -> Cite:
        """An article, as UK_GDPR.article("33")."""
        return self.provision(f"article {number}", verified, note)

    def provision(self, provision: str, verified: Verified, note: str = "") -> Cite:
        """Any place in the instrument, in words."""
        return Cite(self, provision, verified, note)

    def whole(self, verified: Verified = Verified.MEMORY, note: str = "") -> Cite:
        """The instrument as a whole, where no numbered place can be given."""
        return Cite(self, "", verified, note)


@dataclass(frozen=True)
class Cite:
    """One place in one instrument, and how far it was checked.

    `standing` is the instrument's, unless the rule drawn from this place stands lower: the
    twenty-eight days for representations on a support plan are guidance on a regulation that
    itself gives no figure.
    """

    instrument: Instrument
    provision: str
    verified: Verified = Verified.MEMORY
    note: str = ""
    stands_as: Standing | None = None

    @property
    def standing(self) -> Standing:
        """Law, national standard, guidance or local policy."""
        return self.stands_as or self.instrument.standing

    @property
    def short(self) -> str:
        """The citation as the work abbreviates it: "CPPCR 2010 reg 24(1)"."""
        place = self.provision
        for long, brief in _SHORTER:
            place = long.sub(brief, place)
        return f"{self.instrument.short} {place}".rstrip()

    def __str__(self) -> str:
        """The citation in full, for a page or a letter."""
        if not self.provision or self.provision.startswith("("):
            return f"{self.instrument.title} {self.provision}".rstrip()
        return f"{self.instrument.title}, {self.provision}"


FSR = Instrument(
    "FSR 2011",
    "Fostering Services (England) Regulations 2011",
    date(2011, 4, 1),
    note="SI 2011/581, as amended by SI 2013/984 (1 July 2013) and SI 2015/495 (1 April 2015).",
)
CPPCR = Instrument(
    "CPPCR 2010",
    "Care Planning, Placement and Case Review (England) Regulations 2010",
    date(2011, 4, 1),
    note=(
        "SI 2010/959, as amended by SI 2013/984, 2013/3239, 2015/495, 2021/161 and 2023/416. "
        "A later instrument inserts provisions that were not seen: check before relying on it."
    ),
)
COVID = Instrument(
    "SI 2020/445",
    "Adoption and Children (Coronavirus) (Amendment) Regulations 2020",
    date(2020, 4, 24),
    note="Expired on 25 September 2020.",
)
CA1989 = Instrument("CA 1989", "Children Act 1989", date(1991, 10, 14))
CA2004 = Instrument("Children Act 2004", "Children Act 2004", date(2004, 11, 15))
ACA2002 = Instrument("ACA 2002", "Adoption and Children Act 2002", date(2005, 12, 30))
LASPO2012 = Instrument(
    "LASPO 2012",
    "Legal Aid, Sentencing and Punishment of Offenders Act 2012",
    date(2012, 12, 3),
)
CSA2000 = Instrument("CSA 2000", "Care Standards Act 2000", date(2002, 4, 1))
CWSA2026 = Instrument(
    "CWSA 2026",
    "Children's Wellbeing and Schools Act 2026",
    date(2026, 4, 29),
    note="Only section 5 (in force 29 June 2026) and section 78 were read.",
)
SGR = Instrument(
    "SGR 2005",
    "Special Guardianship Regulations 2005",
    date(2005, 12, 30),
    note="SI 2005/1109, as amended by SI 2016/111 (29 February 2016).",
)
IRD = Instrument(
    "IRD 2009",
    "Independent Review of Determinations (Adoption and Fostering) Regulations 2009",
    date(2009, 4, 1),
)
CHR = Instrument("CHR 2015", "Children's Homes (England) Regulations 2015", date(2015, 4, 1))
SAR = Instrument(
    "SAR 2023", "Supported Accommodation (England) Regulations 2023", date(2023, 4, 28)
)
BFDA1971 = Instrument("BFDA 1971", "Banking and Financial Dealings Act 1971", date(1971, 12, 16))
POLICE_ACT = Instrument("Police Act 1997", "Police Act 1997", date(1997, 3, 21))
UK_GDPR = Instrument(
    "UK GDPR", "United Kingdom General Data Protection Regulation", date(2018, 5, 25)
)
NMS = Instrument(
    "NMS",
    "Fostering Services: National Minimum Standards 2011",
    date(2011, 4, 1),
    Standing.STANDARD,
)
IRO = Instrument(
    "IRO Handbook",
    "Independent Reviewing Officers' Handbook",
    date(2011, 4, 1),
    Standing.GUIDANCE,
)
VOLUME_4 = Instrument(
    "Guidance Vol 4",
    "The Children Act 1989 Guidance and Regulations Volume 4: Fostering Services",
    date(2011, 4, 1),
    Standing.GUIDANCE,
)
SUFFICIENCY_GUIDANCE = Instrument(
    "Sufficiency Guidance 2010",
    "Sufficiency: statutory guidance on securing sufficient accommodation for looked-after "
    "children",
    date(2011, 4, 1),
    Standing.GUIDANCE,
)
EDUCATION_GUIDANCE = Instrument(
    "Education Guidance 2018",
    "Promoting the education of looked-after children and previously looked-after children",
    date(2018, 2, 26),
    Standing.GUIDANCE,
)
KINSHIP_GUIDANCE = Instrument(
    "Kinship Guidance 2024",
    "Kinship Care: statutory guidance for local authorities",
    date(2024, 10, 11),
    Standing.GUIDANCE,
)
WORKING_TOGETHER = Instrument(
    "Working Together",
    "Working Together to Safeguard Children",
    date(2018, 7, 4),
    Standing.GUIDANCE,
)
DBS_CODE = Instrument(
    "DBS Code of Practice",
    "Code of Practice for registered persons of the Disclosure and Barring Service",
    date(2012, 12, 1),
    Standing.GUIDANCE,
)
FJC = Instrument(
    "FJC interim guidance 2019",
    "Family Justice Council interim guidance on special guardianship 2019",
    date(2019, 5, 24),
    Standing.GUIDANCE,
)
PLWG = Instrument(
    "PLWG 2021",
    "Public Law Working Group best practice guidance on special guardianship 2021",
    date(2021, 3, 1),
    Standing.GUIDANCE,
)
FRG = Instrument(
    "FRG guide",
    "Family Rights Group good practice guide to initial family and friends care assessment",
    date(2017, 2, 1),
    Standing.GUIDANCE,
)
OFSTED_COLLECTION = Instrument(
    "Ofsted annual collection",
    "Ofsted annual fostering data collection",
    date(2011, 4, 1),
    Standing.GUIDANCE,
)
LOCAL_POLICY = Instrument(
    "local policy", "This council's own policy", date(2011, 4, 1), Standing.LOCAL
)
