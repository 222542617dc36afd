// Teach from this page: large type, nothing but the lesson; Space or a click moves to the next step, Escape ends it.
function stepsOf(root) {
  return [...root.querySelectorAll(".steps > ol > li")];
}

function go(steps, at) {
  steps.forEach((step, index) => {
    step.classList.toggle("is-done", index < at);
    step.classList.toggle("is-now", index === at);
    if (index === at) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  });
  steps[at]?.scrollIntoView({ block: "center" });
}

export function offerTeaching(root) {
  const button = root.querySelector("[data-teach]");
  const steps = stepsOf(root);
  if (!button || !steps.length) return;
  let at = -1;
  const set = (on) => {
    at = on ? 0 : -1;
    root.documentElement.classList.toggle("teaching", on);
    button.setAttribute("aria-pressed", String(on));
    go(steps, at);
  };
  button.hidden = false;
  button.addEventListener("click", () => set(at < 0));
  steps.forEach((step, index) => step.addEventListener("click", () => { if (at >= 0) go(steps, (at = index)); }));
  root.addEventListener("keydown", (event) => {
    if (at < 0 || event.target.closest("input, textarea, select, button, a, summary")) return;
    if (event.key === "Escape") set(false);
    const move = { " ": 1, ArrowDown: 1, PageDown: 1, ArrowUp: -1, PageUp: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    go(steps, (at = Math.min(steps.length - 1, Math.max(0, at + move))));
  });
}
