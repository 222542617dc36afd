// Files and whole folders, chosen or dropped: listed before they are sent, then sent with their progress.
import { leadToProblems } from "./problems.js";
import { sizeText } from "./sizes.js";

const LISTED = 12;
const LEFTOVERS = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX)(\/|$)/i;
const nameOf = (file) => file.webkitRelativePath || file.name;

function entriesIn(folder) {
  const reader = folder.createReader();
  const some = () => new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
  const all = async (found) => { const more = await some(); return more.length ? all([...found, ...more]) : found; };
  return all([]);
}

async function filesIn(entry, before = "") {
  const name = before + entry.name;
  if (entry.isFile) return [[name, await new Promise((resolve, reject) => { entry.file(resolve, reject); })]];
  const inside = await entriesIn(entry);
  return (await Promise.all(inside.map((one) => filesIn(one, `${name}/`)))).flat();
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => [file.name, file]);
  return (await Promise.all(entries.map((entry) => filesIn(entry)))).flat();
}

class Chosen {
  constructor(zone) {
    this.zone = zone;
    this.form = zone.closest("form");
    this.inputs = [...zone.querySelectorAll("input[type=file]")];
    this.files = new Map();
    this.part = (name) => zone.querySelector(`[data-${name}]`);
  }

  take(pairs) {
    const byName = ([one], [other]) => one.localeCompare(other, undefined, { numeric: true });
    this.files = new Map(pairs.filter(([name]) => !LEFTOVERS.test(name)).sort(byName));
    this.list();
  }

  empty() {
    this.inputs.forEach((input) => { input.value = ""; });
    this.take([]);
    this.inputs[0].focus();
  }

  list() {
    const pairs = [...this.files];
    const language = document.documentElement.lang;
    const rows = pairs.slice(0, LISTED).map(([name, file]) => {
      const row = document.createElement("li");
      const path = document.createElement("bdi");
      path.textContent = name;
      const size = document.createElement("span");
      size.textContent = sizeText(file.size, language);
      row.append(path, " ", size);
      return row;
    });
    this.part("chosen").replaceChildren(...rows);
    this.part("list").hidden = !pairs.length;
    const bytes = pairs.reduce((sum, [, file]) => sum + file.size, 0);
    this.problem = this.problemOf(pairs.length, bytes);
    const more = pairs.length - LISTED;
    this.part("more").textContent = more > 0 ? this.zone.dataset.more.replace("{count}", more) : "";
    const said = this.zone.dataset.sum.replace("{count}", pairs.length).replace("{size}", sizeText(bytes, language));
    this.tell(pairs.length ? `${said} ${this.problem}` : this.zone.dataset.none, Boolean(this.problem));
  }

  problemOf(count, bytes) {
    if (count > Number(this.zone.dataset.most)) return this.zone.dataset.tooMany;
    return bytes > Number(this.zone.dataset.limit) ? this.zone.dataset.tooBig : "";
  }

  tell(words, isBad = false) {
    this.part("told").textContent = words;
    this.part("told").classList.toggle("is-bad", isBad);
  }

  send() {
    const data = new FormData();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") data.append(name, value);
    for (const [name, file] of this.files) data.append("folder", file, name);
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("POST", this.form.action);
    request.upload.addEventListener("progress", (event) => this.show(event.loaded / event.total));
    request.addEventListener("load", () => this.arrive(request));
    request.addEventListener("error", () => this.stop(this.zone.dataset.failed));
    request.addEventListener("abort", () => this.stop(this.zone.dataset.stopped));
    this.sending(true);
    this.show(0);
    request.send(data);
  }

  show(part) {
    const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(part);
    this.part("sending").querySelector("progress").value = part;
    const shown = this.part("percent");
    if (shown.textContent !== percent) shown.textContent = percent;
  }

  sending(isOn) {
    this.part("sending").hidden = !isOn;
    this.form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = isOn; });
    if (isOn) this.part("stop").focus();
  }

  stop(words) {
    this.sending(false);
    this.tell(words, true);
    this.form.querySelector("[type=submit]").focus();
  }

  mark(error) {
    this.form.querySelector("#error-package")?.remove();
    if (!error) return;
    this.zone.before(document.adoptNode(error));
    const field = this.form.querySelector("#package");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", error.id);
  }

  arrive(request) {
    if (request.status < 300) { location.assign(request.responseURL); return; }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const problems = page.querySelector(".problems");
    this.stop(problems ? "" : page.querySelector("h1")?.textContent || this.zone.dataset.failed);
    if (!problems) return;
    this.form.querySelector(".problems")?.remove();
    this.form.prepend(document.adoptNode(problems));
    this.mark(page.querySelector("#error-package"));
    leadToProblems(this.form);
  }
}

function offerFolder(zone) {
  const chosen = new Chosen(zone);
  zone.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });
  chosen.inputs.forEach((input) => input.addEventListener("change", () => {
    chosen.inputs.filter((other) => other !== input).forEach((other) => { other.value = ""; });
    chosen.take([...input.files].map((file) => [nameOf(file), file]));
  }));
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    const pairs = await dropped(event.dataTransfer).catch(() => []);
    chosen.inputs.forEach((input) => { input.value = ""; });
    chosen.take(pairs);
  });
  chosen.part("empty").addEventListener("click", () => chosen.empty());
  chosen.part("stop").addEventListener("click", () => chosen.request?.abort());
  chosen.form.addEventListener("submit", (event) => {
    if (chosen.problem) event.preventDefault();
    if (chosen.problem || !chosen.files.size) return;
    event.preventDefault();
    chosen.send();
  });
}

export function offerFolders(root) {
  root.querySelectorAll("[data-folder]").forEach(offerFolder);
}
