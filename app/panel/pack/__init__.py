"""The pack of a panel: one PDF for each member, bookmarked, with one numbering for everybody.

    pack = prepare(Meeting("Fostering panel", date(2026, 12, 10), items), progress)
    pack.file_for(Recipient("Ada Okafor", withheld=frozenset({4})))

A pure library: no database, no web, no clock. What all files share is written once, as the bytes of
objects that have their numbers for good; a member's file is those bytes, the contents as they may
read them, and their own watermark. The bytes of a withheld item are never put in that file, so
nothing of it is there to be found: no page, font, bookmark, tag or title. What stands in its place
is its number, its public title and which pages are not there. Page numbers are the same in all
files, so that "page 57" is one page to everybody in the room; where pages are withheld, the numbers
go on after them.

The library that reads PDFs here joins files without their tags. So structure trees are carried over
by this package itself (`tags`): papers that are wholly and soundly tagged, as those of the record
are, keep their headings, lists, tables and links. What it cannot keep, and says under "About this
file" on the contents page:

- a paper without sound tags (most from outside) is one tag a page, read in the order in which it
  was drawn, without its links;
- fonts that a paper did not bring are not in the pack either, but for Helvetica, Times and Courier,
  in whose place stand the Liberation fonts of the same widths;
- forms and notes are drawn as they stood; what runs, opens or carries files stays behind;
- the file says that it follows PDF/UA-1 only if every paper in it said so and kept its tags.

Refused with what to do: a paper that is locked, damaged, no PDF, without pages or size, a form that
only some programs draw, a folder of files, or with layers that are switched off.
"""

from app.panel.pack.asked import (
    Item,
    Limit,
    Meeting,
    PackNotMade,
    Paper,
    PaperRefused,
    Progress,
    Recipient,
)
from app.panel.pack.made import Pack, packs, prepare, require_fits

__all__ = [
    "Item",
    "Limit",
    "Meeting",
    "Pack",
    "PackNotMade",
    "Paper",
    "PaperRefused",
    "Progress",
    "Recipient",
    "packs",
    "prepare",
    "require_fits",
]
