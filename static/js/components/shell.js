// SPDX-License-Identifier: EUPL-1.2
// What the frame of every page does beyond links and forms; nothing depends on it.

/** Close an open menu by Escape (the focus returns to its button) and by a click elsewhere. */
function tameMenus() {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
}

/** A page that came back with errors starts there. */
function focusErrors() {
  document.querySelector("[data-focus]")?.focus();
}

tameMenus();
focusErrors();
