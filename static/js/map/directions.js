// SPDX-License-Identifier: EUPL-1.2
// Which area lies above, below, left and right of each: the ways that the arrow keys take.

export const DIRECTIONS = Object.freeze({
  up: { along: 1, axis: "y" },
  down: { along: -1, axis: "y" },
  left: { along: -1, axis: "x" },
  right: { along: 1, axis: "x" },
});

// Sideways distance counts double: an arrow should lead straight on where it can.
const SIDEWAYS = 2;

function costOf(from, to, { axis, along }) {
  const ahead = (to[axis] - from[axis]) * along;
  if (!(ahead > 0)) return Infinity;
  const aside = axis === "x" ? Math.abs(to.y - from.y) : Math.abs(to.x - from.x);
  // Beyond 45° another arrow is meant; such an area is only taken when nothing else lies ahead.
  const outside = aside > ahead ? 1000 : 1;
  return Math.hypot(ahead, SIDEWAYS * aside) * outside;
}

function cheapest(points, position, direction) {
  let best = null;
  let lowest = Infinity;
  points.forEach((point, other) => {
    if (other === position || !point) return;
    const cost = costOf(points[position], point, direction);
    if (cost < lowest) [best, lowest] = [other, cost];
  });
  return best;
}

/**
 * The position that an arrow key leads to, or null at the edge of the map.
 * @param {({x: number, y: number} | null)[]} points centre of each area, y grows northwards; null: no shape
 * @param {number} position where the focus is
 * @param {"up" | "down" | "left" | "right"} way
 */
export function next(points, position, way) {
  if (!points[position]) return null;
  return cheapest(points, position, DIRECTIONS[way]);
}

/**
 * All positions that arrow keys reach from `start`.
 * @returns {Set<number>}
 */
export function reachable(points, start) {
  const seen = new Set([start]);
  const open = [start];
  while (open.length) {
    const position = open.pop();
    for (const way of Object.keys(DIRECTIONS)) {
      const found = next(points, position, way);
      if (found !== null && !seen.has(found)) {
        seen.add(found);
        open.push(found);
      }
    }
  }
  return seen;
}

/**
 * The first area whose name begins with the typed text, searched from the one after `position`.
 * @param {string[]} names
 */
export function byTypedText(names, position, text) {
  const wanted = text.toLocaleLowerCase("de");
  // A further letter narrows the search, so the area in focus may stay.
  const first = wanted.length > 1 ? position : position + 1;
  for (let step = 0; step < names.length; step += 1) {
    const candidate = (first + step + names.length) % names.length;
    if (names[candidate].toLocaleLowerCase("de").startsWith(wanted)) return candidate;
  }
  return null;
}
