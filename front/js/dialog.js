// <a data-dialog="ID" href="..."> opens the dialog of the page; without script it leads to the page that asks.
export function openDialogs(root) {
  root.querySelectorAll("[data-dialog]").forEach((opener) => {
    const dialog = root.getElementById(opener.dataset.dialog);
    if (!dialog?.showModal) return;
    opener.addEventListener("click", (event) => { event.preventDefault(); dialog.showModal(); });
    dialog.querySelectorAll("[data-close]").forEach((button) => {
      button.addEventListener("click", (event) => { event.preventDefault(); dialog.close(); });
    });
    dialog.addEventListener("close", () => opener.focus());
  });
}
