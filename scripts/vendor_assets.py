"""Copy the interface's outside assets into app/static/vendor, ready to serve.

    python scripts/vendor_assets.py           fetch, clean and write (make vendor)
    python scripts/vendor_assets.py --check   also compare the installed macros with every
                                              example the package ships (make vendor-check)

Only this script needs npm. Its result is committed, so that running, testing and deploying
Hearth need neither npm nor Sass nor a content network.

What it changes, and why:
- The typeface that the stylesheets name may be used on GOV.UK only: its two @font-face rules go
  and its name becomes Arial, Helvetica, sans-serif. Fonts, crown, crest and GOV.UK's own icons
  are not covered by the MIT licence and are not copied.
- The pictures that remain are reached beside the stylesheet.
- Source map comments go, because the maps are not served.
- Neither package carries its licence's text: it is written beside the files.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "app" / "static" / "vendor"
NOTICE_NAME = "LICENCE.txt"

MIT_TERMS = """\
Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


@dataclass(frozen=True)
class Package:
    """One npm package at one version, with the checksum it had when it was reviewed."""

    name: str
    version: str
    sha512: str
    """Base64 of the SHA-512 of the published archive."""
    folder: str
    """Where its stylesheet and script lie inside the archive."""
    stem: str
    """What its stylesheet and script are called."""
    copyright: str

    @property
    def kept_in(self) -> Path:
        return VENDOR / self.stem


# 6.3.0 is the version that govuk-frontend-jinja 4.1.0 renders without a difference.
GOVUK = Package(
    name="govuk-frontend",
    version="6.3.0",
    sha512="cXIQxm5PHCsbic47GXZrVBZhAeeshTLRL6ZBKilLsR6rMCjJuWb7Fruq0VUNMBJFlJk/srsRj/q8d5bM9cgKoA==",
    folder="package/dist/govuk",
    stem="govuk-frontend",
    copyright="Copyright (C) 2017 Crown Copyright (Government Digital Service)",
)
MOJ = Package(
    name="@ministryofjustice/frontend",
    version="11.1.0",
    sha512="1bkUbm2M4DpcpX/pOmumQRBsbJco9W2RwmJv5h/ZC/ZqrAOn2/FjpF+A7vS0gs7oMXBizr9O5huDrSYbLx73Nw==",
    folder="package/moj",
    stem="moj-frontend",
    copyright="Copyright (c) 2021 dxw\nWritten by MOJ Digital & Technology (package.json)",
)


def fetched(package: Package, into: Path) -> Path:
    """Download and unpack one package; refuse an archive other than the reviewed one."""
    told = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = into / told.stdout.strip().splitlines()[-1]
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.sha512:
        sys.exit(f"{package.name} {package.version} is not the archive that was reviewed: {found}")
    with tarfile.open(archive) as packed:
        packed.extractall(into / package.stem, filter="data")
    return into / package.stem / package.folder


def cleaned_css(css: str) -> tuple[str, set[str]]:
    """The stylesheet as we serve it, and the names of the pictures it needs beside it."""
    css = re.sub(r"@font-face\s*{[^}]*}", "", css)
    css = re.sub(r"/\*![^*]*The font has been customised[^*]*\*/", "", css)
    css = re.sub(r"""["']?GDS Transport["']?\s*,\s*arial""", "Arial,Helvetica", css)
    css = re.sub(r"url\([^)]*govuk-crest\.svg\)", "none", css)
    pictures = set(re.findall(r"url\([\"']?/assets/images/([\w.-]+)[\"']?\)", css))
    css = re.sub(r"url\([\"']?/assets/images/([\w.-]+)[\"']?\)", r"url(images/\1)", css)
    return without_source_map(css), pictures


def without_source_map(text: str) -> str:
    """The file without its pointer to a source map, ending in one newline."""
    text = re.sub(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+", "", text)
    return text.rstrip() + "\n"


def notice(package: Package) -> str:
    """The licence's text, and what was changed."""
    return (
        f"{package.name} {package.version}\n"
        "Changed from the published package: font rules, font names, picture addresses and\n"
        "source map comments. Fonts, crown and crest are not included.\n\n"
        f"MIT License\n\n{package.copyright}\n\n{MIT_TERMS}"
    )


def vendor(package: Package, source: Path) -> None:
    """Write one package's stylesheet, script, pictures and notice into its own folder."""
    shutil.rmtree(package.kept_in, ignore_errors=True)
    package.kept_in.mkdir(parents=True)
    css, pictures = cleaned_css((source / f"{package.stem}.min.css").read_text("utf-8"))
    (package.kept_in / f"{package.stem}.min.css").write_text(css, "utf-8")
    script = (source / f"{package.stem}.min.js").read_text("utf-8")
    (package.kept_in / f"{package.stem}.min.js").write_text(without_source_map(script), "utf-8")
    for picture in sorted(pictures):
        (package.kept_in / "images").mkdir(exist_ok=True)
        shutil.copyfile(source / "assets/images" / picture, package.kept_in / "images" / picture)
    (package.kept_in / NOTICE_NAME).write_text(notice(package), "utf-8")


def one_line(html: str) -> str:
    """HTML in one spelling: white space that shows nowhere goes, a quote is written one way."""
    html = html.replace("&#34;", "&quot;")
    return re.sub(r"\s+", " ", re.sub(r"\s*([<>])\s*", r"\1", html)).strip()


def macros_differ(source: Path) -> list[str]:
    """The package's own examples that the installed Jinja macros render otherwise."""
    from jinja2 import Environment, PackageLoader, PrefixLoader, select_autoescape

    env = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=select_autoescape(["html"]),
    )
    different, compared = [], 0
    for path in sorted(source.glob("components/*/fixtures.json")):
        examples = json.loads(path.read_text("utf-8"))
        name = examples["component"]
        macro = "govuk" + "".join(part.capitalize() for part in name.split("-"))
        template = f"govuk_frontend_jinja/components/{name}/macro.html"
        shown = env.from_string(
            "{% from '" + template + "' import " + macro + " %}{{ " + macro + "(params) }}"
        )
        for example in examples["fixtures"]:
            compared += 1
            if one_line(shown.render(params=example["options"])) != one_line(example["html"]):
                different.append(f"{name}: {example['name']}")
    print(f"{compared} examples compared, {len(different)} differ")
    return different


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare the macros, write nothing")
    asked = parser.parse_args()
    if shutil.which("npm") is None:
        sys.exit("npm is needed to fetch the assets; nothing else in Hearth needs it.")
    with tempfile.TemporaryDirectory() as folder:
        sources = {package: fetched(package, Path(folder)) for package in (GOVUK, MOJ)}
        if asked.check:
            different = macros_differ(sources[GOVUK])
            sys.exit("\n".join(different) if different else 0)
        for package, source in sources.items():
            vendor(package, source)
            print(f"{package.name} {package.version} -> app/static/vendor/{package.stem}")


if __name__ == "__main__":
    main()
