// SPDX-License-Identifier: EUPL-1.2
// All areas as bars on one scale, in the order that the reader chose: by name to begin with, around the area in focus.

import { scaleLinear } from "../../build/charts.js";
import { byTypedText } from "../map/directions.js";
import { fillAt, outsideFill, PATTERNS } from "../map/marks.js";
import { STATUSES } from "../lib/slice.js";
import { isGuess } from "../lib/counted.js";

const SVG = "http://www.w3.org/2000/svg";
// A bar is drawn in percent of its box, so that patterns and lines beside it are not stretched with it.
const BAR_WIDTH = 100;
const TYPING_PAUSE = 700;

export class RankingPanel {
  constructor(panel, { brush, onFocus }) {
    Object.assign(this, { brush, onFocus });
    this.list = panel.querySelector("[data-workbench-ranking]");
    this.cityWords = panel.querySelector("[data-workbench-city]");
    this.guess = panel.querySelector("[data-workbench-guess]");
    this.typed = "";
    this.marked = [];
    this.#listen();
    for (const kind of ["point", "focus", "choose"]) brush.on(kind, () => this.mark());
    brush.on("focus", () => this.reveal());
  }

  #listen() {
    this.list.addEventListener("pointerover", (event) => this.brush.point(this.#numberAt(event)));
    this.list.addEventListener("pointerleave", () => this.brush.point(null));
    this.list.addEventListener("focusin", (event) => this.#focused(event));
    this.list.addEventListener("focusout", () => this.brush.point(null));
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const number = this.#numberAt(event);
      if (number === null) return;
      event.preventDefault();
      this.onFocus(number);
    });
  }

  #placeAt(event) {
    return this.ground?.placesByKey.get(event.target.closest("li")?.dataset.key) ?? -1;
  }

  #numberAt(event) {
    const place = this.#placeAt(event);
    return place < 0 ? null : this.ground.numbers[place];
  }

  #focused(event) {
    const place = this.#placeAt(event);
    if (place < 0) return;
    this.#tabTo(place);
    this.brush.point(this.ground.numbers[place]);
  }

  /** One tab stop for all rows: arrows go on, letters lead to a name. */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.places.indexOf(this.#placeAt(event));
    if (at < 0) return;
    const last = this.places.length - 1;
    const ways = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: last };
    let target = event.key in ways ? this.places[Math.min(last, Math.max(0, ways[event.key]))] : this.#letters(event.key, at);
    if (target === null || target === undefined) return;
    event.preventDefault();
    this.rows[target].link.focus();
    this.rows[target].item.scrollIntoView({ block: "nearest" });
  }

  #letters(key, at) {
    if (key.length !== 1 || key === " ") return null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.typed = ""), TYPING_PAUSE);
    this.typed += key;
    const found = byTypedText(this.places.map((place) => this.ground.names[place]), at, this.typed);
    return found === null ? null : this.places[found];
  }

  #tabTo(place) {
    this.rows[this.stop]?.link.setAttribute("tabindex", "-1");
    this.stop = place;
    this.rows[place].link.setAttribute("tabindex", "0");
  }

  show({ cells, period, ground, places, axis, startsAtZero }) {
    if (this.ground !== ground) this.#takeRows();
    this.#makeRows(ground, places);
    this.ground = ground;
    const scale = scaleLinear([axis[0].at, axis.at(-1).at], [0, BAR_WIDTH]);
    this.list.dataset.palette = period.palette;
    this.list.dataset.classes = String(period.colours ?? period.classes);
    this.list.classList.toggle("ranking--dots", !startsAtZero);
    this.guess.hidden = !places.some((place) => isGuess(cells.slice, period, place));
    for (const place of places) this.#draw(this.rows[place], place, { cells, scale, startsAtZero, period });
    if (this.places?.length !== places.length || places.some((place, at) => place !== this.places[at])) {
      this.list.replaceChildren(...places.map((place) => this.rows[place].item));
      this.places = places;
      this.reveal();
    }
    if (places.length && !places.includes(this.stop)) this.#tabTo(places[0]);
    this.mark();
  }

  /** The rows of the server to begin with; those of another ground are made. */
  #takeRows() {
    this.there = this.ground ? new Map() : new Map([...this.list.children].map((item) => [item.dataset.key, item]));
    this.rows = [];
    this.stop = this.places = undefined;
  }

  /** Rows are made where they are shown: a large level has tens of thousands of them. */
  #makeRows(ground, places) {
    for (const place of places) {
      if (this.rows[place]) continue;
      const key = ground.keys[place];
      this.rows[place] = rowOf(this.there.get(key) ?? rowMade(key, ground.names[place]));
      this.rows[place].link.setAttribute("tabindex", "-1");
    }
  }

  #draw(row, place, { cells, scale, startsAtZero, period }) {
    const value = cells.value(place);
    const words = cells.cell("value", place);
    if (row.words !== words) row.value.replaceChildren(...(isGuess(cells.slice, period, place) ? guessed(words) : [words]));
    row.words = words;
    row.item.classList.toggle("is-outside", Boolean(period.outside?.has(place)));
    row.value.classList.toggle("ranking__value--words", Number.isNaN(value));
    const marks = Number.isNaN(value) ? [patternOf(cells, place, period)]
      : [startsAtZero ? barOf(scale, value, fillAt(period, cells.classes[place], place)) : uprightAt(scale(value), "dot", 1, 11)];
    if (period.city !== null) marks.push(uprightAt(scale(period.city), "city", -8, 20));
    if (![undefined, period.city].includes(period.sided)) marks.push(uprightAt(scale(period.sided), "middle", -8, 20));
    const drawn = marks.join("");
    if (row.drawn !== drawn) row.bar.innerHTML = row.drawn = drawn;
  }

  /** Bring the area in focus into the middle of the list, without moving the page. */
  reveal() {
    const place = this.ground?.placeOf(this.brush.focus);
    const item = this.rows?.[place]?.item;
    if (!item?.isConnected || item.contains(document.activeElement)) return;
    const box = this.list.getBoundingClientRect();
    const own = item.getBoundingClientRect();
    this.list.scrollTop += own.top - box.top - (box.height - own.height) / 2;
  }

  mark() {
    if (!this.ground) return;
    for (const { item, link } of this.marked) {
      item.classList.remove("is-pointed", "is-focus", "is-chosen");
      link.removeAttribute("aria-current");
    }
    const { pointed, focus, chosen } = this.brush;
    this.marked = [...this.#classed([pointed], "is-pointed"), ...this.#classed([focus], "is-focus"), ...this.#classed(chosen, "is-chosen")];
    this.rows[this.ground.placeOf(focus)]?.link.setAttribute("aria-current", "true");
  }

  #classed(numbers, name) {
    const rows = [...numbers].map((number) => this.rows[this.ground.placeOf(number)]).filter(Boolean);
    for (const { item } of rows) item.classList.add(name);
    return rows;
  }
}

/** A figure with the sign of an estimate, and in words for who sees none: there is no room for both. */
function guessed(words) {
  const [figure, ...note] = words.split(" ");
  const sign = Object.assign(document.createElement("span"), { textContent: "≈ " });
  sign.setAttribute("aria-hidden", "true");
  const said = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${note.join(" ")}` });
  return [sign, figure, said];
}

const percent = (number) => `${Math.round(number * 100) / 100}%`;

function uprightAt(x, kind, from, to) {
  return `<line class="ranking__${kind}" x1="${percent(x)}" x2="${percent(x)}" y1="${from}" y2="${to}"/>`;
}

function barOf(scale, value, fill) {
  const [from, to] = [scale(0), scale(value)].sort((a, b) => a - b);
  return `<rect class="${fill}" x="${percent(from)}" width="${percent(to - from)}" height="12"/>`;
}

function patternOf(cells, place, period) {
  const fill = outsideFill(period, place) || `special-fill special-fill--${PATTERNS[STATUSES[cells.slice.bands.status[place]]]}`;
  return `<rect class="${fill}" x="1" y="1" width="24" height="10"/>`;
}

function rowOf(item) {
  const [link, bar, value] = item.children;
  return { item, link, bar, value };
}

function rowMade(key, name) {
  const item = document.createElement("li");
  item.className = "ranking__row";
  item.dataset.key = key;
  const link = document.createElement("a");
  Object.assign(link, { className: "ranking__name", href: `?gebiet=${encodeURIComponent(key)}`, textContent: name });
  const bar = document.createElementNS(SVG, "svg");
  for (const [attribute, value] of [["class", "ranking__bar"], ["aria-hidden", "true"], ["focusable", "false"]]) {
    bar.setAttribute(attribute, value);
  }
  const value = document.createElement("span");
  value.className = "ranking__value";
  item.append(link, bar, value);
  return item;
}
