// A menu is a <details class="menu">: Escape and a click outside close it, one is open at a time.
export function openMenus(root) {
  const menus = [...root.querySelectorAll("details.menu")];
  const closeOthers = (kept) => menus.forEach((menu) => { if (menu !== kept) menu.open = false; });
  menus.forEach((menu) => {
    menu.addEventListener("toggle", () => { if (menu.open) closeOthers(menu); });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  });
  root.addEventListener("click", (event) => closeOthers(event.target.closest("details.menu")));
}
