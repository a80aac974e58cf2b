// SPDX-License-Identifier: EUPL-1.2
// Narrows a list while one types; the form asks the server for the same.

import { fold } from "../lib/fold.js";
import { text } from "../lib/strings.js";

/** What an item says, without the ways to other items. */
function contentOf(item) {
  const parts = [...item.querySelectorAll("[data-filter-ignore]")].map((part) => part.textContent);
  return fold(parts.reduce((rest, part) => rest.replace(part, " "), item.textContent));
}

/** Show only those items that hold every word, and only groups with such items. */
function narrow(list, wanted, count) {
  const words = fold(wanted).split(/\s+/).filter(Boolean);
  const items = [...list.querySelectorAll("[data-filter-item]")];
  let shown = 0;
  for (const item of items) {
    const content = contentOf(item);
    item.hidden = !words.every((word) => content.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  for (const group of list.querySelectorAll("[data-filter-group]")) {
    group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
  }
  count.textContent = words.length ? text("filter.count", { count: shown, total: items.length }) : "";
}

for (const form of document.querySelectorAll("form[data-filter]")) {
  const list = document.querySelector(form.dataset.filter);
  const field = form.querySelector("input[type=search]");
  const count = document.querySelector("[data-filter-count]");
  count.setAttribute("role", "status");
  field.addEventListener("input", () => narrow(list, field.value, count));
  // Typed before this script was there, or brought back by the browser.
  if (field.value !== field.defaultValue) narrow(list, field.value, count);
}
