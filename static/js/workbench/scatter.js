// SPDX-License-Identifier: EUPL-1.2
// Two indicators against each other: one point for each area, its line, the whole as a cross. Points answer to arrow keys.

import { scaleLinear } from "../../build/charts.js";
import { withUnit } from "../lib/format.js";
import { MapKeyboard } from "../map/keyboard.js";
import { fillAt, secondText } from "../map/marks.js";

const SVG = "http://www.w3.org/2000/svg";
const FRAME = { height: 340, left: 52, right: 14, top: 12, bottom: 28 };
const NARROWEST = 260;
const RADIUS = { dot: 4.5, ring: 7, label: 11, cross: 8 };
const LETTER = 7;
const KINDS = ["chosen", "focus", "point"];

export class ScatterPanel {
  constructor(panel, { brush, text, language, onFocus }) {
    Object.assign(this, { brush, text, language, onFocus });
    const find = (name) => panel.querySelector(`[data-scatter-${name}]`);
    Object.assign(this, { words: find("words"), drawing: find("drawing"), told: find("told"), details: find("figures") });
    this.body = this.details.querySelector("tbody");
    this.told.hidden = find("help").hidden = false;
    this.ground = null;
    this.#build(panel);
    for (const kind of ["point", "focus", "choose"]) brush.on(kind, () => this.mark());
    this.details.addEventListener("toggle", () => this.#writeTable());
    this.resized = new ResizeObserver(() => this.#resize());
  }

  #build(panel) {
    const { drawing } = this;
    // A list of points takes the place of the picture that the server drew.
    drawing.setAttribute("role", "presentation");
    drawing.removeAttribute("aria-labelledby");
    const layers = ["ground", "dots", "line", "rings"].map((name) => [name, element("g", { class: `scatter__${name}` })]);
    this.layers = Object.fromEntries(layers);
    const label = panel.querySelector("h2").id;
    const told = { role: "listbox", "aria-labelledby": label, "aria-describedby": "scatter-help" };
    for (const [name, value] of Object.entries(told)) this.layers.dots.setAttribute(name, value);
    this.keyboard = new MapKeyboard({
      root: this.layers.dots,
      placeOf: (event) => this.#orderOf(event),
      places: { points: [], names: [] },
      onFocus: (at) => this.#tabTo(at, { grab: true }),
      onSelect: (at) => this.onFocus(this.#numberAt(at)),
      onLeave: () => this.onFocus(null),
    });
    drawing.addEventListener("pointerover", (event) => this.brush.point(this.#numberAt(this.#orderOf(event))));
    drawing.addEventListener("pointerleave", () => this.brush.point(null));
    drawing.addEventListener("click", (event) => {
      const number = this.#numberAt(this.#orderOf(event));
      if (number !== null) this.onFocus(number);
    });
    this.layers.dots.addEventListener("focusin", (event) => {
      const at = this.#orderOf(event);
      this.#tabTo(at);
      this.brush.point(this.#numberAt(at));
    });
    this.layers.dots.addEventListener("focusout", () => this.brush.point(null));
  }

  /** Where the area of an event stands among the points in the order of their names; null for none. */
  #orderOf({ target }) {
    const at = this.shown?.findIndex((place) => this.dots[place] === target) ?? -1;
    return at < 0 ? null : at;
  }

  #numberAt(at) {
    return at === null ? null : this.ground.numbers[this.shown[at]];
  }

  #tabTo(at, { grab = false } = {}) {
    this.dots[this.stop]?.setAttribute("tabindex", "-1");
    this.stop = this.shown[at];
    this.dots[this.stop]?.setAttribute("tabindex", "0");
    if (grab) this.dots[this.stop].focus({ preventScroll: true });
  }

  #resize() {
    if (this.facts && this.#width() !== this.width) this.redraw();
  }

  #width() {
    return Math.max(NARROWEST, Math.round(this.drawing.getBoundingClientRect().width));
  }

  /** Show one period; `grounds` and `slices` are those of all periods. */
  show({ answer, position, grounds, slices, cells }) {
    const period = answer.periods[position];
    const isFresh = this.facts !== undefined;
    this.facts = { answer, period, cells, slice: slices[position] };
    if (isFresh) this.words.innerHTML = period.scatter.words;
    this.drawing.dataset.palette = period.palette;
    if (grounds[position] !== this.ground) this.#takeGround(grounds[position]);
    this.redraw();
    this.isWritten = !isFresh;
    this.#writeTable();
    this.resized.observe(this.drawing.parentNode);
  }

  #takeGround(ground) {
    this.ground = ground;
    this.dots = ground.keys.map(() => element("circle", { r: RADIUS.dot, role: "option", tabindex: "-1" }));
    this.layers.dots.replaceChildren();
    this.shown = [];
    this.stop = undefined;
  }

  redraw() {
    const { answer, period } = this.facts;
    this.width = this.#width();
    const { x: across, y: up } = answer.scatter;
    const x = scaleLinear([across[0].at, across.at(-1).at], [FRAME.left, this.width - FRAME.right]);
    const y = scaleLinear([up[0].at, up.at(-1).at], [FRAME.height - FRAME.bottom, FRAME.top]);
    this.plane = { x: (value) => tenths(x(value)), y: (value) => tenths(y(value)) };
    this.drawing.setAttribute("viewBox", `0 0 ${this.width} ${FRAME.height}`);
    this.layers.ground.innerHTML = this.#paper(across, up, period.scatter.thirds);
    this.layers.line.innerHTML = this.#line(period.scatter);
    this.#points();
    this.drawing.replaceChildren(...Object.values(this.layers));
    this.mark();
  }

  #paper(across, up, [uprights, levels]) {
    const { plane, width } = this;
    const [right, bottom] = [width - FRAME.right, FRAME.height - FRAME.bottom];
    const widest = Math.max(...across.map(({ text }) => text.length)) * LETTER + LETTER;
    const every = Math.ceil((widest * (across.length - 1)) / (right - FRAME.left));
    const vertical = (at, kind) => `<path class="${kind}" d="M${plane.x(at)} ${FRAME.top}V${bottom}"/>`;
    const flat = (at, kind) => `<path class="${kind}" d="M${FRAME.left} ${plane.y(at)}H${right}"/>`;
    return [
      ...up.map(({ at, text }) => flat(at, "course__grid") + label("course__tick", FRAME.left - 6, plane.y(at), text)),
      ...across.map(({ at, text }, place) => vertical(at, "course__grid")
        + (place % every ? "" : label("course__label", plane.x(at), FRAME.height - 8, text))),
      ...uprights.map((at) => vertical(at, "scatter__third")),
      ...levels.map((at) => flat(at, "scatter__third")),
    ].join("");
  }

  #line({ line, whole }) {
    const at = ([x, y]) => `${this.plane.x(x)},${this.plane.y(y)}`;
    const cross = `M${-RADIUS.cross} 0H${RADIUS.cross}M0 ${-RADIUS.cross}V${RADIUS.cross}`;
    const crossed = (kind) => `<path class="scatter__whole${kind}" d="${cross}"/>`;
    return [
      line && `<path class="scatter__line" d="M${line.map(at).join("L")}"/>`,
      whole && `<g transform="translate(${at(whole)})">${crossed(" scatter__whole--halo")}${crossed("")}</g>`,
    ].filter(Boolean).join("");
  }

  /** Put each area with both figures in its place; the others have no point. */
  #points() {
    const { ground, plane, dots } = this;
    const { period, slice: { bands } } = this.facts;
    const { values, decimals } = period.second;
    const hasBoth = (place) => !Number.isNaN(bands.value[place]) && (values[place] ?? null) !== null;
    const shown = ground.byName.filter(hasBoth);
    for (const place of shown) {
      const told = {
        cx: plane.x(bands.value[place]), cy: plane.y(values[place] / 10 ** decimals),
        class: `scatter__dot ${fillAt(period, period.given[place], place)}`, "aria-label": this.#named(place),
      };
      for (const [name, value] of Object.entries(told)) {
        if (dots[place].getAttribute(name) !== String(value)) dots[place].setAttribute(name, value);
      }
    }
    if (shown.length !== this.shown.length || shown.some((place, at) => place !== this.shown[at])) {
      const held = this.shown.findIndex((place) => dots[place] === document.activeElement);
      this.layers.dots.replaceChildren(...shown.map((place) => dots[place]));
      this.shown = shown;
      const stop = shown.indexOf(this.stop);
      if (shown.length) this.#tabTo(Math.max(0, stop), { grab: held >= 0 });
    }
    const points = shown.map((place) => ({ x: Number(dots[place].getAttribute("cx")), y: -Number(dots[place].getAttribute("cy")) }));
    this.keyboard.places = { points, names: shown.map((place) => ground.names[place]) };
  }

  #named(place) {
    const { answer, period, slice } = this.facts;
    const first = withUnit(slice.bands.value[place], answer.decimals, answer.unit, { language: this.language });
    return `${this.ground.names[place]}: ${first}; ${secondText(period, place, this.language)}`;
  }

  /** Mark and name the areas that are meant. */
  mark() {
    if (!this.shown) return;
    const { ground, brush, layers } = this;
    const meant = { chosen: [...brush.chosen], focus: [brush.focus], point: [brush.pointed] };
    const rings = KINDS.flatMap((kind) => meant[kind].map((number) => this.#ring(kind, ground.placeOf(number))));
    layers.rings.replaceChildren(...rings.flat());
    for (const dot of layers.dots.querySelectorAll("[aria-selected=true]")) dot.setAttribute("aria-selected", "false");
    this.dots[ground.placeOf(brush.focus)]?.setAttribute("aria-selected", "true");
    const pointed = ground.placeOf(brush.pointed) ?? ground.placeOf(brush.focus);
    this.told.textContent = this.shown.includes(pointed) ? this.#named(pointed) : "";
  }

  #ring(kind, place) {
    if (!this.shown.includes(place)) return [];
    const [x, y] = ["cx", "cy"].map((name) => Number(this.dots[place].getAttribute(name)));
    const ring = element("circle", { class: `scatter__ring scatter__ring--${kind}`, cx: x, cy: y, r: RADIUS.ring });
    if (kind === "point") return [ring];
    const isLeft = 2 * x > FRAME.left + this.width - FRAME.right;
    const side = isLeft ? -RADIUS.label : RADIUS.label;
    const name = element("text", { class: `scatter__name${isLeft ? " scatter__name--left" : ""}`, x, y, dx: side });
    name.textContent = this.ground.names[place];
    return [ring, name];
  }

  /** The table is written when somebody opens it. */
  #writeTable() {
    if (this.isWritten || !this.details.open || !this.facts) return;
    this.isWritten = true;
    this.body.replaceChildren(...this.ground.byName.map((place) => this.#row(place)));
  }

  #row(place) {
    const { cells, period } = this.facts;
    const words = [cells.cell("value", place), secondText(period, place, this.language) || (period.halves[place]?.[1] ?? "")];
    const row = document.createElement("tr");
    const head = Object.assign(document.createElement("th"), { scope: "row", textContent: this.ground.names[place] });
    const made = words.map((told) => Object.assign(document.createElement("td"), { className: "table__cell--number", textContent: told }));
    row.append(head, ...made);
    return row;
  }
}

const tenths = (number) => Math.floor(number * 10 + 0.5) / 10;

function label(kind, x, y, words) {
  return `<text class="${kind}" x="${x}" y="${y}">${words}</text>`;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
