// SPDX-License-Identifier: EUPL-1.2
// A few areas over several indicators as lines: an axis for each indicator, from the lowest areas to the highest.

import { element, tenths } from "./marklist.js";

const FRAME = { height: 260, left: 40, right: 20, top: 16, bottom: 24 };
const NARROWEST = 260;
const QUARTERS = [0, 25, 50, 75, 100];
const MOST_DRAWN = 6;
const RADIUS = 3.5;

export class ParallelLines {
  constructor(drawing, key) {
    Object.assign(this, { drawing, key });
  }

  get #wide() {
    return Math.max(NARROWEST, Math.round(this.drawing.getBoundingClientRect().width));
  }

  /** Whether the drawing has another width than it was drawn for. */
  get isTurned() {
    return !this.drawing.hasAttribute("hidden") && this.#wide !== this.width;
  }

  /** Draw chosen areas and the one in focus above all, by their places; says how many. */
  draw(columns, ground, { chosen, focus }) {
    Object.assign(this, { columns, ground });
    const areas = subjectsOf({ chosen, focus });
    // What is hidden has no width.
    if (areas.length) this.drawing.removeAttribute("hidden");
    this.width = this.#wide;
    this.drawing.setAttribute("viewBox", `0 0 ${this.width} ${FRAME.height}`);
    this.drawing.replaceChildren(...this.#paper(), ...areas.map((area) => this.#line(area)));
    this.key.replaceChildren(...areas.map((area) => namedLine(area, ground)));
    return areas.length;
  }

  #x(at) {
    return tenths(FRAME.left + (at * (this.width - FRAME.left - FRAME.right)) / (this.columns.length - 1));
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
      ...this.columns.flatMap((_column, at) => [
        element("path", { class: "cross__axis", d: `M${this.#x(at)} ${FRAME.top}V${bottom}` }),
        element("text", { class: "course__label", x: this.#x(at), y: FRAME.height - 6 }, at + 1),
      ]),
    ];
  }

  #line({ kind, place, number }) {
    const told = { class: `course__line course__line--${kind}`, "data-number": number, "data-key": this.ground.keys[place] };
    const points = this.columns.map(({ below }, at) => {
      const share = below?.[place] ?? -1;
      return share < 0 ? null : [this.#x(at), this.#y(share)];
    });
    const line = element("g", told);
    line.append(element("path", { d: pathOf(points) }));
    line.append(...points.filter(Boolean).map(([cx, cy]) => element("circle", { cx, cy, r: RADIUS })));
    return line;
  }
}

/** The areas to draw: chosen ones by their places, the one in focus above all, as many as can be told apart. */
export function subjectsOf({ chosen, focus }) {
  const kept = chosen.slice(0, MOST_DRAWN - (focus === undefined ? 0 : 1));
  const areas = kept.map((place, at) => ({ kind: "chosen", place, number: at + 1 }));
  return focus === undefined ? areas : [...areas, { kind: "focus", place: focus, number: 0 }];
}

/** What names a line beside the drawing. */
export function namedLine({ kind, place, number }, { names }) {
  const row = Object.assign(document.createElement("li"), { className: "course-key__row" });
  const sign = element("svg", { class: "course-key__sign", viewBox: "0 0 32 12", "aria-hidden": "true", focusable: "false" });
  const line = element("g", { class: `course__line course__line--${kind}`, "data-number": number });
  line.append(element("path", { d: "M1 6H31" }));
  sign.append(line);
  row.append(sign, names[place]);
  return row;
}

/** A line through the points of every run without a gap; a single one between two gaps has its dot alone. */
function pathOf(points) {
  let path = "";
  points.forEach((point, at) => {
    if (!point) return;
    if (points[at - 1]) path += `L${point.join(",")}`;
    else if (points[at + 1]) path += `M${point.join(",")}`;
  });
  return path;
}
