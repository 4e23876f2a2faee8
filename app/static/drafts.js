// Forms with data-draft="address" save themselves there while they are typed. What could not be
// sent stays in this page only, nowhere in the browser's own storage, and is sent when the
// connection, or the sign-in, is back. The page says at every moment how that stands.

const PAUSE = 800;
const AGAIN = 4000;
const SAID = {
  lost: "No connection. What you typed is kept in this page only: leave it open. It is saved as soon as the connection is back.",
  failed: "Hearth could not save this just now. What you typed is kept in this page only: leave it open. It is tried again.",
};

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-says]");
    this.page = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
    this.step = 0;
    this.unsaved = false;
    this.told = false; // a newer one was found: nothing is sent until somebody chooses
    this.lost = false; // the last saving did not reach Hearth
    this.sending = null;
    this.finishing = false;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.save());
    window.addEventListener("focus", () => this.save());
    window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    window.addEventListener("beforeunload", (event) => {
      if (this.unsaved && !this.finishing) event.preventDefault();
    });
  }

  typed() {
    this.unsaved = true;
    if (this.told) return;
    if (!navigator.onLine) this.say(SAID.lost);
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.save(), pause);
  }

  async save() {
    if (!this.unsaved || this.told || this.finishing || this.sending) return;
    clearTimeout(this.waiting);
    this.unsaved = false;
    this.sending = this.send();
    const saved = await this.sending;
    this.sending = null;
    if (!saved) this.unsaved = true;
    if (this.unsaved && !this.told) this.later(saved ? PAUSE : AGAIN);
  }

  async send(over = false) {
    if (!navigator.onLine) return this.say(SAID.lost);
    const fields = new FormData(this.form);
    fields.set("draft_title", document.querySelector("h1")?.textContent.trim() ?? document.title);
    fields.set("draft_page", this.page);
    fields.set("draft_step", String((this.step += 1)));
    if (over) fields.set("draft_over", "yes");
    let answer;
    try {
      answer = await this.ask(this.form.dataset.draft, { method: "POST", body: fields, keepalive: document.hidden });
    } catch {
      this.lost = true;
      return this.say(SAID.lost);
    }
    this.lost = false;
    if (answer.status === 400 || answer.status === 401) return this.signedOut();
    if (answer.status !== 200 && answer.status !== 409) return this.say(SAID.failed);
    const stands = await answer.json();
    if (answer.status === 409) return this.newer(stands);
    this.form.elements.draft_number.value = stands.number;
    this.say(`Saved ${stands.saved_at}.`);
    return true;
  }

  ask(address, how = {}) {
    return fetch(address, { headers: { Accept: "application/json" }, redirect: "manual", ...how });
  }

  /** The token was of a sign-in that is over: take a fresh one, if somebody signed in again. */
  async signedOut() {
    let fresh;
    try {
      fresh = await this.ask("/drafts");
    } catch {
      return this.say(SAID.lost);
    }
    if (fresh.ok) {
      const token = (await fresh.json()).csrf_token;
      const old = this.form.elements.csrf_token.value;
      for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
      if (token !== old) {
        this.later(0);
        return false;
      }
      return this.say(SAID.failed);
    }
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = "/sign-in?next=/drafts";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in again in a new tab";
    return this.say("You were signed out. What you typed is kept in this page only: leave it open. ", link, ", then come back: it is saved.");
  }

  newer(stands) {
    this.told = true;
    const says = stands.finished
      ? `This form was finished or thrown away elsewhere, ${stands.said}. Nothing typed here is saved. `
      : `A newer version was saved elsewhere, ${stands.said}. Nothing typed here is saved until you choose. `;
    const open = this.button(stands.finished ? "Start afresh" : "Open the newer one", () => {
      this.unsaved = false;
      this.finishing = true;
      window.location.reload();
    });
    const keep = this.button("Keep this one", async () => {
      this.told = false;
      this.unsaved = !(await this.send(true));
    });
    return this.say(says, open, " ", keep);
  }

  button(words, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "hearth-link-button";
    made.textContent = words;
    made.addEventListener("click", press);
    return made;
  }

  submitted(event) {
    if (!navigator.onLine || this.lost) {
      event.preventDefault();
      this.say("No connection, so this was not sent. What you typed is kept in this page only: leave it open, and press the button again when the connection is back.");
      return;
    }
    clearTimeout(this.waiting);
    this.finishing = true;
    this.mark("draft_page", this.page);
    this.mark("draft_step", this.step + 1);
  }

  mark(name, value) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    this.form.append(field);
  }

  say(...parts) {
    this.status.replaceChildren(...parts);
    this.status.classList.toggle("hearth-draft--warns", !String(parts[0]).startsWith("Saved"));
    return false;
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
