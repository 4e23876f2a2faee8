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

initAll();
initMoj();
offerPrinting();
stopOnlyWhereItScrolls();
document.addEventListener("keydown", searchByKey);
window.addEventListener("resize", stopOnlyWhereItScrolls);
document.documentElement.dataset.ready = "yes";
