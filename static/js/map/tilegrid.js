// SPDX-License-Identifier: EUPL-1.2
// Which tiles a view needs, and the tiles that were fetched: each once per page, the longest unused forgotten.

import { requestBytes } from "../lib/request.js";
import { readTile } from "./vectortile.js";

/** Pixels of a tile at its own zoom, where the world of Leaflet is 256 pixels wide at zoom 0. */
const TILE_PIXELS = 512;
const WORLD_PIXELS = 256;
const FINEST = 12;
// Some six views of the largest screen.
const MOST_KEPT = 160;

/** The zoom of the tiles that a map at this zoom is drawn from: their pixels are at most 1.4 of the screen's. */
export function tileZoom(zoom) {
  return Math.min(FINEST, Math.max(0, Math.round(zoom - Math.log2(TILE_PIXELS / WORLD_PIXELS))));
}

/** How wide a tile is on a map at this zoom, in pixels. */
export function tileWidth(zoom, zoomOfTiles) {
  return (WORLD_PIXELS * 2 ** zoom) / 2 ** zoomOfTiles;
}

/**
 * The tiles under a rectangle of the world.
 * @param {{min: {x: number, y: number}, max: {x: number, y: number}}} bounds in pixels of the world at this zoom
 * @returns {{name: string, x: number, y: number}[]} those in the middle first
 */
export function tilesIn(bounds, zoom) {
  const z = tileZoom(zoom);
  const width = tileWidth(zoom, z);
  const last = 2 ** z - 1;
  const [west, north, east, south] = [bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y]
    .map((pixel) => Math.min(last, Math.max(0, Math.floor(pixel / width))));
  const found = [];
  for (let x = west; x <= east; x += 1) for (let y = north; y <= south; y += 1) found.push({ name: `${z}/${x}/${y}`, x, y, z });
  const away = ({ x, y }) => Math.hypot(x - (west + east) / 2, y - (north + south) / 2);
  return found.sort((a, b) => away(a) - away(b));
}

/** The tiles of one boundary version; `address` holds {tile} where their place stands. */
export class Tiles {
  constructor(address, { load = requestBytes } = {}) {
    Object.assign(this, { address, load });
    this.kept = new Map();
    this.asked = new Map();
  }

  /** What lies in a tile that is there; null while it is not. */
  get(name) {
    const tile = this.kept.get(name);
    if (!tile) return null;
    // Put last: what is unused for the longest is first.
    this.kept.delete(name);
    this.kept.set(name, tile);
    return tile;
  }

  /** Fetch a tile, once; one without areas is empty. */
  fetch(name) {
    if (this.kept.has(name)) return Promise.resolve(this.kept.get(name));
    if (!this.asked.has(name)) {
      const asked = this.load(this.address.replace("{tile}", name))
        .then((bytes) => this.#keep(name, readTile(bytes)))
        // What failed may be asked for again.
        .finally(() => this.asked.delete(name));
      this.asked.set(name, asked);
    }
    return this.asked.get(name);
  }

  #keep(name, tile) {
    this.kept.set(name, tile);
    for (const old of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) break;
      this.kept.delete(old);
    }
    return tile;
  }
}
