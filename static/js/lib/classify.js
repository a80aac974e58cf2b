// SPDX-License-Identifier: EUPL-1.2
// From values to classes by given bounds; a value on a bound belongs to the class above it.

/**
 * The class of a value, 1 to bounds.length + 1; 0 without a value.
 * @param {number} value
 * @param {number[]} bounds inner bounds, ascending
 */
export function classOf(value, bounds) {
  if (Number.isNaN(value)) return 0;
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= bounds[middle]) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

/** The class of each value. */
export function classesOf(values, bounds) {
  return Uint8Array.from(values, (value) => classOf(value, bounds));
}

/** How many values each class holds, the first element those without a value. */
export function countsOf(classes, count) {
  const counts = new Array(count + 1).fill(0);
  for (const found of classes) counts[found] += 1;
  return counts;
}

/**
 * Where a value stands inside its class, 0 to 100; null outside the scale.
 * @param {number} value
 * @param {number[]} bounds inner bounds
 * @param {number} low lower end of the scale
 * @param {number} high upper end of the scale
 */
export function placeInClass(value, bounds, low, high) {
  const position = classOf(value, bounds);
  if (!position) return null;
  const ends = [low, ...bounds, high];
  const [from, to] = [ends[position - 1], ends[position]];
  const share = to > from ? (value - from) / (to - from) : 0.5;
  return { position, percent: Math.round(100 * Math.min(Math.max(share, 0), 1)) };
}
