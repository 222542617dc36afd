// "Copy address": the words of a read-only field on the clipboard, and a sentence that says so. Without it the field is
// there to be selected.
async function put(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // a site without https has no clipboard
  }
}

// What stood there before is taken away first: the same words are said again.
function tell(place, words) {
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 100);
}

export function offerCopying(root) {
  root.querySelectorAll("button[data-copy]").forEach((button) => {
    const field = root.getElementById(button.dataset.copy);
    const told = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await put(field);
      (done ? button : field).focus();
      tell(told, done ? button.dataset.copied : button.dataset.notCopied);
    });
    field.addEventListener("focus", () => field.select());
  });
}
