// SPDX-License-Identifier: EUPL-1.2
// Two indicators against each other: one point for each area, its line, the whole as a cross. Points answer to arrow keys.

import { scaleLinear } from "../../build/charts.js";
import { withUnit } from "../lib/format.js";
import { fillAt, outsideFill, secondText } from "../map/marks.js";
import { element, MarkList, put, tenths } from "./marklist.js";

const FRAME = { height: 340, left: 52, right: 14, top: 12, bottom: 28 };
const NARROWEST = 260;
const RADIUS = { dot: 4.5, ring: 7, label: 11, cross: 8 };
const LETTER = 7;
const KINDS = ["chosen", "focus", "point"];

export class ScatterPanel {
  constructor(panel, { brush, text, language, onFocus }) {
    Object.assign(this, { brush, text, language });
    const find = (name) => panel.querySelector(`[data-scatter-${name}]`);
    Object.assign(this, { words: find("words"), drawing: find("drawing"), told: find("told"), details: find("figures") });
    this.body = this.details.querySelector("tbody");
    this.told.hidden = find("help").hidden = false;
    this.ground = null;
    this.#build(panel, onFocus);
    for (const kind of ["point", "focus", "choose"]) brush.on(kind, () => this.mark());
    this.details.addEventListener("toggle", () => this.#writeTable());
    this.resized = new ResizeObserver(() => this.#resize());
  }

  #build(panel, onFocus) {
    const { drawing, brush } = this;
    // A list of points takes the place of the picture that the server drew.
    drawing.setAttribute("role", "presentation");
    drawing.removeAttribute("aria-labelledby");
    const layers = ["ground", "dots", "line", "rings"].map((name) => [name, element("g", { class: `scatter__${name}` })]);
    this.layers = Object.fromEntries(layers);
    this.list = new MarkList({
      root: drawing, layer: this.layers.dots, brush, onFocus,
      told: { "aria-labelledby": panel.querySelector("h2").id, "aria-describedby": "scatter-help" },
      make: () => element("circle", { r: RADIUS.dot }),
    });
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
    if (grounds[position] !== this.ground) this.list.take((this.ground = grounds[position]));
    this.redraw();
    this.isWritten = !isFresh;
    this.#writeTable();
    this.resized.observe(this.drawing.parentNode);
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
    const { ground, plane, list } = this;
    const { period, slice: { bands } } = this.facts;
    const { values, decimals } = period.second;
    const hasBoth = (place) => !Number.isNaN(bands.value[place]) && (values[place] ?? null) !== null;
    const shown = ground.byName.filter((place) => hasBoth(place) && outsideFill(period, place) !== "is-gone");
    for (const place of shown) {
      put(list.marks[place], {
        cx: plane.x(bands.value[place]), cy: plane.y(values[place] / 10 ** decimals),
        class: `scatter__dot ${fillAt(period, period.given[place], place)}`, "aria-label": this.#named(place),
      });
    }
    list.show(shown, (place) => ({ x: this.#at(place, "cx"), y: -this.#at(place, "cy") }));
  }

  #at(place, name) {
    return Number(this.list.marks[place].getAttribute(name));
  }

  #named(place) {
    const { answer, period, slice } = this.facts;
    const first = withUnit(slice.bands.value[place], answer.decimals, answer.unit, { language: this.language });
    return `${this.ground.names[place]}: ${first}; ${secondText(period, place, this.language)}`;
  }

  /** Mark and name the areas that are meant. */
  mark() {
    if (!this.facts) return;
    const { ground, brush, layers, list } = this;
    const meant = { chosen: [...brush.chosen], focus: [brush.focus], point: [brush.pointed] };
    const rings = KINDS.flatMap((kind) => meant[kind].map((number) => this.#ring(kind, ground.placeOf(number))));
    layers.rings.replaceChildren(...rings.flat());
    list.select(ground.placeOf(brush.focus));
    const pointed = ground.placeOf(brush.pointed) ?? ground.placeOf(brush.focus);
    this.told.textContent = list.has(pointed) ? this.#named(pointed) : "";
  }

  #ring(kind, place) {
    if (!this.list.has(place)) return [];
    const [x, y] = ["cx", "cy"].map((name) => this.#at(place, name));
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
    this.body.replaceChildren(...this.#listed().map((place) => this.#row(place)));
  }

  #listed() {
    return this.ground.byName.filter((place) => outsideFill(this.facts.period, place) !== "is-gone");
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

function label(kind, x, y, words) {
  return `<text class="${kind}" x="${x}" y="${y}">${words}</text>`;
}
