// SPDX-License-Identifier: EUPL-1.2
// Search for an area by name or key: an input with a list of proposals (ARIA combobox).

import { announce } from "../lib/announce.js";
import { text as sentence } from "../lib/strings.js";
import { countsOf, keyOn, sendTo, Spots } from "./spots.js";

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
 * Addresses, streets and places follow as the server finds them: one that lies in an area which the map shows chooses
 * it; `here()` names its level and boundaries. Where nothing fits, the list says so and leads to the search at all levels.
 */
export class AreaSearch {
  constructor(input, { places, onChoose, areas, here }) {
    Object.assign(this, { input, places, onChoose, areas, here, found: [], spots: [], active: -1 });
    this.asked = new Spots(`${input.dataset.searchElsewhere}vorschlaege.json`, (spots) => this.#tell(spots));
    this.list = document.getElementById(input.dataset.listbox);
    input.removeAttribute("list");
    for (const [name, value] of [
      ["role", "combobox"], ["aria-expanded", "false"], ["aria-autocomplete", "list"],
      ["aria-controls", this.list.id], ["autocomplete", "off"],
    ]) input.setAttribute(name, value);
    this.#listen();
    // Whoever typed while the map was still on its way is answered now.
    if (document.activeElement === input && input.value) this.#propose();
  }

  #listen() {
    this.input.addEventListener("input", () => this.#propose());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#close());
    // The list must not take the focus from the input, or the input would close it before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      this.#go(event.target.closest("[role=option]"));
    });
  }

  #propose() {
    this.found = matches(this.places(), this.input.value);
    this.spots = [];
    this.active = -1;
    this.list.replaceChildren(...this.found.map((position, at) => this.#option(this.places()[position], at)));
    const wanted = this.input.value.trim();
    if (wanted && !this.found.length) this.#sayNone(wanted);
    this.#show(this.list.children.length > 0);
    this.asked.ask(wanted);
  }

  /** Add what the server found; whoever has gone on meanwhile is not disturbed. */
  #tell(spots) {
    if (!spots.length || document.activeElement !== this.input) return;
    this.spots = spots;
    document.getElementById(`${this.list.id}-none`)?.remove();
    const way = document.getElementById(`${this.list.id}-elsewhere`);
    const rows = spots.map(({ title, text, label }, at) => {
      const row = this.#row(`${this.list.id}-spot-${at}`, "");
      row.dataset.spot = String(at);
      row.append(title, " ", Object.assign(document.createElement("small"), { textContent: text || label }));
      return row;
    });
    this.list.append(...rows, ...(way ? [way] : []));
    this.#show(true);
    announce(countsOf(spots));
  }

  #sayNone(wanted) {
    const none = sentence("search.none", { areas: this.areas() });
    const row = this.#row(`${this.list.id}-none`, none);
    row.setAttribute("aria-disabled", "true");
    const way = this.#row(`${this.list.id}-elsewhere`, sentence("search.elsewhere", { name: wanted }));
    way.dataset.elsewhere = wanted;
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

  #go(option) {
    if (option?.dataset.at) this.#choose(Number(option.dataset.at));
    else if (option?.dataset.spot) this.#goTo(this.spots[Number(option.dataset.spot)]);
    else if (option?.dataset.elsewhere) sendTo(this.input.dataset.searchElsewhere, "q", option.dataset.elsewhere);
  }

  /** Choose the area in which a spot lies; where the map shows another level or other boundaries, open what does. */
  #goTo(spot) {
    const key = keyOn(spot, this.here());
    const position = key ? this.places().findIndex((place) => place.key === key) : -1;
    if (position >= 0) this.#take(position);
    else if (spot.map || spot.url) location.assign(spot.map || spot.url);
  }

  #enter() {
    const option = this.list.hidden ? null : this.list.children[this.active];
    if (option?.dataset.spot || option?.dataset.elsewhere) this.#go(option);
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
    this.#take(this.found[at]);
  }

  #take(position) {
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
    this.asked.stop();
    this.#show(false);
    this.active = -1;
  }
}
