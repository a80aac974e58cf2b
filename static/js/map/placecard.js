// SPDX-License-Identifier: EUPL-1.2
// What is known of a place that was opened on the map: its name, address and capacity, below the map.

import { formatNumber, pageLanguage } from "../lib/format.js";
import { text } from "../lib/strings.js";

export class PlaceCard {
  constructor(element) {
    this.element = element;
    this.from = null;
    element.querySelector("[data-place-close]").addEventListener("click", () => this.hide());
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
    });
  }

  /** Tell one place, or the names of several that lie in one spot; the focus goes there and comes back. */
  show({ layer, features, from }) {
    this.from = from;
    const [first] = features;
    this.#write("[data-place-name]", features.length > 1 ? text("places.cluster", { count: features.length, layer: layer.name }) : first.n || first.k);
    this.#write("[data-place-layer]", layer.name);
    const rows = features.length > 1 ? features.map((each) => [each.n || each.k, told(each, layer).map(([, words]) => words).join(", ")]) : told(first, layer);
    this.element.querySelector("[data-place-facts]").replaceChildren(...rows.flatMap(row));
    this.element.hidden = false;
    this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  #write(place, words) {
    this.element.querySelector(place).textContent = words;
  }

  hide() {
    if (this.element.hidden) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (hadFocus && this.from?.isConnected) this.from.focus({ preventScroll: true });
  }
}

function told(place, { capacity }) {
  return [
    ...(place.a ? [[text("places.address"), place.a]] : []),
    ...(capacity ? [[capacity, capacityText(place)]] : []),
    ...(place.more ?? []),
  ];
}

/** What a capacity is, in words; what is not known is said and never zero. */
function capacityText({ c }) {
  if (c === undefined || c === null) return text("places.unknown");
  return formatNumber(c, Number.isInteger(c) ? 0 : 1, { language: pageLanguage() });
}

function row([head, words]) {
  return [["dt", head], ["dd", words]].map(([tag, said]) => Object.assign(document.createElement(tag), { textContent: said }));
}
