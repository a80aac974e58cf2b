// SPDX-License-Identifier: EUPL-1.2
// Draws what lies in a tile: fills, borders, rings.

import { EXTENT } from "./vectortile.js";

// Paths of many areas at once are quick, paths of all are not.
const AT_ONCE = 250;
// The width of a line of its own colour that closes the seams between areas.
const SEAM = 0.6;
const BORDER = 0.5;

/** A tile with where it lies, in pixels of the map's layers. */
export function placed(tile, areas, width, origin) {
  const [left, top] = [tile.x * width - origin.x, tile.y * width - origin.y];
  return { tile, areas, left, top, width, scale: width / EXTENT };
}

function trace(context, { rings }, { left, top, scale }) {
  for (const ring of rings) {
    context.moveTo(ring[0] * scale + left, ring[1] * scale + top);
    for (let at = 2; at < ring.length; at += 2) context.lineTo(ring[at] * scale + left, ring[at + 1] * scale + top);
    context.closePath();
  }
}

/** Fill the areas of a tile, those of one class or pattern after each other; `areSewn` closes the seams between them. */
export function drawFills(context, tile, { fills, fillOf, areSewn }) {
  const byFill = fills.map(() => []);
  for (const area of tile.areas) byFill[fillOf[area.position]]?.push(area);
  Object.assign(context, { lineWidth: SEAM, lineJoin: "round" });
  // Under all fills: on them the lines of what is drawn last would take ground from small areas.
  if (areSewn) each(byFill, (areas, place) => {
    context.strokeStyle = fills[place];
    inParts(context, tile, areas, () => context.stroke());
  });
  each(byFill, (areas, place) => {
    context.fillStyle = fills[place];
    inParts(context, tile, areas, () => context.fill("evenodd"));
  });
}

function each(byFill, draw) {
  byFill.forEach((areas, place) => areas.length && draw(areas, place));
}

function inParts(context, tile, areas, draw) {
  for (let start = 0; start < areas.length; start += AT_ONCE) {
    context.beginPath();
    for (const area of areas.slice(start, start + AT_ONCE)) trace(context, area, tile);
    draw();
  }
}

/** Draw the borders of all areas of a tile that are shown. */
export function drawBorders(context, tile, { fillOf, colour }) {
  within(context, tile, () => {
    Object.assign(context, { strokeStyle: colour, lineWidth: BORDER, lineJoin: "round" });
    const areas = tile.areas.filter(({ position }) => fillOf[position] >= 0);
    inParts(context, tile, areas, () => context.stroke());
  });
}

/** Draw a line around those areas of a tile that are wanted; notes in `drawn` which ones were there. */
export function drawRing(context, tile, { wanted, drawn, colour, width }) {
  const areas = tile.areas.filter(({ position }) => wanted.has(position));
  if (!areas.length) return;
  within(context, tile, () => {
    Object.assign(context, { strokeStyle: colour, lineWidth: width, lineJoin: "round" });
    for (const area of areas) {
      context.beginPath();
      trace(context, area, tile);
      context.stroke();
      drawn.add(area.position);
    }
  });
}

/** Draw inside a tile alone: outlines go on beyond its edge, where they end in lines that are no borders. */
function within(context, { left, top, width }, draw) {
  context.save();
  context.beginPath();
  context.rect(left, top, width, width);
  context.clip();
  draw();
  context.restore();
}
