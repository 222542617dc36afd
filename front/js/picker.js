// Search as you type: an <input data-pick="ADDRESS"> asks ADDRESS?q=... for [{id, name, detail, lang}].
// data-into names a hidden input, a text input or a textarea that takes the chosen id (a textarea: one per line).
const WAIT = 180;

function option(found, index, list) {
  const item = document.createElement("li");
  item.id = `${list.id}-${index}`;
  item.setAttribute("role", "option");
  item.dataset.value = found.id;
  item.dataset.name = found.name;
  Object.assign(item.dataset, found.more || {});
  item.append(Object.assign(document.createElement("span"), { textContent: found.name, dir: "auto", ...(found.lang && { lang: found.lang }) }));
  if (found.detail) item.append(Object.assign(document.createElement("small"), { textContent: found.detail }));
  return item;
}

function take(target, value) {
  if (target.tagName === "TEXTAREA") target.value = target.value.trimEnd() + (target.value.trim() ? "\n" : "") + value;
  else target.value = value;
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

class Picker {
  constructor(input) {
    this.input = input;
    this.into = document.getElementById(input.dataset.into);
    this.told = input.closest(".picker").querySelector("[data-told]");
    this.help = this.told?.textContent.trim();
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `${input.id}-found`, className: "picker-found", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.listLabel || input.labels?.[0]?.textContent.trim() || "");
    input.closest(".picker").append(this.list);
    const marks = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off" };
    for (const [name, value] of Object.entries(marks)) input.setAttribute(name, value);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      if (this.into?.type === "hidden") this.into.value = "";
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  async ask() {
    const words = this.input.value.trim();
    if (words.length < 2) { this.close(); if (this.told) this.told.textContent = this.help; return; }
    const address = new URL(this.input.dataset.pick, location.href);
    address.searchParams.set("q", words);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || words !== this.input.value.trim()) return;
    this.show(await answer.json());
  }

  show(found) {
    this.list.replaceChildren(...found.map((one, index) => option(one, index, this.list)));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    if (this.told) this.told.textContent = found.length ? this.help || String(found.length) : this.told.dataset.none;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (event.key === "Escape" && !this.list.hidden) { event.preventDefault(); this.close(); return; }
    const options = [...this.list.children];
    if (this.list.hidden || !options.length) return;
    const now = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = { ArrowDown: now + 1, ArrowUp: (now < 0 ? options.length : now) - 1 }[event.key];
    if (next !== undefined) { event.preventDefault(); this.mark(options, (next + options.length) % options.length); }
    if (event.key === "Enter" && now >= 0) { event.preventDefault(); this.choose(options[now]); }
  }

  mark(options, index) {
    options.forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
    options[index].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[index].id);
  }

  choose(item) {
    if (!item) return;
    this.input.dispatchEvent(new CustomEvent("picked", { detail: { ...item.dataset }, bubbles: true }));
    if (this.into) take(this.into, item.dataset.value);
    this.input.value = this.into && this.into.type !== "hidden" ? "" : item.dataset.name;
    this.close();
    this.input.focus();
  }
}

export function offerPickers(root) {
  root.querySelectorAll("input[data-pick]").forEach((input) => {
    input.closest("[data-needs-script]")?.removeAttribute("hidden");
    new Picker(input);
  });
}
