"""The files of a document that the record writes: Word, and PDF where it can be made."""

from __future__ import annotations

from app.audit.act import Actor
from app.core.errors import RuleBroken
from app.documents.actions import ON_FILES
from app.documents.kinds import FileType
from app.documents.letters import addresses, pdf, word
from app.documents.letters.composed import Draft, word_file
from app.documents.opened import Opened
from app.statute.breach import Breach


def files_of(
    draft: Draft, *, about: str, recipient: str, name: str, by: Actor
) -> tuple[Opened, ...]:
    """The files of a document for one reader, made and not kept. `about`: "household:12".

    Raises RuleBroken where it would tell an address that this reader may not know.
    """
    made = word_file(draft, reader=recipient, by=by.name)
    told = addresses.named_in(word.words_in(made), about, recipient, None)
    if told:
        raise RuleBroken(
            *(
                Breach(
                    f"It would tell {one}, which {recipient} may not know. Take it out of what is "
                    "written, or record the decision that they may be told.",
                    ON_FILES,
                    "recipient",
                )
                for one in told
            )
        )
    files = [Opened(FileType.DOCX, f"{name}.docx", made)]
    if pdf.makes_pdf():
        files.append(Opened(FileType.PDF, f"{name}.pdf", pdf.as_pdf(made, name)))
    return tuple(files)
