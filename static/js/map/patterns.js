// SPDX-License-Identifier: EUPL-1.2
// The patterns of components/patterns.html for a canvas: one small tile each, drawn with the same strokes.

const SIZE = 8;

/**
 * Lines of each pattern in a tile of 8 by 8, as [x1, y1, x2, y2]; dots and rings as [x, y], triangles by their corners.
 * A larger tile is several of these, so that lines below it go on.
 */
export const TILES = Object.freeze({
  suppressed: { lines: [[-2, 10, 10, -2], [-2, 2, 2, -2], [6, 10, 10, 6]] },
  excluded: { lines: [[-2, 10, 10, -2], [-2, -2, 10, 10]] },
  unreliable: { lines: [[0, 4, 2, 2], [2, 2, 6, 6], [6, 6, 8, 4]] },
  missing: { dots: [[2, 2], [6, 6]] },
  "not-applicable": {},
  zero: { rings: [[4, 4]] },
  low: { triangles: [[1, 2, 7, 2, 4, 6.5]], ground: "low" },
  high: { triangles: [[1, 6.5, 7, 6.5, 4, 2]], ground: "high", isLight: true },
  outside: { lines: [[0, 2, 8, 2], [0, 6, 8, 6]], ground: "outside" },
  // On the colour of a class: each line with a halo, so that it stands out on light and on dark ones.
  unsure: { lines: [[-2, -2, 10, 10]], hasHalo: true },
  estimated: {
    waves: "M3 4.5q2.5-3 5 0t5 0M3 8.5q2.5-3 5 0t5 0M19 16.5q2.5-3 5 0t5 0M19 20.5q2.5-3 5 0t5 0",
    size: [32, 24],
  },
});

function strokeLines(context, lines, { style, width }) {
  context.strokeStyle = style;
  context.lineWidth = width;
  for (const [x1, y1, x2, y2] of lines) {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  }
}

function strokeWaves(context, waves, { ink, halo }) {
  for (const [strokeStyle, lineWidth] of [[halo, 4], [ink, 1.1]]) {
    Object.assign(context, { strokeStyle, lineWidth, lineCap: "round" });
    context.stroke(waves);
  }
}

function fillTriangle(context, [x, y, ...others]) {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(others[0], others[1]);
  context.lineTo(others[2], others[3]);
  context.fill();
}

/** A fill for a canvas context; `grounds` are what unusually low and high values stand on. */
export function canvasPattern(kind, { ink, paper, halo = paper, grounds = {} }) {
  const tile = document.createElement("canvas");
  const [width, height] = TILES[kind].size ?? [SIZE, SIZE];
  Object.assign(tile, { width, height });
  const context = tile.getContext("2d");
  const { lines = [], rings = [], triangles = [], waves, hasHalo, ground, isLight } = TILES[kind];
  context.fillStyle = grounds[ground] ?? paper;
  context.fillRect(0, 0, width, height);
  context.fillStyle = isLight ? paper : ink;
  for (const corners of triangles) fillTriangle(context, corners);
  if (hasHalo) strokeLines(context, lines, { style: halo, width: 2.6 });
  strokeLines(context, lines, { style: ink, width: 1 });
  if (waves) strokeWaves(context, new Path2D(waves), { ink, halo });
  for (const [x, y] of rings) {
    context.beginPath();
    context.arc(x, y, 2.2, 0, 2 * Math.PI);
    context.stroke();
  }
  for (const [x, y] of TILES[kind].dots ?? []) {
    context.beginPath();
    context.arc(x, y, 1, 0, 2 * Math.PI);
    context.fill();
  }
  return context.createPattern(tile, "repeat");
}
