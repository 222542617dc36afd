// Titles while one types: a box <form or div data-suggest="ADDRESS"> with a search field asks ADDRESS?q=...
// for [{title, url, kind, place, icon, lang}]. A combobox of links: Enter on none sends the form as ever.
const WAIT = 140;

class Suggestions {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[type=search]");
    this.icons = box.querySelector("use").getAttribute("href").split("#")[0];
    this.list = Object.assign(document.createElement("ul"), { id: `${this.input.id}-titles`, className: "suggested", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.dataset.listLabel);
    this.told = Object.assign(document.createElement("p"), { className: "unseen" });
    this.told.setAttribute("aria-live", "polite");
    box.append(this.list, this.told);
    const marks = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(marks)) this.input.setAttribute(name, value);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.asking?.abort();
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    this.input.form.addEventListener("submit", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  async ask() {
    const words = this.input.value;
    if (words.trim().length < 2) { this.close(); return; }
    const address = new URL(this.box.dataset.suggest, location.href);
    address.searchParams.set("q", words.slice(0, 200));
    this.asking = new AbortController();
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: this.asking.signal });
      const found = answer.ok ? await answer.json() : [];
      if (words === this.input.value && document.activeElement === this.input) this.show(found);
    } catch {
      this.close(); // asked anew meanwhile, or no network: the form still works
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((one, index) => this.option(one, index)));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    const { toldNone, toldOne, toldMany } = this.input.dataset;
    const sentence = { 0: toldNone, 1: toldOne }[found.length] ?? toldMany;
    this.told.textContent = sentence.replace("{n}", String(found.length));
  }

  option(one, index) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.url = one.url;
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("class", "icon");
    icon.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${this.icons}#${one.icon}`);
    icon.append(use);
    const words = document.createElement("span");
    words.append(Object.assign(document.createElement("span"), { textContent: one.title, dir: "auto", ...(one.lang && { lang: one.lang }) }));
    words.append(Object.assign(document.createElement("small"), { textContent: [one.kind, one.place].filter(Boolean).join(" · ") }));
    item.append(icon, words);
    return item;
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.told.textContent = "";
  }

  press(event) {
    if (event.isComposing) return;
    const options = [...this.list.children];
    if (event.key === "Escape" && options.length) { event.preventDefault(); this.close(); return; }
    if (event.key === "ArrowDown" && !options.length) { this.ask(); return; }
    const now = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && now >= 0) { event.preventDefault(); this.go(options[now]); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !options.length) return;
    event.preventDefault();
    // Between the last and the first lies the field itself: Enter there searches.
    const room = options.length + 1;
    this.mark(options, ((now + 1 + step + room) % room) - 1);
  }

  mark(options, index) {
    options.forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
    if (index < 0) { this.input.removeAttribute("aria-activedescendant"); return; }
    options[index].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[index].id);
  }

  go(item) {
    if (item) location.assign(item.dataset.url);
  }
}

export function offerSuggestions(root) {
  root.querySelectorAll("[data-suggest]").forEach((box) => new Suggestions(box));
}
