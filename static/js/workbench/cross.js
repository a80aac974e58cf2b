// SPDX-License-Identifier: EUPL-1.2
// Several indicators side by side: a table of fifths over the areas that are meant, and a few of them as lines.

import { withUnit } from "../lib/format.js";
import { requestJson, showRequestError } from "../lib/request.js";
import { byTypedText } from "../map/directions.js";
import { changed } from "./address.js";
import { element, tenths } from "./marklist.js";

const FRAME = { height: 260, left: 40, right: 20, top: 16, bottom: 24 };
const NARROWEST = 260;
const QUARTERS = [0, 25, 50, 75, 100];
const MOST_DRAWN = 6;
const TYPING_PAUSE = 700;
const RADIUS = 3.5;

export class CrossPanel {
  constructor(panel, { brush, text, language, onFocus }) {
    Object.assign(this, { panel, brush, text, language, onFocus });
    const names = ["words", "form", "hint", "drawing", "key", "rows"];
    Object.assign(this, Object.fromEntries(names.map((name) => [name, panel.querySelector(`[data-cross-${name}]`)])));
    panel.querySelector("[data-cross-help]").hidden = false;
    this.rows.setAttribute("aria-describedby", "cross-help");
    this.known = new Map();
    this.typed = "";
    this.#listen();
    for (const kind of ["focus", "choose"]) brush.on(kind, () => this.redraw());
    brush.on("point", () => this.#point());
    this.resized = new ResizeObserver(() => this.#resize());
    this.resized.observe(panel);
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
      location.assign(changed(location.search, { weitere: new FormData(form).getAll("weitere").join(",") }));
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
    this.cross = undefined;
    this.rows.replaceChildren();
    this.drawing?.replaceChildren();
    try {
      return await requestJson(`${this.panel.dataset.crossAddress}${location.search}`, { signal: this.abort.signal });
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
    const held = this.rows.contains(document.activeElement) ? document.activeElement.closest("tr").dataset.key : null;
    this.rows.replaceChildren(this.#whole(), ...shown.map((place) => this.#row(place, place === focus)));
    const links = [...this.rows.querySelectorAll("a")];
    const at = Math.max(0, links.findIndex((link) => link.closest("tr").dataset.key === held));
    this.#tabTo(links, at);
    if (held !== null) links[at]?.focus({ preventScroll: true });
    if (this.drawing) this.#draw(chosen.filter((place) => place !== focus).sort((one, other) => one - other), focus);
  }

  #whole() {
    const row = Object.assign(document.createElement("tr"), { className: "cross__whole" });
    row.append(head(this.answer.whole), ...this.cross.columns.map(({ whole }) => cell(whole || "–", "table__cell--number")));
    return row;
  }

  #row(place, isFocus) {
    const { ground, cross } = this;
    const row = document.createElement("tr");
    row.dataset.key = ground.keys[place];
    row.classList.toggle("is-focus", isFocus);
    const link = Object.assign(document.createElement("a"), { textContent: ground.names[place] });
    link.href = changed(location.search, { gebiet: ground.keys[place] });
    if (isFocus) link.setAttribute("aria-current", "true");
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
    const made = cell(withUnit(value / 10 ** decimals, decimals, unit, { language: this.language }), "table__cell--number");
    const fifth = Number(column.fifths[place]);
    if (!fifth) return made;
    const words = this.text(`cross.fifth.${fifth}`);
    made.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: `, ${words}` }));
    made.append(swatch(`class-fill class-${fifth}`));
    return made;
  }

  #resize() {
    if (this.cross && this.drawing && !this.drawing.hasAttribute("hidden") && this.#width() !== this.width) this.redraw();
  }

  #width() {
    return Math.max(NARROWEST, Math.round(this.drawing.getBoundingClientRect().width));
  }

  /** The areas that are meant as lines, the one in focus above all; a line ends where a figure is missing. */
  #draw(chosen, focus) {
    const kept = chosen.slice(0, MOST_DRAWN - (focus === undefined ? 0 : 1));
    const areas = kept.map((place, at) => ({ kind: "chosen", place, number: at + 1 }));
    if (focus !== undefined) areas.push({ kind: "focus", place: focus, number: 0 });
    this.hint.hidden = areas.length > 0;
    this.drawing.toggleAttribute("hidden", !areas.length);
    this.width = this.#width();
    this.drawing.setAttribute("viewBox", `0 0 ${this.width} ${FRAME.height}`);
    this.drawing.replaceChildren(...this.#paper(), ...areas.map((area) => this.#line(area)));
    this.key.replaceChildren(...areas.map((area) => this.#named(area)));
    this.#point();
  }

  #x(at) {
    return tenths(FRAME.left + (at * (this.width - FRAME.left - FRAME.right)) / (this.cross.columns.length - 1));
  }

  #y(share) {
    return tenths(FRAME.height - FRAME.bottom - (share / 100) * (FRAME.height - FRAME.bottom - FRAME.top));
  }

  #paper() {
    const [right, bottom] = [this.width - FRAME.right, FRAME.height - FRAME.bottom];
    return [
      ...QUARTERS.flatMap((share) => [
        element("path", { class: "course__grid", d: `M${FRAME.left} ${this.#y(share)}H${right}` }),
        element("text", { class: "course__tick", x: FRAME.left - 8, y: this.#y(share) }, share),
      ]),
      ...this.cross.columns.flatMap((_column, at) => [
        element("path", { class: "cross__axis", d: `M${this.#x(at)} ${FRAME.top}V${bottom}` }),
        element("text", { class: "course__label", x: this.#x(at), y: FRAME.height - 6 }, at + 1),
      ]),
    ];
  }

  #line({ kind, place, number }) {
    const told = { class: `course__line course__line--${kind}`, "data-number": number, "data-key": this.ground.keys[place] };
    const points = this.cross.columns.map(({ below }, at) => {
      const share = below?.[place] ?? -1;
      return share < 0 ? null : [this.#x(at), this.#y(share)];
    });
    const line = element("g", told);
    line.append(element("path", { d: pathOf(points) }));
    line.append(...points.filter(Boolean).map(([cx, cy]) => element("circle", { cx, cy, r: RADIUS })));
    return line;
  }

  #named({ kind, place, number }) {
    const row = Object.assign(document.createElement("li"), { className: "course-key__row" });
    const sign = element("svg", { class: "course-key__sign", viewBox: "0 0 32 12", "aria-hidden": "true", focusable: "false" });
    const line = element("g", { class: `course__line course__line--${kind}`, "data-number": number });
    line.append(element("path", { d: "M1 6H31" }));
    sign.append(line);
    row.append(sign, this.ground.names[place]);
    return row;
  }

  /** Mark what is pointed to in the table and among the lines. */
  #point() {
    const key = this.ground?.keys[this.ground.placeOf(this.brush.pointed)];
    for (const marked of this.panel.querySelectorAll(".is-pointed")) marked.classList.remove("is-pointed");
    if (key === undefined) return;
    for (const marked of this.panel.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) marked.classList.add("is-pointed");
  }
}

/** A line through the points of every run without a gap; a single one between two gaps has its dot alone. */
function pathOf(points) {
  let path = "";
  points.forEach((point, at) => {
    if (!point) return;
    const before = points[at - 1];
    if (before) path += `L${point.join(",")}`;
    else if (points[at + 1]) path += `M${point.join(",")}`;
  });
  return path;
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
