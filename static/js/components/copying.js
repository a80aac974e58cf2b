// SPDX-License-Identifier: EUPL-1.2
// A button that copies what stands in a field, or where a link leads, and says on itself and aloud what came of it.

import { announce } from "../lib/announce.js";
import { text } from "../lib/strings.js";

const SAY = 2000;
const saying = new WeakMap();

/** Offer buttons that copy where a browser can. */
export function offerCopying(root) {
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
}

/** Copy the field or the link that a button names. */
export async function copyFor(button) {
  const field = document.getElementById(button.dataset.copy);
  const done = await navigator.clipboard.writeText(field.value ?? field.href).then(() => true, () => false);
  const sentence = text(done ? "clipboard.done" : "clipboard.failed");
  if (!done) select(field);
  announce(sentence);
  sayOnButton(button, sentence);
}

function select(field) {
  if (field.select) field.select();
  else getSelection().selectAllChildren(field);
}

function sayOnButton(button, sentence) {
  const label = button.querySelector(".kern-label");
  label.dataset.usual ??= label.textContent;
  label.textContent = sentence;
  clearTimeout(saying.get(button));
  saying.set(button, setTimeout(() => (label.textContent = label.dataset.usual), SAY));
}
