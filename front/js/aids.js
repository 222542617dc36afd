// Writing aids: a row of buttons that puts Markdown marks around what is selected.
const MARKS = {
  bold: (text) => ["**", text, "**"],
  italic: (text) => ["*", text, "*"],
  heading: (text) => lines(text, () => "## "),
  list: (text) => lines(text, () => "- "),
  numbers: (text) => lines(text, (index) => `${index + 1}. `),
  quote: (text) => lines(text, () => "> "),
  link: (text) => ["[", text, "](https://)"],
};

function lines(text, mark) {
  return ["", text.split("\n").map((line, index) => mark(index) + line).join("\n"), ""];
}

function wholeLines(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  area.setSelectionRange(start, area.selectionEnd);
}

function put(area, kind) {
  if (["heading", "list", "numbers", "quote"].includes(kind)) wholeLines(area);
  const { selectionStart: start, selectionEnd: end } = area;
  const [before, text, after] = MARKS[kind](area.value.slice(start, end));
  area.setRangeText(before + text + after, start, end, "end");
  area.setSelectionRange(start + before.length, start + before.length + text.length);
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

function walk(bar, event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...bar.querySelectorAll("button")];
  const turn = document.dir === "rtl" ? -step : step;
  const next = buttons[(buttons.indexOf(event.target) + turn + buttons.length) % buttons.length];
  buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
  next.focus();
}

export function offerAids(root) {
  root.querySelectorAll(".aids").forEach((bar) => {
    const area = root.getElementById(bar.getAttribute("aria-controls"));
    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-mark]");
      if (button) put(area, button.dataset.mark);
    });
    bar.addEventListener("keydown", (event) => walk(bar, event));
    area.addEventListener("keydown", (event) => {
      const kind = { b: "bold", i: "italic" }[event.key];
      if (!kind || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      put(area, kind);
    });
  });
}
