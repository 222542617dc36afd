// A sheet that lies above the page (popover) shuts when the focus leaves it: nobody goes on behind it unseen.
// It does so on its own element: what is asked while one types is put in anew, the sheet with it.
export function shutSheets(root) {
  root.addEventListener("focusout", (event) => {
    const sheet = event.target.closest("[popover]");
    if (!event.relatedTarget || !sheet?.matches(":popover-open") || sheet.contains(event.relatedTarget)) return;
    sheet.hidePopover();
  });
}
