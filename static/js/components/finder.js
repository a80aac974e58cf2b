// SPDX-License-Identifier: EUPL-1.2
// Proposals under the search field of every page: a combobox whose list the server fills, kind by kind.

import { announce } from "../lib/announce.js";
import { requestJson } from "../lib/request.js";

const SHORTEST = 2;
const PAUSE = 150;
const MOVES = { ArrowDown: 1, ArrowUp: -1 };

/** The place that an arrow key leads to; beyond both ends nothing is active (-1), and from there it goes around. */
export function moved(active, step, size) {
  const places = size + 1;
  return ((active + 1 + step + places) % places) - 1;
}

/** Proposes under one input; without an answer the form still leads to the page of results. */
export class Finder {
  #asked = "";
  #timer = null;
  #abort = null;

  constructor(input) {
    Object.assign(this, { input, list: document.getElementById(`${input.id}-list`), active: -1 });
    input.addEventListener("input", () => this.#wait());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#show(false));
    // The list must not take the focus from the input, or the input would close it before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.#go(target.closest("[role=option]")));
    this.#wait();
  }

  get #options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    const wanted = this.input.value.trim();
    if (wanted.length < SHORTEST) {
      this.#asked = "";
      this.#show(false);
    } else if (wanted !== this.#asked) this.#timer = setTimeout(() => this.#ask(wanted), PAUSE);
  }

  async #ask(wanted) {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      // In the body: what somebody types may be where they live, and addresses are written down on many ways.
      const answer = await requestJson(this.input.dataset.finder, { signal, body: new URLSearchParams({ q: wanted }) });
      if (signal.aborted) return;
      this.#asked = wanted;
      this.#fill(answer);
    } catch {
      // Proposals are a help: whoever gets none sends the form.
      if (!signal.aborted) this.#show(false);
    }
  }

  #fill({ groups, total, says }) {
    const rows = groups.map((group, at) => this.#group(group, at));
    if (total) rows.push(this.#all(says));
    else rows.push(this.#none(says));
    this.list.replaceChildren(...rows);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.#options.forEach((option, at) => {
      Object.assign(option, { id: `${this.list.id}-${at}` });
      option.setAttribute("aria-selected", "false");
    });
    this.#show(document.activeElement === this.input);
    announce(says);
  }

  #group({ label, options }, at) {
    const group = element("div", "finder__group");
    const head = element("p", "finder__head", label);
    head.id = `${this.list.id}-head-${at}`;
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", head.id);
    group.append(head, ...options.map((option) => proposal(option.title, option.text, option.url)));
    return group;
  }

  #all(says) {
    const row = proposal(this.input.form.dataset.all, says, "");
    row.dataset.all = "";
    return row;
  }

  #none(says) {
    const row = proposal(says, "", "");
    row.setAttribute("aria-disabled", "true");
    return row;
  }

  #key(event) {
    const options = this.list.hidden ? [] : this.#options;
    if (event.key in MOVES && options.length) this.#activate(moved(this.active, MOVES[event.key], options.length));
    else if (event.key === "Enter" && this.active >= 0) this.#go(options[this.active]);
    else if (event.key === "Escape" && !this.list.hidden) this.#show(false);
    else return;
    event.preventDefault();
  }

  #activate(at) {
    this.active = at;
    this.#options.forEach((option, other) => option.setAttribute("aria-selected", String(other === at)));
    const option = this.#options[at];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  #go(option) {
    if (option?.dataset.url) location.assign(option.dataset.url);
    else if (option && "all" in option.dataset) this.input.form.requestSubmit();
  }

  #show(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.#activate(-1);
  }
}

function proposal(title, words, url) {
  const option = element("div", "combobox__option");
  option.setAttribute("role", "option");
  if (url) option.dataset.url = url;
  option.append(element("span", "finder__title", title));
  if (words) option.append(" ", element("small", "finder__text", words));
  return option;
}

function element(name, className, words = "") {
  return Object.assign(document.createElement(name), { className, textContent: words });
}
