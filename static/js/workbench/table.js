// SPDX-License-Identifier: EUPL-1.2
// The table of all areas: its cells are written anew in their places, its rows are put in order, heads sort.

import { COLUMNS } from "./ordering.js";

const NAMES = Object.fromEntries(Object.entries(COLUMNS).map(([name, column]) => [column, name]));
// Rows that nobody sees are written in pieces when there is nothing else to do.
const PIECE = 250;
const LONGEST_WAIT = 300;
const whenIdle = (then) => (globalThis.requestIdleCallback ? requestIdleCallback(then, { timeout: LONGEST_WAIT }) : setTimeout(then));
const notIdle = (handle) => (globalThis.cancelIdleCallback ?? clearTimeout)(handle);

export class TablePanel {
  /** @param {HTMLElement} panel with the table that the server wrote; `onOrder(order)` when a head is pressed */
  constructor(panel, { brush, text, onOrder, onFocus }) {
    Object.assign(this, { brush, text, onOrder, onFocus });
    this.table = panel.querySelector("[data-workbench-table]");
    this.caption = panel.querySelector("[data-workbench-caption]");
    this.body = this.table.tBodies[0];
    this.seen = new Set();
    this.watching = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.seen[isIntersecting ? "add" : "delete"](target);
    });
    this.#listen();
    for (const kind of ["point", "focus", "choose"]) brush.on(kind, () => this.mark());
  }

  #listen() {
    this.table.tHead.addEventListener("click", (event) => {
      const head = event.target.closest("th");
      if (event.target.closest("button")) this.#press(head);
    });
    this.body.addEventListener("pointerover", (event) => this.brush.point(this.#numberAt(event)));
    this.body.addEventListener("pointerleave", () => this.brush.point(null));
    this.body.addEventListener("click", (event) => {
      if (!event.target.closest("a")) this.onFocus(this.#numberAt(event));
    });
  }

  #numberAt(event) {
    const place = this.ground?.placesByKey.get(event.target.closest("tr")?.dataset.key);
    return place === undefined ? null : this.ground.numbers[place];
  }

  /** Figures start with the largest, words with A; pressed again they are turned around. */
  #press(head) {
    const name = NAMES[head.dataset.column] ?? head.dataset.column;
    const usual = ["name", "raum"].includes(name) ? name : `-${name}`;
    const turned = usual.startsWith("-") ? name : `-${name}`;
    this.onOrder(this.order === usual ? turned : usual);
  }

  /** Mark the head that rows are going to be in the order of. */
  orderBy(order) {
    this.order = order;
    for (const cell of this.table.tHead.rows[0].cells) this.#button(cell);
    this.table.setAttribute("aria-busy", "true");
  }

  /** Show a period: the figures of `cells`, areas in the order of `places`. */
  show({ cells, period, ground, places, order, first, all }) {
    if (this.ground !== ground) this.#takeRows();
    this.#makeRows(ground, places);
    Object.assign(this, { ground, order });
    this.#head(period.columns);
    this.#write(cells, period, places);
    this.#put(places);
    this.#count(places, { first, all });
    this.mark();
  }

  /** The rows of the server by key; those of another ground, and of other parts, are made like the first one. */
  #takeRows() {
    this.there = this.ground ? new Map() : new Map([...this.body.rows].map((row) => [row.dataset.key, row]));
    this.model ??= this.body.rows[0];
    this.watching.disconnect();
    this.seen.clear();
    Object.assign(this, { rows: [], texts: [], shown: null, marked: [], names: null });
  }

  /** Rows are made where they are shown: a large level has tens of thousands of them. */
  #makeRows(ground, places) {
    for (const place of places) {
      if (this.rows[place]) continue;
      const key = ground.keys[place];
      const row = this.there.get(key) ?? this.model.cloneNode(true);
      row.dataset.key = key;
      row.classList.remove("is-pointed", "table__row--focus", "is-chosen");
      const link = row.querySelector("th a");
      link.textContent = ground.names[place];
      link.href = `${ground.profiles}${key}/`;
      [this.rows[place], this.texts[place]] = [row, []];
      if (this.names) this.#makeCells(row, this.names);
      this.watching.observe(row);
    }
  }

  /** Where the rows stand among all, for who hears the table. */
  #count(places, { first, all }) {
    if (places.length === all) return void this.table.removeAttribute("aria-rowcount");
    this.table.setAttribute("aria-rowcount", String(all + 1));
    places.forEach((place, at) => this.rows[place].setAttribute("aria-rowindex", String(first + at + 2)));
  }

  #head(columns) {
    const row = this.table.tHead.rows[0];
    const isSame = this.columns?.length === columns.length && columns.every(({ column }, at) => column === this.columns[at].column);
    if (!isSame) {
      for (const cell of [...row.cells].slice(1)) cell.remove();
      row.append(...columns.map(headOf));
      this.texts = this.rows.map(() => []);
      this.names = null;
    }
    columns.forEach((head, at) => writeHead(row.cells[at + 1], head));
    for (const cell of row.cells) this.#button(cell);
    this.columns = columns;
  }

  #button(cell) {
    const name = NAMES[cell.dataset.column] ?? cell.dataset.column;
    const canSort = name === "name" || name in COLUMNS;
    if (canSort && !cell.querySelector("button")) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "table__sort" });
      const words = document.createElement("span");
      words.append(...cell.childNodes);
      button.append(words);
      cell.append(button);
    }
    const isSorted = this.order?.replace("-", "") === name;
    if (isSorted) cell.setAttribute("aria-sort", this.order.startsWith("-") ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  }

  /** What is seen is written at once; a table that is still being written says so. */
  #write(cells, period, places) {
    if (this.names === null) {
      this.rows.forEach((row) => this.#makeCells(row, period.columns));
    }
    this.names = period.columns;
    const waiting = [];
    for (const place of places) {
      if (this.seen.has(this.rows[place])) this.#writeRow(place, cells, period);
      else waiting.push(place);
    }
    notIdle(this.handle);
    this.table.setAttribute("aria-busy", "true");
    this.#later(waiting, cells, period);
  }

  #later(waiting, cells, period) {
    this.handle = whenIdle(() => {
      for (const place of waiting.splice(0, PIECE)) this.#writeRow(place, cells, period);
      if (waiting.length) this.#later(waiting, cells, period);
      else this.table.setAttribute("aria-busy", "false");
    });
  }

  #writeRow(place, cells, period) {
    const row = this.rows[place];
    const last = this.texts[place];
    period.columns.forEach(({ column }, at) => {
      const words = cells.cell(column, place);
      if (last[at] === words) return;
      row.cells[at + 1].textContent = words;
      last[at] = words;
    });
    row.classList.toggle("is-outside", Boolean(period.outside?.has(place)));
    this.#remark(row, period.marks[place] ?? []);
  }

  #makeCells(row, columns) {
    for (const cell of [...row.cells].slice(1)) cell.remove();
    row.append(...columns.map(({ column, isNumber }) => {
      const cell = document.createElement("td");
      cell.dataset.column = column;
      if (isNumber) cell.className = "table__cell--number";
      return cell;
    }));
  }

  #remark(row, numbers) {
    const head = row.cells[0];
    if (head.dataset.marks === String(numbers) || (!numbers.length && head.children.length === 1)) return;
    head.dataset.marks = String(numbers);
    head.replaceChildren(head.firstElementChild, ...numbers.map((number) => {
      const mark = document.createElement("sup");
      mark.className = "workbench__mark";
      const spoken = document.createElement("span");
      spoken.className = "visually-hidden";
      spoken.textContent = `${this.text("workbench.remark")} `;
      mark.append(spoken, String(number));
      return mark;
    }));
  }

  #put(places) {
    if (this.shown?.length === places.length && places.every((place, at) => place === this.shown[at])) return;
    this.body.replaceChildren(...places.map((place) => this.rows[place]));
    this.shown = places;
  }

  /** Mark the rows of the areas that are meant. */
  mark() {
    if (!this.ground) return;
    for (const row of this.marked) row.classList.remove("is-pointed", "table__row--focus", "is-chosen");
    const { pointed, focus, chosen } = this.brush;
    this.marked = [
      ...this.#classed([pointed], "is-pointed"),
      ...this.#classed([focus], "table__row--focus"),
      ...this.#classed(chosen, "is-chosen"),
    ];
  }

  #classed(numbers, name) {
    const rows = [...numbers].map((number) => this.rows[this.ground.placeOf(number)]).filter(Boolean);
    for (const row of rows) row.classList.add(name);
    return rows;
  }
}

function headOf({ column, isNumber }) {
  const cell = document.createElement("th");
  cell.scope = "col";
  cell.dataset.column = column;
  if (isNumber) cell.className = "table__cell--number";
  return cell;
}

function writeHead(cell, { label, unit }) {
  const words = `${label}\n${unit}`;
  if (cell.dataset.words === words) return;
  cell.dataset.words = words;
  const place = cell.querySelector("button span") ?? cell;
  const note = document.createElement("span");
  note.className = "table__note";
  note.textContent = unit;
  place.replaceChildren(label, ...(unit ? [note] : []));
}
