// SPDX-License-Identifier: EUPL-1.2
// Search for an area by name or key: an input with a list of proposals (ARIA combobox).

import { announce } from "../lib/announce.js";
import { text as sentence } from "../lib/strings.js";

const MOST = 8;

/** Positions that match: names that begin with the text first, then words inside, then keys. */
export function matches(places, text) {
  const wanted = text.trim().toLocaleLowerCase("de");
  if (!wanted) return [];
  const ranked = [];
  places.forEach(({ name, key }, position) => {
    const low = name.toLocaleLowerCase("de");
    const at = low.indexOf(wanted);
    if (at === 0) ranked.push([0, position]);
    else if (at > 0) ranked.push([/[\s\-/(.]/.test(low[at - 1]) ? 1 : 2, position]);
    else if (key.startsWith(wanted)) ranked.push([3, position]);
  });
  ranked.sort((a, b) => a[0] - b[0] || places[a[1]].name.localeCompare(places[b[1]].name, "de"));
  return ranked.slice(0, MOST).map(([, position]) => position);
}

/**
 * Turns the plain input of the form into a combobox; `onChoose(position)` gets the chosen area.
 * Where no area fits, the list says so and leads to the search at all levels.
 */
export class AreaSearch {
  constructor(input, { places, onChoose, areas }) {
    Object.assign(this, { input, places, onChoose, areas, found: [], active: -1 });
    this.list = document.getElementById(input.dataset.listbox);
    input.removeAttribute("list");
    for (const [name, value] of [
      ["role", "combobox"], ["aria-expanded", "false"], ["aria-autocomplete", "list"],
      ["aria-controls", this.list.id], ["autocomplete", "off"],
    ]) input.setAttribute(name, value);
    this.#listen();
  }

  #listen() {
    this.input.addEventListener("input", () => this.#propose());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#close());
    // The list must not take the focus from the input, or the input would close it before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option?.dataset.at) this.#choose(Number(option.dataset.at));
      else if (option?.dataset.elsewhere) location.assign(option.dataset.elsewhere);
    });
  }

  #propose() {
    this.found = matches(this.places(), this.input.value);
    this.active = -1;
    this.list.replaceChildren(...this.found.map((position, at) => this.#option(this.places()[position], at)));
    const wanted = this.input.value.trim();
    if (wanted && !this.found.length) this.#sayNone(wanted);
    this.#show(this.list.children.length > 0);
  }

  #sayNone(wanted) {
    const none = sentence("search.none", { areas: this.areas() });
    const row = this.#row(`${this.list.id}-none`, none);
    row.setAttribute("aria-disabled", "true");
    const way = this.#row(`${this.list.id}-elsewhere`, sentence("search.elsewhere", { name: wanted }));
    way.dataset.elsewhere = `${this.input.dataset.searchElsewhere}&q=${encodeURIComponent(wanted)}`;
    this.list.replaceChildren(row, way);
    announce(none);
  }

  #row(id, words) {
    const row = document.createElement("li");
    Object.assign(row, { id, className: "combobox__option", textContent: words });
    row.setAttribute("role", "option");
    return row;
  }

  #option({ name, key }, at) {
    const option = this.#row(`${this.list.id}-${at}`, "");
    option.dataset.at = String(at);
    const small = document.createElement("small");
    small.textContent = key;
    option.append(name, " ", small);
    return option;
  }

  #key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    const size = this.list.hidden ? 0 : this.list.children.length;
    if (event.key in moves && size) {
      const start = this.active < 0 && event.key === "ArrowUp" ? 0 : this.active;
      this.#activate((start + moves[event.key] + size) % size);
    } else if (event.key === "Enter") {
      this.#enter();
    } else if (event.key === "Escape" && !this.list.hidden) {
      this.#close();
    } else return;
    event.preventDefault();
  }

  #enter() {
    const elsewhere = this.list.children[this.active]?.dataset.elsewhere;
    if (elsewhere) location.assign(elsewhere);
    else if (this.found.length) this.#choose(Math.max(0, this.active));
    else this.#propose();
  }

  #activate(at) {
    this.active = at;
    [...this.list.children].forEach((option, other) => {
      option.setAttribute("aria-selected", String(other === at));
    });
    this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
  }

  #choose(at) {
    const position = this.found[at];
    this.input.value = this.places()[position].name;
    this.#close();
    this.onChoose(position);
  }

  #show(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.input.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#show(false);
    this.active = -1;
  }
}
