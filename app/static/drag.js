// Rows that can be moved by their buttons can be dragged too. Each stands in a table with a form
// marked data-drag="its place"; dropped on another row it is sent to that row's place, by the same
// form that the buttons send. On a telephone, by keyboard and without scripts the buttons do it.
const DROP = "hearth-drop";

function offerHandle(form) {
  const handle = document.createElement("span");
  handle.className = "hearth-handle";
  handle.draggable = true;
  handle.title = "Drag it to another place";
  handle.setAttribute("aria-hidden", "true");
  form.before(handle);
  return handle;
}

function sendTo(form, place) {
  const told = document.createElement("input");
  told.type = "hidden";
  told.name = "place";
  told.value = place;
  form.append(told);
  form.submit();
}

let dragged;

for (const form of document.querySelectorAll("form[data-drag]")) {
  const row = form.closest("tr");
  const handle = offerHandle(form);

  handle.addEventListener("dragstart", (event) => {
    dragged = form;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", form.dataset.drag);
    event.dataTransfer.setDragImage(row, 0, 0);
  });
  handle.addEventListener("dragend", () => {
    dragged = undefined;
    row.parentElement.querySelectorAll(`.${DROP}`).forEach((one) => one.classList.remove(DROP));
  });
  row.addEventListener("dragover", (event) => {
    if (!dragged || dragged === form) return;
    event.preventDefault();
    row.classList.add(DROP);
  });
  row.addEventListener("dragleave", (event) => {
    if (!row.contains(event.relatedTarget)) row.classList.remove(DROP);
  });
  row.addEventListener("drop", (event) => {
    if (!dragged || dragged === form) return;
    event.preventDefault();
    sendTo(dragged, form.dataset.drag);
  });
}
