// SPDX-License-Identifier: EUPL-1.2
// Several indicators side by side: a table of fifths over the areas that are meant, and a few of them as lines.

import { withUnit } from "../lib/format.js";
import { requestJson, showRequestError } from "../lib/request.js";
import { byTypedText } from "../map/directions.js";
import { asEstimate } from "../map/marks.js";
import { changed } from "./address.js";
import { element } from "./marklist.js";
import { ParallelLines } from "./parallel.js";
import { Radar } from "./radar.js";

const TYPING_PAUSE = 700;
// Rows that somebody may see are written at once, the others in pieces when there is nothing else to do.
const FIRST = 30;
const PIECE = 60;
const LONGEST_WAIT = 300;
const whenIdle = (then) => (globalThis.requestIdleCallback ? requestIdleCallback(then, { timeout: LONGEST_WAIT }) : setTimeout(then));
const notIdle = (handle) => (globalThis.cancelIdleCallback ?? clearTimeout)(handle);
// Stands in an address where the key of an area belongs.
const ANY = "x-x-x";

export class CrossPanel {
  constructor(panel, { brush, address, text, language, onFocus, onPush }) {
    Object.assign(this, { panel, brush, address, text, language, onFocus, onPush });
    const names = ["words", "form", "hint", "drawing", "radar", "warning", "key", "rows", "forms"];
    Object.assign(this, Object.fromEntries(names.map((name) => [name, panel.querySelector(`[data-cross-${name}]`)])));
    panel.querySelector("[data-cross-help]").hidden = false;
    this.rows.setAttribute("aria-describedby", "cross-help");
    this.known = new Map();
    this.typed = "";
    this.#listen();
    for (const kind of ["focus", "choose"]) brush.on(kind, () => this.redraw());
    brush.on("point", () => this.#point());
    if (!this.drawing) return;
    this.drawn = { "": new ParallelLines(this.drawing, this.key), netz: new Radar(this.radar, this.key) };
    new ResizeObserver(() => this.cross && this.lines.isTurned && this.redraw()).observe(panel);
    this.forms.addEventListener("click", (event) => this.#form(event));
    addEventListener("popstate", () => queueMicrotask(() => this.redraw()));
  }

  /** How areas are drawn, as the address says it. */
  get #way() {
    return this.address.given.get("form") === "netz" ? "netz" : "";
  }

  get lines() {
    return this.drawn[this.#way];
  }

  #form(event) {
    const link = event.target.closest("[data-cross-way]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.onPush({ form: link.dataset.crossWay });
    this.redraw();
  }

  #listen() {
    const { rows, form, brush } = this;
    rows.addEventListener("pointerover", (event) => brush.point(this.#numberAt(event)));
    rows.addEventListener("pointerleave", () => brush.point(null));
    rows.addEventListener("focusin", (event) => brush.point(this.#numberAt(event)));
    rows.addEventListener("focusout", () => brush.point(null));
    rows.addEventListener("keydown", (event) => this.#key(event));
    rows.addEventListener("click", (event) => {
      const number = this.#numberAt(event);
      if (number === null || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.onFocus(number);
    });
    form.addEventListener("change", () => this.#limit());
    // What the page shows by now goes along, not what it showed when it was written.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.assign(changed(this.address.query, { weitere: new FormData(form).getAll("weitere").join(",") }));
    });
    this.#limit();
  }

  /** No more can be chosen than there is room for. */
  #limit() {
    const boxes = [...this.form.querySelectorAll("input[type=checkbox]")];
    const isFull = boxes.filter(({ checked }) => checked).length >= Number(this.form.dataset.most);
    for (const box of boxes) box.disabled = isFull && !box.checked;
  }

  #numberAt({ target }) {
    const key = target.closest?.("tr[data-key]")?.dataset.key;
    return key === undefined ? null : this.ground.numberOf(key);
  }

  /** One tab stop for all rows: arrows go on, letters lead to a name. */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return void this.onFocus(null);
    const links = [...this.rows.querySelectorAll("a")];
    const [at, last] = [links.indexOf(event.target), links.length - 1];
    if (at < 0) return;
    const ways = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: last };
    const to = event.key in ways ? Math.min(last, Math.max(0, ways[event.key])) : this.#letters(event.key, at, links);
    if (to === null) return;
    event.preventDefault();
    this.#tabTo(links, to);
    links[to].focus();
  }

  #letters(key, at, links) {
    if (key.length !== 1 || key === " ") return null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.typed = ""), TYPING_PAUSE);
    this.typed += key;
    return byTypedText(links.map(({ textContent }) => textContent), at, this.typed);
  }

  #tabTo(links, to) {
    for (const [at, link] of links.entries()) link.setAttribute("tabindex", at === to ? "0" : "-1");
  }

  /** Show one period; of another one than the page came with its table is asked for once. */
  async show({ answer, position, grounds }) {
    const period = answer.periods[position];
    const key = `${period.code} ${period.edition}`;
    if (answer !== this.answer) {
      const first = answer.periods[answer.position];
      this.known = new Map([[`${first.code} ${first.edition}`, answer.cross]]);
    }
    const isFresh = this.answer !== undefined;
    Object.assign(this, { answer, period, wanted: key, ground: grounds[position] });
    this.abort?.abort();
    const cross = this.known.get(key) ?? await this.#asked();
    // Somebody went on meanwhile.
    if (!cross || this.wanted !== key) return;
    this.known.set(key, cross);
    this.cross = cross;
    this.panel.removeAttribute("aria-busy");
    if (isFresh) this.words.innerHTML = cross.words;
    this.redraw();
  }

  async #asked() {
    this.abort = new AbortController();
    this.panel.setAttribute("aria-busy", "true");
    // No figure stands under a period that it does not belong to.
    this.cross = this.written = undefined;
    notIdle(this.handle);
    this.rows.replaceChildren();
    this.drawing?.replaceChildren();
    this.radar?.replaceChildren();
    try {
      return await requestJson(`${this.panel.dataset.crossAddress}${this.address.query}`, { signal: this.abort.signal });
    } catch (error) {
      showRequestError(error);
      return null;
    }
  }

  redraw() {
    if (!this.cross) return;
    const { brush, ground } = this;
    const focus = ground.placeOf(brush.focus);
    const chosen = [...brush.chosen].map((number) => ground.placeOf(number)).filter((place) => place !== undefined);
    const meant = new Set([...chosen, ...(focus === undefined ? [] : [focus])]);
    const { removes, outside } = this.period;
    const shown = ground.byName.filter((place) => (!chosen.length || meant.has(place)) && !(removes && outside.has(place)));
    const isSame = this.written === this.cross && shown.length === this.shown.length && shown.every((place, at) => place === this.shown[at]);
    if (!isSame) this.#write(shown);
    this.#focused(focus);
    if (this.drawing) this.#draw(chosen.filter((place) => place !== focus).sort((one, other) => one - other), focus);
  }

  #write(shown) {
    const held = this.rows.contains(document.activeElement) ? document.activeElement.closest("tr").dataset.key : null;
    Object.assign(this, { written: this.cross, shown, focusing: changed(this.address.query, { gebiet: ANY }) });
    notIdle(this.handle);
    // Who stands in a row goes on from it.
    const first = held === null ? FIRST : shown.length;
    this.rows.replaceChildren(this.#whole(), ...shown.slice(0, first).map((place) => this.#row(place)));
    this.rows.setAttribute("aria-busy", "true");
    this.#later(shown.slice(first));
    const links = [...this.rows.querySelectorAll("a")];
    const at = Math.max(0, links.findIndex((link) => link.closest("tr").dataset.key === held));
    this.#tabTo(links, at);
    if (held !== null) links[at]?.focus({ preventScroll: true });
  }

  #later(waiting) {
    if (!waiting.length) return void this.rows.setAttribute("aria-busy", "false");
    this.handle = whenIdle(() => {
      this.rows.append(...waiting.slice(0, PIECE).map((place) => this.#row(place)));
      this.#focused(this.ground.placeOf(this.brush.focus));
      this.#point();
      this.#later(waiting.slice(PIECE));
    });
  }

  /** Mark the row in focus, and no other. */
  #focused(focus) {
    const row = this.rows.querySelector(`[data-key="${CSS.escape(this.ground.keys[focus] ?? "")}"]`);
    for (const last of this.rows.querySelectorAll(".is-focus")) {
      if (last === row) continue;
      last.classList.remove("is-focus");
      last.querySelector("a").removeAttribute("aria-current");
    }
    row?.classList.add("is-focus");
    row?.querySelector("a").setAttribute("aria-current", "true");
  }

  #whole() {
    const row = Object.assign(document.createElement("tr"), { className: "cross__whole" });
    row.append(head(this.answer.whole), ...this.cross.columns.map(({ whole }) => cell(whole || "–", "table__cell--number")));
    return row;
  }

  #row(place) {
    const { ground, cross } = this;
    const row = document.createElement("tr");
    row.dataset.key = ground.keys[place];
    const link = Object.assign(document.createElement("a"), { textContent: ground.names[place] });
    link.href = this.focusing.replace(ANY, encodeURIComponent(ground.keys[place]));
    link.setAttribute("tabindex", "-1");
    const name = head("");
    name.append(link);
    row.append(name, ...cross.columns.map((column) => this.#cell(column, place)));
    return row;
  }

  #cell(column, place) {
    const value = column.values?.[place] ?? null;
    if (value === null) {
      const [pattern, words] = column.absent ?? column.lacks[place];
      const made = cell(words, "cross__lack");
      made.append(swatch(`special-fill special-fill--${pattern}`));
      return made;
    }
    const { decimals, unit } = column;
    const told = withUnit(value / 10 ** decimals, decimals, unit, { language: this.language });
    const made = cell(column.guessed?.includes(place) ? asEstimate(told, this.text) : told, "table__cell--number");
    const fifth = Number(column.fifths[place]);
    if (!fifth) return made;
    const words = this.text(`cross.fifth.${fifth}`);
    made.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: `, ${words}` }));
    made.append(swatch(`class-fill class-${fifth}`));
    return made;
  }

  #draw(chosen, focus) {
    const { hint, drawing, radar, warning, cross, ground } = this;
    const count = this.lines.draw(cross.columns, ground, { chosen, focus });
    hint.hidden = count > 0;
    const isRadar = this.lines === this.drawn.netz;
    drawing.toggleAttribute("hidden", !count || isRadar);
    radar.toggleAttribute("hidden", !count || !isRadar);
    warning.hidden = !count || !isRadar;
    for (const link of this.forms.querySelectorAll("[data-cross-way]")) {
      if (link.dataset.crossWay === this.#way) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.#point();
  }

  /** Mark what is pointed to in the table and among the lines. */
  #point() {
    const key = this.ground?.keys[this.ground.placeOf(this.brush.pointed)];
    for (const marked of this.panel.querySelectorAll(".is-pointed")) marked.classList.remove("is-pointed");
    if (key === undefined) return;
    for (const marked of this.panel.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) marked.classList.add("is-pointed");
  }
}

function head(textContent) {
  return Object.assign(document.createElement("th"), { scope: "row", textContent });
}

function cell(textContent, className) {
  return Object.assign(document.createElement("td"), { textContent, className });
}

function swatch(kind) {
  const made = element("svg", { class: "cross__swatch", "aria-hidden": "true", focusable: "false" });
  made.append(element("rect", { class: kind, width: "100%", height: 8 }));
  return made;
}
