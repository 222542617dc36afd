// Leaving a form with something typed asks first; sending it does not.
export function guardForms(root) {
  root.querySelectorAll("form[data-guard]").forEach((form) => {
    let changed = form.dataset.guard === "changed";
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  });
}
