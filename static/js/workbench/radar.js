// SPDX-License-Identifier: EUPL-1.2
// A few areas over several indicators around a point: the axes of the parallel lines, laid as rays; nothing is filled.

import { namedLine, subjectsOf } from "./parallel.js";
import { element, tenths } from "./marklist.js";

const SIZE = 300;
const RADIUS = 118;
const BEYOND = 16;
const RINGS = [25, 50, 75, 100];
const DOT = 3.5;

/** The places that a line may lead through around a circle, run by run; one without a gap comes back to the first. */
export function runsAround(hasValue) {
  const firstGap = hasValue.indexOf(false);
  if (firstGap < 0) return [[...hasValue.keys(), 0]];
  const runs = [[]];
  for (let step = 1; step <= hasValue.length; step += 1) {
    const place = (firstGap + step) % hasValue.length;
    if (hasValue[place]) runs.at(-1).push(place);
    else if (runs.at(-1).length) runs.push([]);
  }
  return runs.filter((run) => run.length);
}

/** A place on a ray: the first one leads upwards, the others follow by the clock. */
function placeOn(at, count, radius) {
  const angle = (2 * Math.PI * at) / count;
  return [tenths(SIZE / 2 + radius * Math.sin(angle)), tenths(SIZE / 2 - radius * Math.cos(angle))];
}

export class Radar {
  constructor(drawing, key) {
    Object.assign(this, { drawing, key });
    drawing.setAttribute("viewBox", `0 0 ${SIZE} ${SIZE}`);
  }

  /** Whatever the width of the page, the picture grows as a whole. */
  get isTurned() {
    return false;
  }

  /** Draw chosen areas and the one in focus above all, by their places; says how many. */
  draw(columns, ground, meant) {
    const areas = subjectsOf(meant);
    if (areas.length) this.drawing.removeAttribute("hidden");
    this.drawing.replaceChildren(...paper(columns.length), ...areas.map((area) => line(columns, ground, area)));
    this.key.replaceChildren(...areas.map((area) => namedLine(area, ground)));
    return areas.length;
  }
}

function paper(count) {
  const middle = SIZE / 2;
  const rays = Array.from({ length: count }, (_, at) => {
    const [x, y] = placeOn(at, count, RADIUS);
    const [labelX, labelY] = placeOn(at, count, RADIUS + BEYOND);
    return [
      element("path", { class: "cross__axis", d: `M${middle} ${middle}L${x} ${y}` }),
      element("text", { class: "course__label cross__ray", x: labelX, y: labelY }, at + 1),
    ];
  });
  return [
    ...RINGS.map((share) => element("circle", { class: "course__grid cross__ring", cx: middle, cy: middle, r: tenths((RADIUS * share) / 100) })),
    ...rays.flat(),
    ...RINGS.map((share) => element("text", { class: "course__tick", x: middle - 4, y: tenths(middle - (RADIUS * share) / 100) }, share)),
  ];
}

function line(columns, ground, { kind, place, number }) {
  const shares = columns.map(({ below }) => below?.[place] ?? -1);
  const points = shares.map((share, at) => placeOn(at, shares.length, (RADIUS * share) / 100));
  const runs = runsAround(shares.map((share) => share >= 0)).filter((run) => run.length > 1);
  const made = element("g", { class: `course__line course__line--${kind}`, "data-number": number, "data-key": ground.keys[place] });
  made.append(element("path", { d: runs.map((run) => `M${run.map((at) => points[at].join(",")).join("L")}`).join("") }));
  made.append(...points.filter((_, at) => shares[at] >= 0).map(([cx, cy]) => element("circle", { cx, cy, r: DOT })));
  return made;
}
