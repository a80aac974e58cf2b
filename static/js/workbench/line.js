// SPDX-License-Identifier: EUPL-1.2
// The series: the whole, the area in focus and the chosen ones as lines before the spread of all areas.

import { area, line, scaleLinear } from "../../build/charts.js";
import { formatNumber, NBSP } from "../lib/format.js";
import { runsOf } from "../lib/runs.js";
import { hasValue } from "../lib/slice.js";
import { isGuess } from "../lib/counted.js";

const SVG = "http://www.w3.org/2000/svg";
const FRAME = { height: 260, left: 52, right: 14, top: 12, bottom: 28 };
const NARROWEST = 260;
// Half of the width of the bar of a period between two breaks.
const LONELY = 4;
const LABEL_WIDTH = 56;

/** Which of so many periods are named along the axis: the last one always, the others at equal steps. */
export function labelPlaces(count, most) {
  const step = Math.max(1, Math.ceil((count - 1) / (Math.max(2, most) - 1)));
  const places = [];
  for (let place = count - 1; place >= 0; place -= step) places.unshift(place);
  return places;
}

export class LinePanel {
  constructor(panel, { brush, text, language, onFocus }) {
    Object.assign(this, { brush, text, language, onFocus });
    this.fits = panel.querySelector("[data-workbench-fits]");
    this.drawing = panel.querySelector("[data-workbench-line]");
    this.key = panel.querySelector("[data-workbench-key]");
    this.fixedKeys = [...this.key.children].filter((item) => !item.querySelector(".course__line"));
    this.fitKey = panel.querySelector("[data-workbench-fit-key]");
    this.hollowKey = panel.querySelector("[data-workbench-hollow-key]");
    this.drawing.classList.add("course--scripted");
    this.drawing.addEventListener("pointerover", (event) => this.brush.point(this.#numberAt(event)));
    this.drawing.addEventListener("pointerleave", () => this.brush.point(null));
    this.drawing.addEventListener("click", (event) => {
      const number = this.#numberAt(event);
      if (number !== null) this.onFocus(number);
    });
    for (const kind of ["focus", "choose"]) brush.on(kind, () => this.redraw());
    brush.on("point", () => this.#point());
    this.resized = new ResizeObserver(() => this.#resize());
  }

  #numberAt(event) {
    const number = event.target.closest("[data-area]")?.dataset.area;
    return number === undefined ? null : Number(number);
  }

  #resize() {
    if (this.facts && this.#width() !== this.width) this.redraw();
  }

  #width() {
    return Math.max(NARROWEST, Math.round(this.drawing.parentNode.clientWidth));
  }

  /** `answer` is that of the page, `slices` one for each period, `grounds` those of the periods. */
  show({ answer, slices, grounds }) {
    this.facts = { answer, slices, grounds };
    this.redraw();
    this.resized.observe(this.drawing.parentNode);
  }

  /** Move the mark of the period shown. */
  moveTo(position) {
    this.position = position;
    const place = this.#plane().x(this.facts.answer.periods[position].time);
    this.now?.setAttribute("d", `M${place} ${FRAME.top}V${FRAME.height - FRAME.bottom}`);
  }

  #plane() {
    const { axis } = this.facts.answer;
    const [low, high] = [axis[0].at, axis.at(-1).at];
    const x = scaleLinear([0, 1], [FRAME.left, this.width - FRAME.right]);
    const y = scaleLinear([low, high], [FRAME.height - FRAME.bottom, FRAME.top]);
    return { x: (time) => tenths(x(time)), y: (value) => tenths(y(value)) };
  }

  redraw() {
    if (!this.facts) return;
    this.width = this.#width();
    const { periods, axis } = this.facts.answer;
    const plane = this.#plane();
    const joins = periods.map((period) => period.joins);
    const courses = this.#courses();
    this.drawing.setAttribute("viewBox", `0 0 ${this.width} ${FRAME.height}`);
    this.now = element("path", { class: "course__now" });
    this.drawing.replaceChildren(
      ...axis.flatMap((tick) => gridOf(tick, plane, this.width)),
      this.#band("course__range", [0, 4], plane, joins),
      this.#band("course__half", [1, 3], plane, joins),
      this.#median(plane, joins),
      ...breaksOf(periods, plane),
      this.now,
      ...courses.map((course) => this.#course(course, plane, joins)),
      ...this.#labels(plane),
    );
    this.#writeKey(courses);
    this.#writeFits(courses);
    this.moveTo(this.position ?? this.facts.answer.position);
    this.#point();
  }

  #band(className, [low, high], plane, joins) {
    const { periods, isPosition } = this.facts.answer;
    const spreads = periods.map(({ spread }) => (isPosition ? null : spread));
    const shape = area().x(({ x }) => x).y0(({ place }) => plane.y(spreads[place][low])).y1(({ place }) => plane.y(spreads[place][high]));
    const edges = runsOf(spreads.map(Boolean), joins).map((run) => {
      const points = run.map((place) => ({ place, x: plane.x(periods[place].time) }));
      // Between two breaks stands a single period: its spread is a bar.
      return run.length > 1 ? points : [-LONELY, LONELY].map((side) => ({ place: run[0], x: points[0].x + side }));
    });
    return element("path", { class: className, d: edges.map((edge) => shape(edge)).join("") });
  }

  #median(plane, joins) {
    const { periods, isPosition } = this.facts.answer;
    const values = periods.map(({ spread }) => (isPosition || !spread ? NaN : spread[2]));
    return element("path", { class: "course__median", d: pathOf(values, periods, plane, joins) });
  }

  /** Whose lines there are: the whole, the chosen ones, the area in focus above all. */
  #courses() {
    const { periods, whole } = this.facts.answer;
    const { focus, chosen } = this.brush;
    const others = this.#sorted(chosen).filter((number) => number !== focus);
    const areas = others.map((number, at) => ({ kind: "chosen", area: number, number: at + 1 }));
    if (focus !== null) areas.push({ kind: "focus", area: focus, number: 0 });
    return [
      { kind: "city", name: whole, number: 0, values: periods.map(({ city }) => city ?? NaN), fits: this.#fits(null) },
      ...areas.map((course) => ({ ...course, name: this.#name(course.area), values: this.#values(course.area), fits: this.#fits(course.area), guessed: this.#guessed(course.area) })),
    ].filter(({ kind, values }) => kind !== "city" || !values.every(Number.isNaN));
  }

  #sorted(numbers) {
    const { grounds } = this.facts;
    const ground = grounds[this.position ?? this.facts.answer.position];
    return [...numbers].sort((a, b) => (ground.placeOf(a) ?? 0) - (ground.placeOf(b) ?? 0));
  }

  /** The lines fitted to an area, or to the whole with null: places of both periods, values there, change in a year. */
  #fits(number) {
    const { answer, grounds } = this.facts;
    return answer.fits.flatMap(({ first, last, whole, areas }) => {
      const line = number === null ? whole : areas[grounds[last].placeOf(number)];
      return line ? [{ first, last, ends: line.slice(0, 2), slope: line[2] }] : [];
    });
  }

  #name(number) {
    const ground = this.facts.grounds.findLast((each) => each.placeOf(number) !== undefined);
    return ground?.names[ground.placeOf(number)] ?? "";
  }

  #values(number) {
    return this.facts.slices.map((slice, position) => {
      const place = this.facts.grounds[position].placeOf(number);
      return place !== undefined && hasValue(slice.bands.status[place]) ? slice.bands.value[place] : NaN;
    });
  }

  /** In which periods an area shows an estimate. */
  #guessed(number) {
    const { answer: { periods }, slices, grounds } = this.facts;
    return periods.map((period, position) => {
      const place = grounds[position].placeOf(number);
      return place !== undefined && isGuess(slices[position], period, place);
    });
  }

  #course({ kind, number, area: own, values, fits, guessed }, plane, joins) {
    const { periods } = this.facts.answer;
    const group = element("g", { class: `course__line course__line--${kind}`, "data-number": number });
    if (own !== undefined) group.dataset.area = String(own);
    group.append(element("path", { d: pathOf(values, periods, plane, joins) }));
    const ends = fits.map(({ first, last, ends: [start, end] }) =>
      `M${plane.x(periods[first].time)},${plane.y(start)}L${plane.x(periods[last].time)},${plane.y(end)}`);
    if (ends.length) group.append(element("path", { class: "course__fit", d: ends.join("") }));
    periods.forEach((period, place) => {
      if (Number.isNaN(values[place])) return;
      const at = { cx: plane.x(period.time), cy: plane.y(values[place]) };
      group.append(element("circle", guessed?.[place] ? { class: "course__hollow", ...at, r: 4 } : { ...at, r: 3 }));
    });
    return group;
  }

  #labels(plane) {
    const { periods } = this.facts.answer;
    const most = Math.floor((this.width - FRAME.left - FRAME.right) / LABEL_WIDTH);
    return labelPlaces(periods.length, most).map((place) => {
      const { time, shortLabel } = periods[place];
      return element("text", { class: "course__label", x: plane.x(time), y: FRAME.height - 8 }, shortLabel);
    });
  }

  #writeKey(courses) {
    const rows = courses.map(({ kind, number, name, area: own }) => {
      const row = document.createElement("li");
      row.className = "course-key__row";
      if (own !== undefined) row.dataset.area = String(own);
      const sign = element("svg", { class: "course-key__sign", viewBox: "0 0 32 12", "aria-hidden": "true", focusable: "false" });
      const sample = element("g", { class: `course__line course__line--${kind}`, "data-number": number });
      sample.append(element("path", { d: "M1 6H31" }));
      sign.append(sample);
      row.append(sign, name);
      return row;
    });
    this.hollowKey.hidden = !courses.some(hasHollow);
    this.key.replaceChildren(...rows, ...this.fixedKeys);
    const names = courses.map(({ name }) => name).join(", ");
    this.drawing.setAttribute("aria-label", this.text("workbench.line", { names }));
  }

  /** Tell the fitted lines, or that there is none, where one was asked for. */
  #writeFits(courses) {
    const { fitMethod, decimals, changeUnit, periods, fits: runs } = this.facts.answer;
    this.fitKey.hidden = !runs.length;
    if (!fitMethod) return void this.fits.replaceChildren();
    const run = ({ first, last, slope }) => this.text("workbench.fit_run", {
      since: periods[first].shortLabel, until: periods[last].shortLabel,
      slope: [formatNumber(slope, decimals + 1, { language: this.language, isSigned: true }), changeUnit].filter(Boolean).join(NBSP),
    });
    const told = courses.filter(({ fits }) => fits.length)
      .map(({ name, fits }) => this.text("workbench.fit", { name, method: fitMethod, runs: fits.map(run).join("; ") }));
    const said = told.length ? told : [this.text("workbench.fit_none")];
    if (courses.some(hasHollow)) said.push(this.text("workbench.fit_hollow"));
    this.fits.replaceChildren(...said.map((words) => {
      const says = document.createElement("p");
      says.className = "workbench__says";
      says.textContent = words;
      return says;
    }));
  }

  #point() {
    for (const group of this.drawing.querySelectorAll("[data-area]")) {
      group.classList.toggle("is-pointed", Number(group.dataset.area) === this.brush.pointed);
    }
  }
}

const hasHollow = ({ guessed }) => Boolean(guessed?.includes(true));

const tenths = (number) => Math.round(number * 10) / 10;

function element(name, attributes, words = "") {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  if (words) made.textContent = words;
  return made;
}

function gridOf({ at, text: words }, plane, width) {
  const y = plane.y(at);
  return [
    element("path", { class: "course__grid", d: `M${FRAME.left} ${y}H${width - FRAME.right}` }),
    element("text", { class: "course__tick", x: FRAME.left - 6, y }, words),
  ];
}

/** The path of a series: a line for each run without a stop. */
function pathOf(values, periods, plane, joins) {
  const path = line().x((place) => plane.x(periods[place].time)).y((place) => plane.y(values[place]));
  const runs = runsOf(values.map((value) => !Number.isNaN(value)), joins).filter((run) => run.length > 1);
  return runs.map((run) => path(run)).join("");
}

function breaksOf(periods, plane) {
  return periods.slice(1).flatMap((period, at) => {
    if (period.joins && !period.hasNewGround) return [];
    const x = tenths((plane.x(periods[at].time) + plane.x(period.time)) / 2);
    return [element("path", { class: period.hasNewGround ? "course__ground" : "course__break", d: `M${x} ${FRAME.top}V${FRAME.height - FRAME.bottom}` })];
  });
}
