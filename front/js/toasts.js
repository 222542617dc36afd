// A toast that came with the page is said again, so that a screen reader hears it; it stays until it is closed.
export function showToasts(root) {
  root.querySelectorAll(".toast").forEach((toast) => {
    const close = toast.querySelector("[data-close]");
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
    const said = toast.querySelector("p");
    const text = said.textContent;
    said.textContent = "";
    setTimeout(() => { said.textContent = text; }, 150);
  });
}
