// SPDX-License-Identifier: EUPL-1.2
// What each area shows: its class or its pattern, its accessible name, the lines of its tooltip.

import { classesOf, classOf } from "../lib/classify.js";
import { isGuess } from "../lib/counted.js";
import { formatNumber, NBSP, withUnit } from "../lib/format.js";
import { flagWords, hasValue, STATUSES, whyNone } from "../lib/slice.js";

// From a lower to an upper limit, never torn apart at the end of a line.
const TO = "\u2060–\u2060";

// An interval that reaches over more classes than these makes the colour of an area a matter of chance.
const MOST_CLASSES = 2;

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
  not_comparable: "not-applicable",
});

/** The class of each area: those of an index from the slice, others from the bounds of the period. */
export function classesIn({ bands }, period) {
  // A pattern in space is worked out by the server: the slice does not hold it.
  if (period.given?.length) return period.given;
  return period.isNamed ? bands.class : classesOf(bands.value, period.bounds);
}

// Written once: so many areas ask for them that putting them together would be felt.
const CLASS_FILLS = Array.from({ length: 16 }, (_, number) => `class-fill class-${number}`);
const SPECIAL_FILLS = Object.fromEntries(Object.values(PATTERNS).map((name) => [name, `special-fill special-fill--${name}`]));
const NO_REMARKS = Object.freeze([]);

/** What fills a class: its colour, or the pattern of one of its own (zero, unusually low or high). */
export const fillOf = (period, number) => period.fills?.[number - 1] ?? CLASS_FILLS[number];

/** What fills an area that a filter leaves out, or takes away; empty for any other. */
export function outsideFill({ outside, removes }, position) {
  if (!outside?.has(position)) return "";
  return removes ? "is-gone" : "special-fill special-fill--outside";
}

/** What fills an area with a figure: its class, or why it has none of a pattern or of two indicators. */
export function fillAt(period, number, position) {
  return outsideFill(period, position)
    || (number ? fillOf(period, number) : `special-fill special-fill--${period.halves?.[position]?.[0] ?? "not-applicable"}`);
}

const classNames = new Map();

/** What fills an area as the name of its class; of tens of thousands a few differ. */
function classNameOf(fill) {
  if (!classNames.has(fill)) classNames.set(fill, `map-area ${fill}`);
  return classNames.get(fill);
}

/** What one area shows. Of so many few are pointed to: what is said of them is put together when it is asked for. */
class Mark {
  #name;
  #lines;

  constructor(fill, group, { remark, isUnsure, isGuess = false, name, lines }) {
    this.className = classNameOf(fill);
    this.group = group;
    this.remark = remark;
    this.isUnsure = isUnsure;
    this.isGuess = isGuess;
    this.#name = name;
    this.#lines = lines;
  }

  get name() {
    return this.#name();
  }

  get lines() {
    return this.#lines();
  }
}

/**
 * What each area of a slice shows.
 * @param {{bands: object}} slice
 * @param {{bounds: number[], classes: number, isNamed: boolean, names: string[], reasons: object, remarks: object}} period
 * @param {{names: string[], unit: string, decimals: number, language: string, interval: string, judgements: object}} words
 * @param {(key: string, parameters?: object) => string} text sentences of the page
 * @returns {{className: string, group: string, name: string, remark: string, isUnsure: boolean, isGuess: boolean,
 *   lines: {text: string, strong?: boolean, isInterval?: boolean, isRemark?: boolean}[]}[]}
 */
export function marksOf(slice, period, words, text) {
  const classes = classesIn(slice, period);
  // A measure that compares areas with each other has nothing to say of them and the whole.
  const isCompared = Boolean(slice.bands.comparison?.some(Boolean));
  const mark = period.given?.length ? patternMark : valueMark;
  return words.names.map((name, position) => {
    const made = hasValue(slice.bands.status[position])
      ? mark(slice, period, words, text, { name, position, group: classes[position], isCompared })
      : specialMark(slice, period, text, { name, position });
    return period.outside?.has(position) ? outsideMark(made, period, text, position) : made;
  });
}

/** An area that a filter leaves out says what it says, and that it is outside; it shows neither class nor pattern. */
function outsideMark(mark, period, text, position) {
  const words = text("filter.outside");
  const isGone = Boolean(period.removes);
  const { remark } = mark;
  return {
    remark,
    className: `map-area ${outsideFill(period, position)}`,
    group: "outside",
    get name() {
      return `${mark.name}, ${words}`;
    },
    isUnsure: false,
    isGuess: false,
    isGone,
    get lines() {
      return [...mark.lines, { text: words }];
    },
  };
}

function valueMark({ bands }, period, words, text, { name: area, position, group, isCompared }) {
  const spanned = spannedBy(bands, period, position);
  const isUnsure = spanned > MOST_CLASSES;
  const told = () => {
    const value = figureOf(bands, words, text, position);
    const comparison = comparisonOf(bands, words, text, position);
    const own = period.isNamed ? "" : period.names?.[group - 1] ?? "";
    const parameters = { name: area, value, class: own ? `${group} (${own})` : group, classes: period.classes, comparison };
    return { value, comparison, parameters, unsure: isUnsure ? text(isEstimated(bands, position) ? "area.unsure_estimate" : "area.unsure", { count: spanned }) : "" };
  };
  const name = () => {
    const { parameters, unsure } = told();
    return [text("area.value", parameters), unsure].filter(Boolean).join(", ");
  };
  const lines = () => {
    const { value, comparison, parameters, unsure } = told();
    const className = text("tooltip.class", parameters);
    return [
      { text: area, strong: true },
      { text: value },
      ...intervalLines(bands, words, text, position),
      { text: period.isNamed ? `${className}:${NBSP}${period.names[group - 1]}` : className },
      ...(isUnsure ? [{ text: unsure, isInterval: true }] : []),
      ...(isCompared ? [{ text: comparison }] : []),
      ...remarkLines(period, position),
    ];
  };
  return new Mark(fillOf(period, group), String(group), {
    remark: remarkOn(period, position), isUnsure, isGuess: isGuess({ bands }, period, position), name, lines,
  });
}

/** The figure of an area. That it was not counted belongs to it; what else its flags say stands in the table. */
function figureOf(bands, words, text, position) {
  const counted = withUnit(bands.value[position], words.decimals, words.unit, { language: words.language });
  return isEstimated(bands, position) ? asEstimate(counted, text) : counted;
}

/** A figure with the word that it was estimated. */
export const asEstimate = (words, text) => `${words} (${text("flag.estimated")})`;

/** What an area shows of a pattern in space: how it lies among its neighbours, or that it has none to compare with. */
function patternMark({ bands }, period, words, text, { name, position, group }) {
  const own = figureOf(bands, words, text, position);
  // Of two indicators both figures are told, or why there is none of the second.
  const half = period.halves?.[position];
  const value = [own, secondText(period, position, words.language, text)].filter(Boolean).join("; ");
  const pattern = group ? period.names[group - 1] : half?.[1] ?? text("pattern.island");
  return {
    className: `map-area ${fillAt(period, group, position)}`,
    group: group ? String(group) : half ? "half" : "island",
    name: text("area.pattern", { name, value, pattern }),
    remark: remarksOn(period, position).join(" "),
    isUnsure: false,
    isGuess: isGuess({ bands }, period, position),
    lines: [
      { text: name, strong: true },
      { text: value },
      { text: pattern, isInterval: true },
      ...remarkLines(period, position),
    ],
  };
}

/** The figure of the second indicator as it is written; empty without one. */
export function secondText({ second }, position, language, text) {
  const whole = second?.values[position] ?? null;
  if (whole === null) return "";
  const told = withUnit(whole / 10 ** second.decimals, second.decimals, second.unit, { language });
  return second.guessed?.includes(position) ? asEstimate(told, text) : told;
}

/** How an area compares with the whole; a judgement only where the indicator declares a direction. */
function comparisonOf(bands, { judgements = {} }, text, position) {
  const code = bands.comparison?.[position] ?? 0;
  return [text(`comparison.${code}`), judgements[code]].filter(Boolean).join(", ");
}

/** Over how many classes the interval of an area reaches; 0 where there is none. */
export function spannedBy({ lower, upper }, { bounds, isNamed }, position) {
  if (isNamed || !lower || Number.isNaN(lower[position])) return 0;
  return classOf(upper[position], bounds) - classOf(lower[position], bounds) + 1;
}

function isEstimated({ flags }, position) {
  return flagWords(flags?.[position]).includes("estimated");
}

/** How far chance alone moves the figure, or that this cannot be computed. */
function intervalLines(bands, { interval, unit, decimals, language }, text, position) {
  const { lower, upper } = bands;
  if (interval === "unavailable") return [{ text: text("interval.unavailable"), isInterval: true }];
  if (!lower || Number.isNaN(lower[position])) return [];
  const low = formatNumber(lower[position], decimals, { language });
  const high = withUnit(upper[position], decimals, unit, { language });
  return [{ text: text(isEstimated(bands, position) ? "interval.estimate" : "interval.model", { range: `${low}${TO}${high}` }), isInterval: true }];
}

function specialMark({ bands }, period, text, { name: area, position }) {
  const status = STATUSES[bands.status[position]];
  const words = () => whyNone({ bands }, position, period.reasons, text);
  const remark = remarkOn(period, position);
  const name = () => text("area.special", { name: area, status: words() });
  const lines = () => [{ text: area, strong: true }, { text: words() }, ...remarkLines(period, position)];
  return new Mark(SPECIAL_FILLS[PATTERNS[status]], PATTERNS[status], { remark, isUnsure: false, name, lines });
}

/** What else has to be known of an area: events, who lives there in homes, footnotes. */
function remarksOn(period, position) {
  return period.remarks?.[position] ?? NO_REMARKS;
}

function remarkOn(period, position) {
  const remarks = remarksOn(period, position);
  return remarks.length ? remarks.join(" ") : "";
}

function remarkLines(period, position) {
  return remarksOn(period, position).map((remark) => ({ text: remark, isRemark: true }));
}

/** Say a remark after the name of an area; without one nothing is said. */
export function describe(element, remark) {
  if (remark) element.setAttribute("aria-description", remark);
  else element.removeAttribute("aria-description");
}
