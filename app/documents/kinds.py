"""Kinds of document, how closely each is kept, the types of file, and the letters."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.core.columns import Kept


class KeptAs(StrEnum):
    """How closely a document is kept: the classes of `Kept`, as a code that a column can hold."""

    OPENLY = "F1"
    LOCATION = "F2"
    CHECKS = "F3"
    CHILD = "F4"
    NARRATIVE = "F5"
    RESTRICTED = "F6"

    @property
    def kept(self) -> Kept:
        """The class of values that it holds."""
        return Kept(self.value)

    def words(self) -> str:
        """Who may open it, in words."""
        return _WHO[self]


_WHO: Mapping[KeptAs, str] = {
    KeptAs.OPENLY: "Everybody who may see the record",
    KeptAs.LOCATION: "Those who may see the address",
    KeptAs.CHECKS: "The supervising social worker and managers",
    KeptAs.CHILD: "Those who may see the child",
    KeptAs.NARRATIVE: "The supervising social worker, managers and inspectors",
    KeptAs.RESTRICTED: "Managers, and whoever kept it",
}


class DocumentKind(StrEnum):
    """What a document is."""

    AGREEMENT = "foster_care_agreement"
    ALLEGATION = "allegation_or_concern"
    ASSESSMENT = "assessment_report"
    CERTIFICATE = "training_certificate"
    CHECKS = "checks_and_references"
    CONSENT = "consent_or_delegated_authority"
    HEALTH = "health_and_safety_check"
    IDENTITY = "proof_of_identity"
    INSURANCE = "insurance_or_vehicle"
    LETTER = "letter_sent"
    LETTER_RECEIVED = "letter_received"
    MEDICAL = "medical_report"
    PANEL = "panel_papers_and_minutes"
    PHOTOGRAPH = "photograph"
    PLACEMENT_PLAN = "placement_plan"
    REVIEW = "review_report"
    VISIT = "visit_record"
    OTHER = "other"


KEPT_AS: Mapping[DocumentKind, KeptAs] = {
    DocumentKind.AGREEMENT: KeptAs.LOCATION,  # it is signed over an address
    DocumentKind.ALLEGATION: KeptAs.RESTRICTED,
    DocumentKind.ASSESSMENT: KeptAs.NARRATIVE,
    DocumentKind.CERTIFICATE: KeptAs.OPENLY,
    DocumentKind.CHECKS: KeptAs.CHECKS,
    DocumentKind.CONSENT: KeptAs.CHILD,
    DocumentKind.HEALTH: KeptAs.LOCATION,
    DocumentKind.IDENTITY: KeptAs.CHECKS,
    DocumentKind.INSURANCE: KeptAs.LOCATION,
    DocumentKind.LETTER: KeptAs.NARRATIVE,
    DocumentKind.LETTER_RECEIVED: KeptAs.NARRATIVE,
    DocumentKind.MEDICAL: KeptAs.CHECKS,
    DocumentKind.PANEL: KeptAs.NARRATIVE,
    DocumentKind.PHOTOGRAPH: KeptAs.CHILD,
    DocumentKind.PLACEMENT_PLAN: KeptAs.CHILD,
    DocumentKind.REVIEW: KeptAs.NARRATIVE,
    DocumentKind.VISIT: KeptAs.NARRATIVE,
    DocumentKind.OTHER: KeptAs.NARRATIVE,
}
"""How closely each kind is kept unless somebody says that it is restricted."""


class FileType(StrEnum):
    """What a file may be. It is told by its contents; its name only has to agree."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    JPEG = "jpeg"
    PNG = "png"
    TEXT = "txt"

    def words(self) -> str:
        """The type as people call it."""
        return _TYPES[self][0]

    @property
    def media(self) -> str:
        """The type as it is said when a file is sent."""
        return _TYPES[self][1]

    @property
    def endings(self) -> tuple[str, ...]:
        """How the names of such files end, the usual ending first."""
        return _TYPES[self][2]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES: Mapping[FileType, tuple[str, str, tuple[str, ...]]] = {
    FileType.PDF: ("PDF", "application/pdf", ("pdf",)),
    FileType.DOCX: ("Word", f"{_OFFICE}wordprocessingml.document", ("docx",)),
    FileType.XLSX: ("Excel", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",)),
    FileType.JPEG: ("Photograph", "image/jpeg", ("jpg", "jpeg", "jfif")),
    FileType.PNG: ("Picture", "image/png", ("png",)),
    FileType.TEXT: ("Plain text", "text/plain; charset=utf-8", ("txt", "md", "log", "csv", "")),
}


class FileState(StrEnum):
    """What the scanner says of a file. Only a clean one is ever opened."""

    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"


class LetterKey(StrEnum):
    """The letters that are made from the record."""

    APPROVAL_NOTICE = "approval_notice"
    AGREEMENT = "foster_care_agreement"
    REVIEW_NOTICE = "review_notice"
    RESIGNATION = "resignation_acknowledged"
    NOTICE_28_DAYS = "notice_of_proposal"
    RECORDS_ANSWER = "records_answer"
    REVIEW_INVITATION = "review_invitation"

    def words(self) -> str:
        """What the letter is called."""
        return _LETTERS[self]


_LETTERS: Mapping[LetterKey, str] = {
    LetterKey.APPROVAL_NOTICE: "Notice of approval and its terms",
    LetterKey.AGREEMENT: "Foster care agreement, to be signed",
    LetterKey.REVIEW_NOTICE: "Notice of the outcome of a review",
    LetterKey.RESIGNATION: "Acknowledgement of a resignation",
    LetterKey.NOTICE_28_DAYS: "Notice of what is proposed, with 28 days to answer",
    LetterKey.RECORDS_ANSWER: "Answer to a request for records",
    LetterKey.REVIEW_INVITATION: "Invitation to an annual review",
}
