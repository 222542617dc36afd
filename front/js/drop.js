// A file field takes files dropped on it, says what was chosen, and warns before a long upload is in vain.
import { sizeText } from "./sizes.js";

function tell(zone, input) {
  const told = zone.querySelector("[data-told]");
  const limit = Number(zone.dataset.limit || 0);
  const files = [...input.files];
  const names = files.map((file) => `${file.name} (${sizeText(file.size, document.documentElement.lang)})`);
  const heavy = limit > 0 && files.some((file) => file.size > limit);
  told.textContent = [names.join(", "), heavy ? zone.dataset.tooBig : ""].filter(Boolean).join(". ");
  input.setCustomValidity(heavy ? zone.dataset.tooBig : "");
}

export function acceptDrops(root) {
  root.querySelectorAll(".drop:not([data-folder])").forEach((zone) => {
    const input = zone.querySelector("input[type=file]");
    zone.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });
    input.addEventListener("change", () => tell(zone, input));
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("is-over"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}
