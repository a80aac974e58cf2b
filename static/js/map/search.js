// SPDX-License-Identifier: EUPL-1.2
// Search for an area by name or key: an input with a list of proposals (ARIA combobox).

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

/** Turns the plain input of the form into a combobox; `onChoose(position)` gets the chosen area. */
export class AreaSearch {
  constructor(input, { places, onChoose }) {
    Object.assign(this, { input, places, onChoose, found: [], active: -1 });
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
      if (option) this.#choose(Number(option.dataset.at));
    });
  }

  #propose() {
    this.found = matches(this.places(), this.input.value);
    this.active = -1;
    this.list.replaceChildren(...this.found.map((position, at) => this.#option(this.places()[position], at)));
    this.#show(this.found.length > 0);
  }

  #option({ name, key }, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.className = "combobox__option";
    option.setAttribute("role", "option");
    option.dataset.at = String(at);
    const small = document.createElement("small");
    small.textContent = key;
    option.append(name, " ", small);
    return option;
  }

  #key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && this.found.length) {
      this.#activate((this.active + moves[event.key] + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && this.found.length) {
      this.#choose(Math.max(0, this.active));
    } else if (event.key === "Escape" && !this.list.hidden) {
      this.#close();
    } else return;
    event.preventDefault();
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
