// SPDX-License-Identifier: EUPL-1.2
// Reads a vector tile (MVT 2.1): places of the unit order with their rings, on the tile's own grid.

/** Lines of the grid of a tile. */
export const EXTENT = 4096;

// Numbers of fields and commands, and kinds of fields, as the specification names them.
const LAYER = 3;
const [FEATURE, LAYER_EXTENT] = [2, 5];
const [ID, GEOMETRY] = [1, 4];
const [MOVE, LINE, CLOSE] = [1, 2, 7];
const [NUMBER, LONG, BYTES, SHORT] = [0, 1, 2, 5];
// A number takes at most so many bytes of seven bits each.
const LONGEST = 10;

/** The bytes are no vector tile of ours. */
export class TileError extends Error {
  constructor(message) {
    super(message);
    this.name = "TileError";
  }
}

/** Walks over one message of Protocol Buffers. */
class Message {
  constructor(bytes, start, end) {
    Object.assign(this, { bytes, at: start, end });
  }

  get hasMore() {
    return this.at < this.end;
  }

  number() {
    let value = 0;
    let weight = 1;
    for (let place = 0; place < LONGEST; place += 1) {
      if (this.at >= this.end) throw new TileError("The tile ends too early.");
      const byte = this.bytes[this.at++];
      // Shifts would fold over beyond 32 bits.
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
      weight *= 128;
    }
    throw new TileError("The tile holds a number without an end.");
  }

  part() {
    const length = this.number();
    const start = this.at;
    this.#step(length);
    return new Message(this.bytes, start, this.at);
  }

  #step(length) {
    if (this.at + length > this.end) throw new TileError("The tile ends too early.");
    this.at += length;
  }

  /** Call what reads each field by its number; other fields are passed over. */
  read(readers) {
    while (this.hasMore) {
      const key = this.number();
      const kind = key & 7;
      const reader = readers[key >>> 3];
      if (kind === NUMBER) {
        const value = this.number();
        reader?.(value);
      } else if (kind === BYTES) {
        const part = this.part();
        reader?.(part);
      } else if (kind === LONG || kind === SHORT) this.#step(kind === LONG ? 8 : 4);
      else throw new TileError(`Fields of kind ${kind} are not known.`);
    }
  }
}

/**
 * Read a tile.
 * @param {ArrayBuffer} buffer
 * @returns {{position: number, rings: Int32Array[], box: number[]}[]} rings as x, y, x, y … without the closing point,
 *   the box as west, north, east, south; both on the grid of the tile from its top left
 */
export function readTile(buffer) {
  const found = [];
  const bytes = new Uint8Array(buffer);
  new Message(bytes, 0, bytes.length).read({ [LAYER]: (layer) => readLayer(layer, found) });
  return found;
}

function readLayer(layer, found) {
  layer.read({
    [FEATURE]: (feature) => found.push(readFeature(feature)),
    [LAYER_EXTENT]: (extent) => {
      if (extent !== EXTENT) throw new TileError(`Tiles of ${extent} lines are not known.`);
    },
  });
}

function readFeature(feature) {
  const area = { position: -1, rings: [], box: [Infinity, Infinity, -Infinity, -Infinity] };
  feature.read({
    [ID]: (position) => (area.position = position),
    [GEOMETRY]: (commands) => readRings(commands, area),
  });
  return area;
}

/** Commands are steps from point to point: the low three bits say what, the others how often. */
function readRings(commands, { rings, box }) {
  const turtle = { x: 0, y: 0 };
  let ring = [];
  while (commands.hasMore) {
    const command = commands.number();
    const what = command & 7;
    if (what === MOVE) ring = [];
    if (what === CLOSE) rings.push(Int32Array.from(ring));
    else if (what === MOVE || what === LINE) walk(commands, command >>> 3, turtle, ring, box);
    else throw new TileError(`Commands of kind ${what} are not known.`);
  }
}

function walk(commands, times, turtle, ring, box) {
  for (let time = 0; time < times; time += 1) {
    turtle.x += signed(commands.number());
    turtle.y += signed(commands.number());
    ring.push(turtle.x, turtle.y);
    if (turtle.x < box[0]) box[0] = turtle.x;
    if (turtle.y < box[1]) box[1] = turtle.y;
    if (turtle.x > box[2]) box[2] = turtle.x;
    if (turtle.y > box[3]) box[3] = turtle.y;
  }
}

/** The sign is the lowest bit. */
function signed(number) {
  return number % 2 ? -(number + 1) / 2 : number / 2;
}

/** Whether a point lies in an area: a line from it crosses an odd number of borders (holes included). */
export function holds({ rings, box }, x, y) {
  if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
  let isInside = false;
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
      const [x1, y1, x2, y2] = [ring[at], ring[at + 1], ring[before], ring[before + 1]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
    }
  }
  return isInside;
}
