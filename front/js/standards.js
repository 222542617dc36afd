// A field of standards: the lines of its text become a list, each with what it says and how it is used.
// The lines stay what is sent: without script they are typed, one a line, "5.NF.A.1 (assessed)".
const LINE = /^(.+?)\s*(?:\(([^()]*)\))?$/;

class Standards {
  constructor(part) {
    this.part = part;
    this.lines = part.querySelector("textarea");
    this.list = part.querySelector("[data-chosen]");
    this.model = part.querySelector("template");
    this.find = part.querySelector("input[data-pick]");
    this.known = JSON.parse(part.dataset.standards);
    this.kinds = JSON.parse(part.dataset.kinds);
    this.byTitle = Object.fromEntries(Object.entries(this.kinds).map(([kind, title]) => [title.toLowerCase(), kind]));
    this.listen();
    this.show();
    this.fold(this.lines.getAttribute("aria-invalid") !== "true");
  }

  read() {
    return this.lines.value.split("\n").map((line) => line.trim().match(LINE)).filter(Boolean).map(([, code, word]) => {
      const said = (word || "taught").trim().toLowerCase();
      const kind = this.byTitle[said] || (said in this.kinds ? said : null);
      return kind ? { code, kind } : { code: word ? `${code} (${word})` : code, kind: "taught" };
    });
  }

  write(chosen) {
    this.lines.value = chosen.map(({ code, kind }) => (kind === "taught" ? code : `${code} (${this.kinds[kind]})`)).join("\n");
    this.lines.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    const chosen = this.read();
    this.list.replaceChildren(...chosen.map((one, index) => this.chip(one, index)));
    this.list.hidden = chosen.length === 0;
  }

  chip({ code, kind }, index) {
    const chip = this.model.content.cloneNode(true).querySelector("li");
    const [name, words] = this.known[code] || [code, ""];
    chip.querySelector("[data-code]").textContent = name;
    chip.querySelector("[data-words]").textContent = words;
    chip.querySelector("[data-unknown]").hidden = code in this.known;
    chip.querySelector("[data-which]").textContent = name;
    const select = chip.querySelector("select");
    select.append(...Object.entries(this.kinds).map(([value, title]) => new Option(title, value, false, value === kind)));
    select.setAttribute("aria-label", `${select.getAttribute("aria-label")}: ${name}`);
    select.addEventListener("change", () => this.change(index, (chosen) => { chosen[index].kind = select.value; }, "select"));
    chip.querySelector("[data-take-away]").addEventListener("click", () => this.change(index, (chosen) => chosen.splice(index, 1), "[data-take-away]"));
    return chip;
  }

  change(index, what, focus) {
    const chosen = this.read();
    what(chosen);
    this.write(chosen);
    const next = this.list.children[Math.min(index, this.list.children.length - 1)];
    (next ? next.querySelector(focus) : this.find).focus();
  }

  fold(folded) {
    const button = this.part.querySelector("[data-as-lines]");
    this.part.querySelector("[data-lines]").hidden = folded;
    button.setAttribute("aria-expanded", String(!folded));
  }

  listen() {
    this.part.querySelectorAll("[data-needs-script]").forEach((part) => part.removeAttribute("hidden"));
    this.lines.addEventListener("input", () => this.show());
    this.find.addEventListener("picked", ({ detail }) => { this.known[detail.value] = [detail.code, detail.words]; });
    const button = this.part.querySelector("[data-as-lines]");
    button.addEventListener("click", () => this.fold(button.getAttribute("aria-expanded") === "true"));
  }
}

export function offerStandards(root) {
  root.querySelectorAll("[data-standards]").forEach((part) => new Standards(part));
}
