// SPDX-License-Identifier: EUPL-1.2
// A panel in which every area is a mark on paper with two axes: its frame, its rings and names, its table, its keyboard.

import { scaleLinear } from "../../build/charts.js";
import { element, MarkList, tenths } from "./marklist.js";

export const FRAME = { height: 340, left: 52, right: 14, top: 12, bottom: 28 };
const NARROWEST = 260;
const LETTER = 7;
const KINDS = ["chosen", "focus", "point"];

/**
 * A panel says what it is made of: `saidNow`, `axes`, `draw()`, `pointOf(place)`, `named(place)`, `cells(place)`, and
 * where they differ `prepare()`, `bounded(place)`, `listed()` and `isShown`.
 */
export class PointsPanel {
  /** `name` is that of the panel in the page, `layers` are drawn one over the other, `ring` and `label` in units. */
  constructor(panel, { brush, text, language, onFocus }, { name, layers, make, ring, label }) {
    Object.assign(this, { brush, text, language, sizes: { ring, label }, ground: null });
    const find = (part) => panel.querySelector(`[data-${name}-${part}]`);
    const parts = ["words", "drawing", "told", "help", "figures"];
    Object.assign(this, Object.fromEntries(parts.map((part) => [part, find(part)])));
    this.rows = this.figures.querySelector("tbody");
    this.told.hidden = this.help.hidden = false;
    // A list of marks takes the place of the picture that the server drew.
    this.drawing.setAttribute("role", "presentation");
    this.drawing.removeAttribute("aria-labelledby");
    this.layers = Object.fromEntries(layers.map((layer) => [layer, element("g", { class: `scatter__${layer}` })]));
    this.list = new MarkList({
      root: this.drawing, layer: this.layers.dots, brush, onFocus, make,
      told: { "aria-labelledby": panel.querySelector("h2").id, "aria-describedby": `${name}-help` },
    });
    for (const kind of ["point", "focus", "choose"]) brush.on(kind, () => this.mark());
    this.figures.addEventListener("toggle", () => this.#writeTable());
    this.resized = new ResizeObserver(() => this.#resize());
  }

  get isShown() {
    return true;
  }

  #resize() {
    if (this.facts && this.isShown && this.#width() !== this.width) this.redraw();
  }

  #width() {
    return Math.max(NARROWEST, Math.round(this.drawing.getBoundingClientRect().width));
  }

  /** Show one period; `grounds` and `slices` are those of all periods. */
  show({ answer, position, grounds, slices, cells }) {
    // The first one was written by the server.
    const isFresh = this.facts !== undefined;
    this.facts = { answer, period: answer.periods[position], cells, slice: slices[position] };
    this.prepare?.();
    if (isFresh) this.words.innerHTML = this.saidNow;
    if (grounds[position] !== this.ground) this.list.take((this.ground = grounds[position]));
    this.redraw();
    this.isWritten = !isFresh;
    this.#writeTable();
    this.resized.observe(this.drawing.parentNode);
  }

  redraw() {
    this.width = this.#width();
    const { x: across, y: up } = this.axes;
    const x = scaleLinear([across[0].at, across.at(-1).at], [FRAME.left, this.width - FRAME.right]);
    const y = scaleLinear([up[0].at, up.at(-1).at], [FRAME.height - FRAME.bottom, FRAME.top]);
    this.plane = { x: (value) => tenths(x(value)), y: (value) => tenths(this.bounded(y(value))) };
    this.drawing.setAttribute("viewBox", `0 0 ${this.width} ${FRAME.height}`);
    this.draw();
    this.drawing.replaceChildren(...Object.values(this.layers));
    this.mark();
  }

  /** Where something ends that reaches beyond the paper. */
  bounded(place) {
    return place;
  }

  upright(at, kind) {
    return element("path", { class: kind, d: `M${this.plane.x(at)} ${FRAME.top}V${FRAME.height - FRAME.bottom}` });
  }

  level(at, kind) {
    return element("path", { class: kind, d: `M${FRAME.left} ${this.plane.y(at)}H${this.width - FRAME.right}` });
  }

  /** Lines and round numbers of both axes; where there is no room some numbers are left out. */
  grid() {
    const { axes: { x: across, y: up }, plane, width } = this;
    const widest = Math.max(...across.map(({ text }) => text.length)) * LETTER + LETTER;
    const every = Math.ceil((widest * (across.length - 1)) / (width - FRAME.right - FRAME.left));
    const label = (kind, at, words) => element("text", { class: kind, ...at }, words);
    return [
      ...up.flatMap(({ at, text }) => [this.level(at, "course__grid"), label("course__tick", { x: FRAME.left - 6, y: plane.y(at) }, text)]),
      ...across.flatMap(({ at, text }, place) => [
        this.upright(at, "course__grid"),
        ...(place % every ? [] : [label("course__label", { x: plane.x(at), y: FRAME.height - 8 }, text)]),
      ]),
    ];
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
    this.told.textContent = list.has(pointed) ? this.named(pointed) : "";
  }

  #ring(kind, place) {
    if (!this.list.has(place)) return [];
    const { x, y } = this.pointOf(place);
    const { ring, label } = this.sizes;
    const circle = element("circle", { class: `scatter__ring scatter__ring--${kind}`, cx: x, cy: y, r: ring });
    if (kind === "point") return [circle];
    const isLeft = 2 * x > FRAME.left + this.width - FRAME.right;
    const told = { class: `scatter__name${isLeft ? " scatter__name--left" : ""}`, x, y, dx: isLeft ? -label : label };
    return [circle, element("text", told, this.ground.names[place])];
  }

  /** The places of the table, by name. */
  listed() {
    return this.ground.byName;
  }

  /** The table is written when somebody opens it. */
  #writeTable() {
    if (this.isWritten || !this.figures.open || !this.facts) return;
    this.isWritten = true;
    this.rows.replaceChildren(...this.listed().map((place) => this.#row(place)));
  }

  #row(place) {
    const row = document.createElement("tr");
    const head = Object.assign(document.createElement("th"), { scope: "row", textContent: this.ground.names[place] });
    const cells = this.cells(place).map(([textContent, className = "table__cell--number"]) => (
      Object.assign(document.createElement("td"), { textContent, className })
    ));
    row.append(head, ...cells);
    return row;
  }
}
