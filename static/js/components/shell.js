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

/** A search field proposes while one types; what that takes is fetched when somebody comes to the field. */
function offerProposals() {
  for (const input of document.querySelectorAll("[data-finder]")) {
    for (const [name, value] of [
      ["role", "combobox"], ["aria-expanded", "false"], ["aria-autocomplete", "list"],
      ["aria-controls", `${input.id}-list`], ["aria-describedby", `${input.id}-hint`],
    ]) input.setAttribute(name, value);
    input.addEventListener("focus", () => propose(input), { once: true });
    if (document.activeElement === input) propose(input);
  }
}

async function propose(input) {
  if (input.dataset.proposes) return;
  input.dataset.proposes = "yes";
  const { Finder } = await import("./finder.js");
  new Finder(input);
}

tameMenus();
offerProposals();
focusErrors();
