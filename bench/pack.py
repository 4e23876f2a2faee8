"""A panel's pack of 300 pages: ten items, each with a paper of the record's own and two others.

`pack.300_pages.seconds`       from the papers to the first member's whole file, slowest of three
`pack.further_member.seconds`  each further member's file, the slowest of ten; half of them have a
                               conflict that nobody had before

The papers are made before the clock starts: reports of twenty tagged pages with headings, tables,
eight pages of text without tags, two scanned pages. Every file that was timed is then opened, and
must have its pages and their numbers, or no figure is written. What is timed is the time on the
clock; the processor's own is printed beside it.
"""

import io
import random
from datetime import date
from time import perf_counter, process_time

from app.panel.pack import Item, Meeting, Pack, Paper, Recipient, prepare

ITEMS = 10
TIMES = 3
FURTHER = 10
PAGES = 300
WORDS = (
    "the household has cared well for both children and speaks of it openly with their worker "
    "school says that attendance is good and friends are many contact goes on each fortnight"
).split()


def measure() -> dict[str, float]:
    """The slowest of each."""
    meeting = _meeting()
    whole: list[float] = []
    for _ in range(TIMES):
        start, used = perf_counter(), process_time()
        pack = prepare(meeting)
        first = pack.file_for(Recipient("Ada Okafor"))
        whole.append(perf_counter() - start)
        print(f"  a pack: {whole[-1]:.2f} s, of the processor {process_time() - used:.2f} s")
        _require(pack, first, frozenset())
    further: list[float] = []
    for number in range(FURTHER):
        withheld = frozenset({number // 2 + 1}) if number % 2 else frozenset[int]()
        start = perf_counter()
        file = pack.file_for(Recipient(f"Member {number}", withheld))
        further.append(perf_counter() - start)
        _require(pack, file, withheld)
    print(f"  a file: {len(first):,} bytes")
    return {
        "pack.300_pages.seconds": max(whole),
        "pack.further_member.seconds": max(further),
    }


def _meeting() -> Meeting:
    """Ten items of thirty pages, two less in the first: the contents take those."""
    invented = random.Random(26)
    items: list[Item] = []
    for number in range(1, ITEMS + 1):
        tagged = 20 if number > 1 else 18
        papers = (
            Paper("Report", _report(invented, number, tagged)),
            Paper("Medical advice", _plain(invented, number, 8)),
            Paper("An old letter", _scan(number, 2)),
        )
        items.append(Item(f"Household {number}, first review", papers, "A first review"))
    return Meeting("Fostering panel", date(2026, 12, 10), tuple(items))


def _sentence(invented: random.Random, words: int) -> str:
    return " ".join(invented.choice(WORDS) for _ in range(words)) + "."


def _report(invented: random.Random, number: int, pages: int) -> bytes:
    from weasyprint import HTML

    parts: list[str] = []
    for page in range(pages):
        said = "".join(f"<p>{_sentence(invented, 70)}</p>" for _ in range(5))
        rows = "".join(
            f"<tr><td>{_sentence(invented, 3)}</td><td>{_sentence(invented, 9)}</td></tr>"
            for _ in range(6)
        )
        table = f"<table><tr><th>When</th><th>What was seen</th></tr>{rows}</table>"
        parts.append(f"<section><h2>Part {page + 1} of {number}</h2>{said}{table}</section>")
    html = (
        f'<html lang="en-GB"><head><title>Report {number}</title><style>@page {{ size: A4; margin: '
        "20mm } html { font: 10pt Arial } section + section { break-before: page } "
        f"</style></head><body>{''.join(parts)}</body></html>"
    )
    made: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return made


def _plain(invented: random.Random, number: int, pages: int) -> bytes:
    """Text without tags."""
    from weasyprint import HTML

    said = "".join(
        f'<p style="break-after: page">Advice {number}. {_sentence(invented, 350)}</p>'
        for _ in range(pages)
    )
    made: bytes = HTML(string=said).write_pdf()
    return made


def _scan(number: int, pages: int) -> bytes:
    """Pages as pictures, A4 at 150 points to the inch."""
    from PIL import Image

    noise = Image.effect_noise((1240, 1754), 40 + number)
    out = io.BytesIO()
    noise.save(out, "PDF", save_all=True, append_images=[noise] * (pages - 1), resolution=150)
    return out.getvalue()


def _require(pack: Pack, file: bytes, withheld: frozenset[int]) -> None:
    """No figure of a file that is not what it should be."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(file))
    numbers = [number for number in range(1, PAGES + 1) if _item(number) not in withheld]
    if reader.page_labels != [str(number) for number in numbers] or pack.pages != PAGES:
        raise SystemExit(f"The pack has {pack.pages} pages, and not the right numbers: no figure.")
    for at in (2, len(numbers) // 2, len(numbers) - 1):
        stands = f"Item {_item(numbers[at])}, page {numbers[at]} of {PAGES}"
        if stands not in reader.pages[at].extract_text():
            raise SystemExit(f"{stands} does not stand at its foot: no figure.")


def _item(number: int) -> int:
    """Which item a page belongs to; the contents to none."""
    return 0 if number <= 2 else (number - 1) // 30 + 1
