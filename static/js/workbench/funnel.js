// SPDX-License-Identifier: EUPL-1.2
// Size and chance: one mark for each area in the funnel of the whole. Marks answer to arrow keys.

import { scaleLinear } from "../../build/charts.js";
import { withUnit } from "../lib/format.js";
import { element, MarkList, put, tenths } from "./marklist.js";

const FRAME = { height: 340, left: 52, right: 14, top: 12, bottom: 28 };
const NARROWEST = 260;
const LETTER = 7;
const RADIUS = { ring: 8, label: 12 };
const KINDS = ["chosen", "focus", "point"];
const UP = "M0-5l4.5 8h-9z";
const DOWN = "M0 5l4.5-8h-9z";
// By place in the funnel: its name in the style sheet, and its shape around the point.
const SHAPES = [
  null, ["outside-998", DOWN], ["outside-95", DOWN], ["inside", "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z"],
  ["outside-95", UP], ["outside-998", UP],
];

export class FunnelPanel {
  constructor(panel, { brush, text, language, onFocus }) {
    Object.assign(this, { brush, text, language });
    const names = ["words", "body", "drawing", "told", "help", "figures"];
    Object.assign(this, Object.fromEntries(names.map((name) => [name, panel.querySelector(`[data-funnel-${name}]`)])));
    this.rows = this.figures.querySelector("tbody");
    this.told.hidden = this.help.hidden = false;
    this.ground = null;
    // A list of marks takes the place of the picture that the server drew.
    this.drawing.setAttribute("role", "presentation");
    this.drawing.removeAttribute("aria-labelledby");
    this.layers = Object.fromEntries(["ground", "dots", "rings"].map((name) => [name, element("g", { class: `scatter__${name}` })]));
    this.list = new MarkList({
      root: this.drawing, layer: this.layers.dots, brush, onFocus,
      told: { "aria-labelledby": panel.querySelector("h2").id, "aria-describedby": "funnel-help" },
      make: () => element("path", {}),
    });
    for (const kind of ["point", "focus", "choose"]) brush.on(kind, () => this.mark());
    this.figures.addEventListener("toggle", () => this.#writeTable());
    this.resized = new ResizeObserver(() => this.#resize());
  }

  #resize() {
    if (this.facts && !this.body.hidden && this.#width() !== this.width) this.redraw();
  }

  #width() {
    return Math.max(NARROWEST, Math.round(this.drawing.getBoundingClientRect().width));
  }

  /** Show one period; `grounds` and `slices` are those of all periods. */
  show({ answer, position, grounds, slices, cells }) {
    const period = answer.periods[position];
    const isFresh = this.facts !== undefined;
    this.facts = { answer, period, cells, slice: slices[position] };
    if (isFresh) this.words.innerHTML = period.funnel.words;
    this.body.hidden = period.funnel.limits === null;
    if (grounds[position] !== this.ground) this.list.take((this.ground = grounds[position]));
    this.redraw();
    this.isWritten = !isFresh;
    this.#writeTable();
    this.resized.observe(this.drawing.parentNode);
  }

  redraw() {
    const { answer: { funnel: { x: across, y: up } } } = this.facts;
    this.width = this.#width();
    const x = scaleLinear([across[0].at, across.at(-1).at], [FRAME.left, this.width - FRAME.right]);
    const y = scaleLinear([up[0].at, up.at(-1).at], [FRAME.height - FRAME.bottom, FRAME.top]);
    // Limits of tiny areas reach beyond: they end at the edge.
    const within = (place) => Math.min(FRAME.height - FRAME.bottom, Math.max(FRAME.top, place));
    this.plane = { x: (value) => tenths(x(value)), y: (value) => tenths(within(y(value))) };
    this.drawing.setAttribute("viewBox", `0 0 ${this.width} ${FRAME.height}`);
    this.layers.ground.replaceChildren(...(this.body.hidden ? [] : this.#paper(across, up)));
    this.#marks();
    this.drawing.replaceChildren(...Object.values(this.layers));
    this.mark();
  }

  #paper(across, up) {
    const { plane, width } = this;
    const { limits, target } = this.facts.period.funnel;
    const [right, bottom] = [width - FRAME.right, FRAME.height - FRAME.bottom];
    const widest = Math.max(...across.map(({ text }) => text.length)) * LETTER + LETTER;
    const every = Math.ceil((widest * (across.length - 1)) / (right - FRAME.left));
    const upright = (at) => element("path", { class: "course__grid", d: `M${plane.x(at)} ${FRAME.top}V${bottom}` });
    const level = (at, kind) => element("path", { class: kind, d: `M${FRAME.left} ${plane.y(at)}H${right}` });
    const label = (kind, at, words) => element("text", { class: kind, ...at }, words);
    return [
      this.#band("998", limits.lower_998, limits.upper_998), this.#band("95", limits.lower_95, limits.upper_95),
      ...up.flatMap(({ at, text }) => [level(at, "course__grid"), label("course__tick", { x: FRAME.left - 6, y: plane.y(at) }, text)]),
      ...across.flatMap(({ at, text }, place) => [
        upright(at), ...(place % every ? [] : [label("course__label", { x: plane.x(at), y: FRAME.height - 8 }, text)]),
      ]),
      level(target, "boxes__whole"),
    ];
  }

  #band(name, lower, upper) {
    const { sizes } = this.facts.answer.funnel;
    const along = (limits) => sizes.map((size, place) => `${this.plane.x(size)},${this.plane.y(limits[place])}`);
    const d = `M${[...along(upper), ...along(lower).reverse()].join("L")}Z`;
    return element("path", { class: `funnel__band funnel__band--${name}`, d });
  }

  /** Put each area in its place; one without cases, denominator or figure has no mark. */
  #marks() {
    const { ground, plane, list } = this;
    const { period: { funnel: { places } }, slice: { bands } } = this.facts;
    const shown = ground.byName.filter((place) => Number(places[place]));
    this.points = new Map(shown.map((place) => [place, { x: plane.x(bands.denominator[place]), y: plane.y(bands.value[place]) }]));
    for (const place of shown) {
      const [kind, d] = SHAPES[Number(places[place])];
      const { x, y } = this.points.get(place);
      const told = { d, class: `funnel__mark funnel__mark--${kind}`, transform: `translate(${x} ${y})` };
      put(list.marks[place], { ...told, "aria-label": this.#named(place) });
    }
    list.show(shown, (place) => ({ x: this.points.get(place).x, y: -this.points.get(place).y }));
  }

  #named(place) {
    const { answer, cells, slice } = this.facts;
    const figure = withUnit(slice.bands.value[place], answer.decimals, answer.unit, { language: this.language });
    return `${this.ground.names[place]}: ${figure}; ${cells.cell("denominator", place)}; ${this.#placed(place)}`;
  }

  #placed(place) {
    return this.text(`funnel.${this.facts.period.funnel.places[place]}`);
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
    const { x, y } = this.points.get(place);
    const ring = element("circle", { class: `scatter__ring scatter__ring--${kind}`, cx: x, cy: y, r: RADIUS.ring });
    if (kind === "point") return [ring];
    const isLeft = 2 * x > FRAME.left + this.width - FRAME.right;
    const told = { class: `scatter__name${isLeft ? " scatter__name--left" : ""}`, x, y, dx: isLeft ? -RADIUS.label : RADIUS.label };
    return [ring, element("text", told, this.ground.names[place])];
  }

  /** The table is written when somebody opens it. */
  #writeTable() {
    if (this.isWritten || !this.figures.open || !this.facts) return;
    this.isWritten = true;
    this.rows.replaceChildren(...this.ground.byName.map((place) => this.#row(place)));
  }

  #row(place) {
    const { cells } = this.facts;
    const row = document.createElement("tr");
    const cell = (textContent, className) => Object.assign(document.createElement("td"), { textContent, className });
    row.append(
      Object.assign(document.createElement("th"), { scope: "row", textContent: this.ground.names[place] }),
      ...["denominator", "value"].map((column) => cell(cells.cell(column, place), "table__cell--number")),
      cell(this.#placed(place), ""),
    );
    return row;
  }
}
