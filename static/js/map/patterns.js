// SPDX-License-Identifier: EUPL-1.2
// The patterns of components/patterns.html for a canvas: one small tile each, drawn with the same strokes.

const SIZE = 8;

/** Lines of each pattern in a tile of 8 by 8, as [x1, y1, x2, y2]; dots as [x, y]. */
export const TILES = Object.freeze({
  suppressed: { lines: [[-2, 10, 10, -2], [-2, 2, 2, -2], [6, 10, 10, 6]] },
  excluded: { lines: [[-2, 10, 10, -2], [-2, -2, 10, 10]] },
  unreliable: { lines: [[0, 4, 2, 2], [2, 2, 6, 6], [6, 6, 8, 4]] },
  missing: { dots: [[2, 2], [6, 6]] },
  "not-applicable": {},
  // On the colour of a class: each line with a halo, so that it stands out on light and on dark ones.
  unsure: { lines: [[-2, -2, 10, 10]], hasHalo: true },
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

/** A fill for a canvas context. */
export function canvasPattern(kind, { ink, paper, halo = paper }) {
  const tile = document.createElement("canvas");
  tile.width = SIZE;
  tile.height = SIZE;
  const context = tile.getContext("2d");
  context.fillStyle = paper;
  context.fillRect(0, 0, SIZE, SIZE);
  context.fillStyle = ink;
  const { lines = [], hasHalo } = TILES[kind];
  if (hasHalo) strokeLines(context, lines, { style: halo, width: 2.6 });
  strokeLines(context, lines, { style: ink, width: 1 });
  for (const [x, y] of TILES[kind].dots ?? []) {
    context.beginPath();
    context.arc(x, y, 1, 0, 2 * Math.PI);
    context.fill();
  }
  return context.createPattern(tile, "repeat");
}
