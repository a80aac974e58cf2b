// SPDX-License-Identifier: EUPL-1.2
// The areas of a very large level, drawn from tiles: the same behaviour as `areas.js` and `canvas.js`.

import { BORDERS, RINGS } from "./canvas.js";
import { Colours } from "./colours.js";
import { makeSheet } from "./sheet.js";
import { SpokenAreas } from "./speaking.js";
import { Tiles, tilesIn, tileWidth } from "./tilegrid.js";
import { drawBorders, drawFills, drawRing, placed } from "./tilepaint.js";
import { holds } from "./vectortile.js";

const L = globalThis.L;
// Areas that are mostly smaller than this on the screen have no borders: they would be all that is seen.
const LEAST_BORDERED = 10;
const GONE = -1;

/** Tens of thousands of areas; a step of time draws them anew from the tiles that are there and asks for nothing. */
export class TileAreas extends SpokenAreas {
  constructor(map, shapes, { outlines, lines = [], frame, tiles }) {
    super(frame, shapes);
    this.map = map;
    this.tiles = new Tiles(tiles);
    this.colours = new Colours(this.listbox);
    this.fills = [];
    this.fillOf = new Int16Array(shapes.length);
    this.rings = new Map();
    this.before = [];
    this.usualSize = usualSize(shapes);
    this.sheet = makeSheet((context, bounds) => this.#draw(context, bounds)).addTo(map);
    this.lines = this.#lines(outlines, lines);
    this.over = makeSheet((context, bounds) => this.#drawRings(context, bounds)).addTo(map);
    this.pointers = [];
  }

  #lines(outlines, lines) {
    if (!outlines.length && !lines.length) return [];
    const renderer = L.canvas({ padding: 0.25 });
    const look = { renderer, interactive: false, fill: false };
    const border = { ...look, weight: 1.5, color: this.colours.of("border") };
    return [
      ...outlines.map((latlngs) => L.polygon(latlngs, border).addTo(this.map)),
      ...lines.map(({ kind, latlngs }) =>
        L.polyline(latlngs, { ...look, color: this.colours.of("ring"), ...BORDERS[kind] }).addTo(this.map)),
      renderer,
    ];
  }

  /** Give each area its class or pattern: few fills, and for each area which one. */
  paint(marks, { showsUnsure = false, ...look }) {
    this.tell(marks, look);
    this.colours.forget();
    const numbers = new Map();
    this.fills = [];
    marks.forEach(({ className, isUnsure, isGuess, isGone }, position) => {
      if (isGone) return void (this.fillOf[position] = GONE);
      const isHatched = showsUnsure && isUnsure;
      const fill = this.colours.fill(className, { isHatched, isGuess });
      if (!numbers.has(fill)) numbers.set(fill, this.fills.push(fill) - 1);
      this.fillOf[position] = numbers.get(fill);
    });
    this.sheet.redraw();
    this.over.redraw();
  }

  /** Resolves when all that the map shows now is drawn. */
  async ready() {
    if (!this.missing?.length) return;
    await Promise.all(this.missing.map(({ name }) => this.tiles.fetch(name)));
    this.sheet.redraw();
    this.over.redraw();
    await this.ready();
  }

  /** The tiles under a part of the map with where they lie; those that are not there are fetched. */
  #view(bounds) {
    const zoom = this.map.getZoom();
    const origin = this.map.getPixelOrigin();
    const needed = tilesIn({ min: bounds.min.add(origin), max: bounds.max.add(origin) }, zoom);
    const there = needed.filter(({ name }) => this.tiles.get(name));
    this.missing = needed.filter(({ name }) => !this.tiles.get(name));
    return { there: this.#placed(there, zoom, origin), zoom, origin };
  }

  #placed(tiles, zoom, origin) {
    return tiles.map((tile) => placed(tile, this.tiles.get(tile.name) ?? [], tileWidth(zoom, tile.z), origin));
  }

  #draw(context, bounds) {
    const { there, zoom, origin } = this.#view(bounds);
    // What was seen before stays until all of what comes in its place is there.
    const stale = this.missing.length ? this.#placed(this.before, zoom, origin) : [];
    const areBordered = this.usualSize * 2 ** zoom >= LEAST_BORDERED;
    const border = this.colours.of("border");
    for (const tile of [...stale, ...there]) {
      drawFills(context, tile, { fills: this.fills, fillOf: this.fillOf, areSewn: !areBordered });
      if (areBordered) drawBorders(context, tile, { fillOf: this.fillOf, colour: border });
    }
    this.shown = there;
    if (this.missing.length) this.#fetch();
    else this.before = there.map(({ tile }) => tile);
  }

  /** Draw each tile when it comes; several that come together are drawn once. */
  #fetch() {
    for (const { name } of this.missing) {
      this.tiles.fetch(name).then(() => this.#soon(), (error) => this.failed?.(error));
    }
  }

  #soon() {
    cancelAnimationFrame(this.frameAsked);
    this.frameAsked = requestAnimationFrame(() => {
      this.sheet.redraw();
      this.over.redraw();
    });
  }

  ringAll(kind, positions) {
    this.rings.set(kind, positions.filter((position) => !this.marks[position]?.isGone));
    this.over.redraw();
  }

  #drawRings(context) {
    const [ring, halo] = ["ring", "halo"].map((name) => this.colours.of(name));
    for (const [kind, positions] of this.rings) {
      if (!positions.length) continue;
      const wanted = new Set(positions);
      for (const [place, colour] of [ring, halo].entries()) {
        const drawn = new Set();
        for (const tile of this.shown ?? []) {
          drawRing(context, tile, { wanted, drawn, colour, width: RINGS[kind][place] });
        }
        // An area that is smaller than a point of the tiles still has its place.
        for (const position of wanted) if (!drawn.has(position)) this.#box(context, position, colour, RINGS[kind][place]);
      }
    }
  }

  #box(context, position, colour, width) {
    const bounds = this.boundsOf(position);
    const [from, to] = [bounds.getNorthWest(), bounds.getSouthEast()].map((place) => this.map.latLngToLayerPoint(place));
    Object.assign(context, { strokeStyle: colour, lineWidth: width });
    context.strokeRect(from.x - 1, from.y - 1, to.x - from.x + 2, to.y - from.y + 2);
  }

  listen(handlers) {
    this.hear(handlers);
    this.failed = handlers.failed;
    const container = this.map.getContainer();
    this.#on("mousemove", ({ layerPoint, originalEvent }) => {
      const position = this.#under(layerPoint);
      container.classList.toggle("map-frame__canvas--area", position !== null);
      if (position !== null) handlers.enter(position, originalEvent);
      else if (this.wasOver) handlers.leave();
      this.wasOver = position !== null;
    });
    this.#on("mouseout", () => {
      if (this.wasOver) handlers.leave();
      this.wasOver = false;
    });
    this.#on("click", ({ layerPoint }) => {
      const position = this.#under(layerPoint);
      if (position !== null) handlers.click(position);
    });
  }

  #on(name, listener) {
    this.map.on(name, listener);
    this.pointers.push([name, listener]);
  }

  /** Which area lies under a point; null where there is none. */
  #under({ x, y }) {
    for (const { areas, left, top, scale, width } of this.shown ?? []) {
      if (x < left || y < top || x >= left + width || y >= top + width) continue;
      const [column, row] = [(x - left) / scale, (y - top) / scale];
      const found = areas.find((area) => this.fillOf[area.position] !== GONE && holds(area, column, row));
      if (found) return found.position;
    }
    return null;
  }

  boundsOf(position) {
    const { west, south, east, north } = this.shapes[position].box;
    return L.latLngBounds([south, west], [north, east]);
  }

  destroy() {
    cancelAnimationFrame(this.frameAsked);
    for (const [name, listener] of this.pointers) this.map.off(name, listener);
    for (const layer of [this.over, ...this.lines, this.sheet]) layer.remove();
    super.destroy();
  }
}

/** How wide half of the areas are at most, in pixels at zoom 0. */
function usualSize(shapes) {
  const widths = shapes.map(({ box }) => box.east - box.west).filter((width) => width > 0).sort((a, b) => a - b);
  return ((widths[widths.length >> 1] ?? 0) * 256) / 360;
}
