// SPDX-License-Identifier: EUPL-1.2
// The one place for messages of scripts: a new one takes the place of the last.

import { text } from "../lib/strings.js";

const SVG = "http://www.w3.org/2000/svg";

/** Show a message at the top of the page; `kind` is info, success, warning or danger. */
export function showAlert({ kind, title, text: sentence, code = "" }) {
  const place = document.getElementById("alerts");
  const box = element("div", `alert alert--${kind}`);
  const body = element("div", "alert__body");
  if (title) body.append(element("p", "alert__title", title));
  body.append(element("p", "", sentence));
  if (code) body.append(element("p", "alert__code", text("alert.code", { code })));
  box.append(icon(place, kind), body, closer(place));
  place.replaceChildren(box);
}

/** Take the message away. */
export function hideAlert() {
  document.getElementById("alerts").replaceChildren();
}

function closer(place) {
  const button = element("button", "alert__close");
  button.type = "button";
  button.setAttribute("aria-label", text("alert.close"));
  button.append(icon(place, "close"));
  button.addEventListener("click", hideAlert);
  return button;
}

function icon(place, name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${place.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

function element(name, className, content = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = content;
  return made;
}
