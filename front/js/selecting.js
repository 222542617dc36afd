// "Select all" above a table of contents.
export function selectMany(root) {
  root.querySelectorAll("input[data-select-all]").forEach((all) => {
    const boxes = [...all.closest("table").querySelectorAll("tbody input[type=checkbox]")];
    all.closest("[data-needs-script]")?.removeAttribute("hidden");
    all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
    boxes.forEach((box) => box.addEventListener("change", () => {
      const chosen = boxes.filter((one) => one.checked).length;
      all.checked = chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }));
  });
}
