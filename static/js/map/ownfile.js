// SPDX-License-Identifier: EUPL-1.2
// A file of the reader over the figures: kept in this tab alone, drawn like a layer, told apart from what was published.

import { announce } from "../lib/announce.js";
import { OwnFileError, ownLayers, readOwnFile } from "../lib/ownfile.js";
import { text } from "../lib/strings.js";

// A table of more rows is opened on demand.
const FIRST_ROWS = 50;
const MOST_COLUMNS = 8;

export class OwnFile {
  /** `ground()` gives what the map can show, `onChange()` is told when other layers are to be drawn. */
  constructor(root, { ground, onChange }) {
    Object.assign(this, { root, ground, onChange, layers: [] });
    this.key = `own-file ${root.dataset.ownFile}`;
    this.input = root.querySelector("[data-own-input]");
    this.input.addEventListener("change", () => this.#chosen());
    root.querySelector("[data-own-remove]").addEventListener("click", () => this.#remove());
    root.querySelector("[data-own-all]").addEventListener("click", () => this.#table(this.found.places.length));
  }

  /** Show what was opened in this tab before, or what was chosen while this script was on its way. */
  restore() {
    if (this.input.files.length) return void this.#chosen();
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      if (kept) this.#take(kept.name, kept.found);
    } catch {
      sessionStorage.removeItem(this.key);
    }
  }

  async #chosen() {
    const [file] = this.input.files;
    if (!file) return;
    try {
      const found = readOwnFile(file.name, await file.arrayBuffer(), this.ground());
      this.#take(file.name, found);
      this.#keep(file.name, found);
      announce(this.#part("says").textContent);
    } catch (error) {
      if (!(error instanceof OwnFileError)) throw error;
      this.#wrong(text(`own.${error.code}`, { name: file.name, ...error.told }));
    } finally {
      // The same file may be chosen again after it was changed.
      this.input.value = "";
    }
  }

  #take(name, found) {
    this.found = found;
    this.layers = ownLayers(name, found.places);
    this.#wrong("");
    this.#legend(name, found);
    this.#table(FIRST_ROWS);
    this.onChange();
  }

  /** What finds no room is gone with the next page, and the page says so. */
  #keep(name, found) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ name, found }));
      this.#part("unkept").hidden = true;
    } catch {
      sessionStorage.removeItem(this.key);
      this.#part("unkept").hidden = false;
    }
  }

  #remove() {
    sessionStorage.removeItem(this.key);
    this.layers = [];
    this.#part("legend").hidden = true;
    this.#part("rows").hidden = true;
    this.onChange();
    announce(text("own.removed"));
    this.input.focus();
  }

  #wrong(words) {
    const element = this.#part("wrong");
    element.textContent = words;
    element.hidden = !words;
  }

  #legend(name, { places, left, outside }) {
    this.#part("name").textContent = name;
    const told = [text("own.shown", { count: places.length })];
    if (outside) told.push(text("own.outside", { count: outside }));
    if (left) told.push(text("own.left", { count: left }));
    this.#part("says").textContent = told.join(" ");
    this.#part("legend").hidden = false;
  }

  #table(most) {
    const { places } = this.found;
    const columns = [...new Set(places.flatMap(({ more }) => more.map(([column]) => column)))].slice(0, MOST_COLUMNS);
    const head = [text("own.name"), ...columns].map((words) => cell("th", words, { scope: "col" }));
    this.#part("head").replaceChildren(...head);
    this.#part("body").replaceChildren(...places.slice(0, most).map(({ name, more }) => {
      const told = new Map(more);
      const row = document.createElement("tr");
      row.append(cell("th", name, { scope: "row" }), ...columns.map((column) => cell("td", told.get(column) ?? "")));
      return row;
    }));
    this.#part("rows").hidden = false;
    this.#part("all").hidden = places.length <= most;
  }

  #part(name) {
    return this.root.querySelector(`[data-own-${name}]`);
  }
}

function cell(tag, words, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: words, ...more });
}
