// A form with data-as-typed="id" answers as it is typed: it is sent quietly, and the part of the
// answer with that id takes the place of ours. Where saving goes elsewhere, data-answers says who
// answers. Without scripts its button does the same. What cannot be answered yet says why above the
// answer that is there.

const PAUSE = 220;

for (const form of document.querySelectorAll("form[data-as-typed]")) {
  let waiting;
  let latest = 0;

  const answer = async () => {
    const asked = ++latest;
    const response = await fetch(form.dataset.answers || form.action, { method: "POST", body: new FormData(form) });
    if (!(response.ok || response.status === 422) || asked !== latest) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(form.dataset.asTyped);
    const old = document.getElementById(form.dataset.asTyped);
    if (response.status === 422) {
      old?.querySelector("[data-waits]")?.remove();
      old?.prepend(...page.querySelectorAll("[data-waits]"));
      return;
    }
    if (!fresh || !old) return;
    old.replaceChildren(...fresh.childNodes);
    document.dispatchEvent(new Event("hearth:answered"));
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(answer, PAUSE);
  });
}
