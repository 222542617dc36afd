// A list of equal fields: add one more from the template that the page carries, take one away.
let added = 0;

function renumber(piece) {
  const mark = `new${(added += 1)}`;
  for (const node of piece.querySelectorAll("[id],[for],[aria-describedby]")) {
    for (const name of ["id", "for", "aria-describedby"]) {
      const value = node.getAttribute(name);
      if (value) node.setAttribute(name, value.split(" ").map((part) => `${part}-${mark}`).join(" "));
    }
  }
}

export function growSequences(root) {
  root.querySelectorAll(".sequence").forEach((sequence) => {
    const model = sequence.querySelector("template");
    const add = sequence.querySelector("[data-add]");
    const items = sequence.querySelector("[data-items]");
    add.hidden = false;
    add.addEventListener("click", () => {
      const piece = model.content.cloneNode(true);
      renumber(piece);
      items.append(piece);
      items.lastElementChild.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    });
    sequence.addEventListener("click", (event) => {
      if (!event.target.closest("[data-take-away]")) return;
      event.target.closest(".sequence-item").remove();
      add.focus();
    });
  });
}
