// A toast that came with the page stays until it is closed. Its words are said once more out of sight, so that a screen
// reader hears them: it does not read what stood on the page from the start. What is seen is never emptied for that.
export function showToasts(root) {
  root.querySelectorAll(".toast").forEach((toast) => {
    const close = toast.querySelector("[data-close]");
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
    const said = document.createElement("span");
    said.className = "unseen";
    toast.parentElement.append(said);
    setTimeout(() => { said.textContent = toast.querySelector("p").textContent; }, 150);
    setTimeout(() => said.remove(), 4000);
  });
}
