// SPDX-License-Identifier: EUPL-1.2
// What each area shows: its class or its pattern, its accessible name, the lines of its tooltip.

import { classesOf } from "../lib/classify.js";
import { NBSP, withUnit } from "../lib/format.js";
import { hasValue, STATUSES } from "../lib/slice.js";

/** Patterns by status, as in the legend. */
export const PATTERNS = Object.freeze({
  missing: "missing",
  unknown: "missing",
  pending: "missing",
  confidential: "suppressed",
  suppressed: "suppressed",
  excluded: "excluded",
  unreliable: "unreliable",
  not_applicable: "not-applicable",
});

/** The class of each area: those of an index from the slice, others from the bounds of the period. */
export function classesIn({ bands }, period) {
  return period.isNamed ? bands.class : classesOf(bands.value, period.bounds);
}

/**
 * What each area of a slice shows.
 * @param {{bands: object}} slice
 * @param {{bounds: number[], classes: number, isNamed: boolean, names: string[], reasons: object, remarks: object}} period
 * @param {{names: string[], unit: string, decimals: number, language: string}} words
 * @param {(key: string, parameters?: object) => string} text sentences of the page
 * @returns {{className: string, group: string, name: string, remark: string, lines: {text: string, strong?: boolean}[]}[]}
 */
export function marksOf(slice, period, words, text) {
  const classes = classesIn(slice, period);
  // A measure that compares areas with each other has nothing to say of them and the whole.
  const isCompared = Boolean(slice.bands.comparison?.some(Boolean));
  return words.names.map((name, position) => (
    hasValue(slice.bands.status[position])
      ? valueMark(slice, period, words, text, { name, position, group: classes[position], isCompared })
      : specialMark(slice, period, text, { name, position })
  ));
}

function valueMark({ bands }, period, { unit, decimals, language }, text, { name, position, group, isCompared }) {
  const value = withUnit(bands.value[position], decimals, unit, { language });
  const comparison = text(`comparison.${bands.comparison?.[position] ?? 0}`);
  const parameters = { name, value, class: group, classes: period.classes, comparison };
  const className = text("tooltip.class", parameters);
  return {
    className: `map-area class-fill class-${group}`,
    group: String(group),
    name: text("area.value", parameters),
    remark: remarksOn(period, position).join(" "),
    lines: [
      { text: name, strong: true },
      { text: value },
      { text: period.isNamed ? `${className}:${NBSP}${period.names[group - 1]}` : className },
      ...(isCompared ? [{ text: comparison }] : []),
      ...remarkLines(period, position),
    ],
  };
}

function specialMark({ bands }, period, text, { name, position }) {
  const status = STATUSES[bands.status[position]];
  const words = (status === "excluded" && period.reasons[position]) || text(`status.${status}`);
  return {
    className: `map-area special-fill special-fill--${PATTERNS[status]}`,
    group: PATTERNS[status],
    name: text("area.special", { name, status: words }),
    remark: remarksOn(period, position).join(" "),
    lines: [{ text: name, strong: true }, { text: words }, ...remarkLines(period, position)],
  };
}

/** What else has to be known of an area: events, who lives there in homes, footnotes. */
function remarksOn(period, position) {
  return period.remarks?.[position] ?? [];
}

function remarkLines(period, position) {
  return remarksOn(period, position).map((remark) => ({ text: remark, isRemark: true }));
}

/** Say a remark after the name of an area; without one nothing is said. */
export function describe(element, remark) {
  if (remark) element.setAttribute("aria-description", remark);
  else element.removeAttribute("aria-description");
}
