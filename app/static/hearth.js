// What scripts add to pages that work without them.
import { initAll } from "./vendor/govuk-frontend/govuk-frontend.min.js";
import { initAll as initMoj } from "./vendor/moj-frontend/moj-frontend.min.js";

/** "/" goes to the search box, unless somebody is typing. */
function searchByKey(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const box = document.getElementById("search-everywhere");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

/** Print buttons are there only where there is a script to print with. */
function offerPrinting() {
  for (const button of document.querySelectorAll(".hearth-print")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** A list that fits needs no stop for the keyboard; one that scrolls does. */
function stopOnlyWhereItScrolls() {
  for (const region of document.querySelectorAll(".hearth-scroll")) {
    region.tabIndex = region.scrollWidth > region.clientWidth ? 0 : -1;
  }
}

const NARROW = window.matchMedia("(max-width: 40em)");

/** On a telephone a table that would be cut off stands as a short list for each row. */
function stackWhatIsTooWide() {
  for (const table of document.querySelectorAll(".hearth-scroll > .hearth-table:not(.hearth-ledger)")) {
    table.classList.remove("hearth-table--stacked");
    if (!NARROW.matches || table.scrollWidth <= table.parentElement.clientWidth) continue;
    nameCells(table);
    table.classList.add("hearth-table--stacked");
  }
}

/** Each cell says which column it stands in; one with nothing in it, or of a column whose heading is
    not shown, says nothing. */
function nameCells(table) {
  const headings = Array.from(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [], (heading) =>
    heading.querySelector(".govuk-visually-hidden") ? "" : heading.textContent.trim(),
  );
  for (const row of table.tBodies[0].rows) {
    Array.from(row.cells).forEach((cell, place) => {
      if (!cell.matches("td")) return;
      if (!cell.textContent.trim() && !cell.querySelector("img, svg, input, select, button")) cell.replaceChildren();
      else if (headings[place]) cell.dataset.heading = headings[place];
    });
  }
}

function fitTables() {
  stackWhatIsTooWide();
  stopOnlyWhereItScrolls();
}

initAll();
initMoj();
offerPrinting();
fitTables();
document.addEventListener("keydown", searchByKey);
window.addEventListener("resize", fitTables);
document.addEventListener("toggle", fitTables, true); // a table has no width until it is unfolded
document.addEventListener("hearth:answered", fitTables);
document.documentElement.dataset.ready = "yes";
