// SPDX-License-Identifier: EUPL-1.2
// Which of many points lie so close to each other that one sign stands for them.

/**
 * Put points together that lie within `close` of the first one of their group; every point is in one group.
 * @param {{x: number, y: number}[]} points in pixels
 * @param {number} close
 * @returns {number[][]} positions by group, in the order of the points
 */
export function clustersOf(points, close) {
  const cells = new Map();
  const keyOf = (x, y) => `${x},${y}`;
  const cellOf = ({ x, y }) => [Math.floor(x / close), Math.floor(y / close)];
  points.forEach((point, at) => {
    const key = keyOf(...cellOf(point));
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(at);
  });
  const taken = new Set();
  const groups = [];
  points.forEach((point, at) => {
    if (taken.has(at)) return;
    const [column, row] = cellOf(point);
    const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => cells.get(keyOf(column + dx, row + dy)) ?? []));
    const group = around.filter((other) => !taken.has(other) && Math.hypot(points[other].x - point.x, points[other].y - point.y) < close);
    group.sort((one, other) => one - other);
    for (const other of group) taken.add(other);
    groups.push(group);
  });
  return groups;
}
