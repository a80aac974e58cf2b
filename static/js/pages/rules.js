// SPDX-License-Identifier: EUPL-1.2
// Explains a validation rule while it is written, and puts names into the side that was edited last; without it a button does.
import { requestText } from "../lib/request.js";

const PAUSE = 400;
const SENT = ["left", "comparison", "right", "tolerance", "severity", "since", "until"];

const form = document.querySelector("[data-explain]");
const region = form.querySelector("[data-explanation]");
let waiting = 0;
let asking = new AbortController();
let side = form.elements.left;

function address() {
  const query = new URLSearchParams();
  for (const name of SENT) query.set(name, form.elements[name].value);
  for (const box of form.querySelectorAll("[name=levels]:checked")) query.append("levels", box.value);
  return `${form.dataset.explain}?${query}`;
}

async function explain() {
  asking.abort();
  asking = new AbortController();
  try {
    const part = document.createElement("template");
    part.innerHTML = await requestText(address(), { signal: asking.signal });
    region.replaceChildren(part.content);
  } catch {
    // The button below explains as well, and says what went wrong.
  }
}

function soon() {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(explain, PAUSE);
}

function insert(name) {
  const { selectionStart, selectionEnd, value } = side;
  const start = selectionStart ?? value.length;
  const before = value.slice(0, start);
  const text = before && !/[\s(]$/.test(before) ? ` ${name}` : name;
  side.setRangeText(text, start, selectionEnd ?? start, "end");
  side.focus();
  soon();
}

for (const name of ["left", "right"]) {
  form.elements[name].addEventListener("focus", (event) => {
    side = event.target;
  });
}
for (const button of form.querySelectorAll("[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", () => insert(button.dataset.insert));
}
form.addEventListener("input", (event) => {
  if (SENT.includes(event.target.name) || event.target.name === "levels") soon();
});
