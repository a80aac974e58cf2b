// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { boundsOf, middleOf, placesOf } from "../../static/js/map/shapes.js";
import { Tiles, tilesIn, tileWidth, tileZoom } from "../../static/js/map/tilegrid.js";
import { drawFills, placed } from "../../static/js/map/tilepaint.js";
import { holds, readTile, TileError } from "../../static/js/map/vectortile.js";

/** One field of Protocol Buffers whose content is bytes. */
const field = (number, bytes) => [(number << 3) | 2, ...varint(bytes.length), ...bytes];
const numbered = (number, value) => [number << 3, ...varint(value)];

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

const area = (position, commands) => field(2, [...numbered(1, position), ...numbered(3, 3), ...field(4, commands.flatMap(varint))]);
const tile = (...areas) => Uint8Array.from(field(3, [...field(1, [97]), ...areas.flat(), ...numbered(5, 4096), ...numbered(15, 2)])).buffer;

// Vector Tile Specification 2.1, 4.3.5.4 and 4.3.5.6: example polygon, and two polygons of which one has a hole.
const POLYGON = [9, 6, 12, 18, 10, 12, 24, 44, 15];
const WITH_HOLE = [
  9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15,
];

describe("vector tiles", () => {
  it("are read as the specification's examples say", () => {
    const [first, second] = readTile(tile(area(7, POLYGON), area(32843, WITH_HOLE)));

    assert.equal(first.position, 7);
    assert.deepEqual(first.rings.map((ring) => [...ring]), [[3, 6, 8, 12, 20, 34]]);
    assert.deepEqual(first.box, [3, 6, 20, 34]);
    assert.equal(second.position, 32843);
    assert.deepEqual(second.rings.map((ring) => [...ring]), [
      [0, 0, 10, 0, 10, 10, 0, 10],
      [11, 11, 20, 11, 20, 20, 11, 20],
      [13, 13, 13, 17, 17, 17, 17, 13],
    ]);
  });

  it("may be empty, and pass over what is not known", () => {
    assert.deepEqual(readTile(new ArrayBuffer(0)), []);
    const more = [...numbered(9, 300), (9 << 3) | 5, 1, 2, 3, 4, (9 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8];
    assert.deepEqual(readTile(Uint8Array.from(more).buffer), []);
  });

  it("are refused where they end too early, hold other numbers of lines or foreign commands", () => {
    const whole = new Uint8Array(tile(area(7, POLYGON)));
    for (const bytes of [
      whole.slice(0, whole.length - 4).buffer,
      Uint8Array.from(field(3, numbered(5, 512))).buffer,
      tile(area(1, [11, 2, 2])),
      Uint8Array.from([(1 << 3) | 3]).buffer,
      Uint8Array.from(new Array(12).fill(255)).buffer,
    ]) assert.throws(() => readTile(bytes), TileError);
  });

  it("say which area a point lies in, holes apart", () => {
    const [{ rings, box }] = readTile(tile(area(1, WITH_HOLE)));

    assert.ok(holds({ rings, box }, 5, 5));
    assert.ok(holds({ rings, box }, 12, 12));
    assert.ok(!holds({ rings, box }, 15, 15));
    assert.ok(!holds({ rings, box }, 10.5, 10.5));
    assert.ok(!holds({ rings, box }, 50, 5));
  });
});

describe("the grid of tiles", () => {
  it("has pixels that are at most 1.5 of the screen's", () => {
    for (let zoom = 1; zoom <= 13; zoom += 0.25) {
      const enlarged = tileWidth(zoom, tileZoom(zoom)) / 512;
      assert.ok(enlarged >= 0.7 && enlarged < 1.5, `${zoom}: ${enlarged}`);
    }
    assert.equal(tileZoom(18), 12);
    assert.equal(tileZoom(0), 0);
  });

  it("names the tiles under a view, the middle first, and none beyond the world", () => {
    const found = tilesIn({ min: { x: 100, y: 100 }, max: { x: 1500, y: 700 } }, 3);
    assert.deepEqual(found.map(({ name }) => name).sort(), ["2/0/0", "2/0/1", "2/1/0", "2/1/1", "2/2/0", "2/2/1"]);
    assert.ok(["2/1/0", "2/1/1"].includes(found[0].name));
    assert.deepEqual(tilesIn({ min: { x: -900, y: -900 }, max: { x: 9000, y: 9000 } }, 1).map(({ name }) => name), ["0/0/0"]);
  });

  it("fetches each tile once, and again when that failed", async () => {
    const asked = [];
    let isDown = true;
    const tiles = new Tiles("/t/{tile}.mvt", { load: async (address) => {
      asked.push(address);
      if (isDown) throw new Error("down");
      return tile(area(3, POLYGON));
    } });

    await assert.rejects(tiles.fetch("1/0/0"));
    isDown = false;
    await Promise.all([tiles.fetch("1/0/0"), tiles.fetch("1/0/0")]);
    await tiles.fetch("1/0/0");

    assert.deepEqual(asked, ["/t/1/0/0.mvt", "/t/1/0/0.mvt"]);
    assert.equal(tiles.get("1/0/0")[0].position, 3);
    assert.equal(tiles.get("1/1/1"), null);
  });

  it("forgets what was not used for the longest", async () => {
    const tiles = new Tiles("{tile}", { load: async () => new ArrayBuffer(0) });
    for (let x = 0; x < 160; x += 1) await tiles.fetch(`9/${x}/0`);
    tiles.get("9/0/0");
    await tiles.fetch("9/200/0");

    assert.deepEqual(tiles.get("9/0/0"), []);
    assert.equal(tiles.get("9/1/0"), null);
  });
});

describe("places beside tiles", () => {
  const told = { keys: ["1", "2", "3"], names: ["Nord", "Nirgends", "Süd"], west: [130000, -130000, -5000], south: [520000, -520000, 515000], width: [1000, -1, 1000], height: [1000, -1, 1001] };

  it("have key, name and box, and none without a shape", () => {
    const [north, nowhere, south] = placesOf(told);

    assert.deepEqual(north, { key: "1", name: "Nord", box: { west: 13, south: 52, east: 13.1, north: 52.1 } });
    assert.equal(nowhere.box, null);
    assert.equal(middleOf(nowhere), null);
    assert.equal(middleOf(south).y, 51.55005);
    assert.deepEqual(boundsOf(placesOf(told)), [[51.5, -0.5], [52.1, 13.1]]);
  });
});

describe("fills of a tile", () => {
  it("are drawn once for each class or pattern, and nothing of areas that are gone", () => {
    const areas = [0, 1, 2, 3].map((position) => ({ position, rings: [Int32Array.of(0, 0, 8, 0, 8, 8)] }));
    const drawn = [];
    const context = { beginPath() {}, moveTo() {}, lineTo() {}, closePath() {}, stroke() {}, fill() { drawn.push(this.fillStyle); } };
    const at = placed({ x: 1, y: 2, z: 3 }, areas, 512, { x: 500, y: 1000 });

    drawFills(context, at, { fills: ["red", "blue"], fillOf: Int16Array.of(0, 1, 0, -1), areSewn: true });

    assert.deepEqual(drawn, ["red", "blue"]);
    assert.deepEqual([at.left, at.top, at.scale], [12, 24, 0.125]);
  });
});
