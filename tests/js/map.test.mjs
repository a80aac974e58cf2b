// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";

import { byTypedText, next, reachable } from "../../static/js/map/directions.js";
import { target } from "../../static/js/map/keyboard.js";
import { queryOf } from "../../static/js/map/query.js";
import { matches } from "../../static/js/map/search.js";
import { centreOf, latLngsOf, shapesOf } from "../../static/js/map/shapes.js";
import { compareCells } from "../../static/js/map/sorting.js";
import { labelled } from "../../static/js/map/timeline.js";
import { placed } from "../../static/js/map/tooltip.js";

const DEMO = new URL("../../demo/", import.meta.url);

async function demoShapes(file) {
  return shapesOf(JSON.parse(await readFile(new URL(file, DEMO), "utf-8")));
}

const GRID = [
  { x: 0, y: 0 }, { x: 1, y: 0 }, { x: 2, y: 0 },
  { x: 0, y: 1 }, { x: 1, y: 1 }, { x: 2, y: 1 },
];

describe("directions", () => {
  it("lead to the nearest area straight ahead", () => {
    assert.equal(next(GRID, 1, "up"), 4);
    assert.equal(next(GRID, 1, "left"), 0);
    assert.equal(next(GRID, 1, "right"), 2);
  });

  it("end at the edge of the map", () => {
    assert.equal(next(GRID, 0, "left"), null);
    assert.equal(next(GRID, 0, "down"), null);
  });

  it("take an area aside only when nothing lies ahead", () => {
    const points = [{ x: 0, y: 0 }, { x: 5, y: 1 }, { x: 0.5, y: 9 }];

    assert.equal(next(points, 0, "up"), 2);
    assert.equal(next(points.slice(0, 2), 0, "up"), 1);
  });

  it("skip areas without a shape", () => {
    assert.equal(next([{ x: 0, y: 0 }, null, { x: 2, y: 0 }], 0, "right"), 2);
    assert.equal(next([null, { x: 1, y: 0 }], 0, "right"), null);
  });

  for (const [file, count] of [
    ["koeln/gebiete_2012/stadtteile.geojson", 86],
    ["berlin/gebiete_lor_2006/planungsraum.geojson", 448],
    ["berlin/gebiete_lor_2021/planungsraum.geojson", 542],
    ["nrw/gebiete_2021/gemeinde.geojson", 396],
  ]) {
    it(`reach every area of ${file}`, async () => {
      const shapes = await demoShapes(file);
      const points = shapes.map(({ latlngs }) => centreOf(latlngs));

      assert.equal(points.length, count);
      assert.equal(reachable(points, 0).size, count);
    });
  }
});

describe("typed letters", () => {
  const names = ["Adlershof", "Altstadt", "Buch", "Älterer Teil"];

  it("lead to the next name that begins with them", () => {
    assert.equal(byTypedText(names, 0, "a"), 1);
    assert.equal(byTypedText(names, 1, "a"), 0);
    assert.equal(byTypedText(names, 0, "bu"), 2);
  });

  it("keep the area in focus while it fits", () => {
    assert.equal(byTypedText(names, 1, "al"), 1);
  });

  it("lead nowhere when no name fits", () => {
    assert.equal(byTypedText(names, 0, "x"), null);
  });
});

describe("keys", () => {
  const places = { points: GRID, names: ["a", "b", "c", "d", "e", "f"] };

  it("lead to the first, the last, the next and the previous area", () => {
    assert.equal(target("Home", 3, places), 0);
    assert.equal(target("End", 3, places), 5);
    assert.equal(target("PageDown", 5, places), 5);
    assert.equal(target("PageUp", 3, places), 2);
    assert.equal(target("ArrowUp", 1, places), 4);
  });

  it("mean nothing otherwise", () => {
    assert.equal(target("Tab", 3, places), null);
  });
});

describe("shapes", () => {
  const square = [[[13, 52], [14, 52], [14, 53], [13, 53], [13, 52]]];

  it("turn longitude and latitude round, parts and holes kept", () => {
    assert.deepEqual(latLngsOf({ type: "Polygon", coordinates: square })[0][0][1], [52, 14]);
    assert.equal(latLngsOf({ type: "MultiPolygon", coordinates: [square, square] }).length, 2);
  });

  it("may be missing", () => {
    assert.deepEqual(latLngsOf(null), []);
    assert.equal(centreOf([]), null);
  });

  it("have the centre of their largest part", () => {
    const island = [[[0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1], [0, 0]]];

    assert.equal(centreOf(latLngsOf({ type: "MultiPolygon", coordinates: [island, square] })).y, 52.5);
  });
});

describe("search", () => {
  const places = [
    { name: "Am Wasserturm", key: "0101" },
    { name: "Wassertorplatz", key: "0201" },
    { name: "Unterwasser", key: "0301" },
  ];

  it("finds beginnings of names first, then of words, then parts", () => {
    assert.deepEqual(matches(places, "wasser"), [1, 0, 2]);
  });

  it("finds keys", () => {
    assert.deepEqual(matches(places, "03"), [2]);
  });

  it("finds nothing for nothing", () => {
    assert.deepEqual(matches(places, "  "), []);
  });
});

describe("sorting", () => {
  it("puts cells without a number last in both directions", () => {
    for (const isDescending of [true, false]) {
      const sorted = ["", "3", "-1"].sort((a, b) => compareCells(a, b, { isNumeric: true, isDescending }));
      assert.equal(sorted[2], "");
    }
  });

  it("compares numbers as numbers and words as words", () => {
    assert.ok(compareCells("9", "10", { isNumeric: true, isDescending: false }) < 0);
    assert.ok(compareCells("Ärztehaus", "Buch", { isNumeric: false, isDescending: false }) < 0);
  });
});

describe("addresses", () => {
  it("leave out what is usual and take the area from outside", () => {
    const entries = [
      ["indikator", "kinderarmut"], ["gebiet", "Reuterkiez"], ["methode", "standard"], ["klassen", ""],
      ["grenzen", "stand"], ["unsicher", "an"],
    ];

    assert.equal(queryOf(entries, { focus: "" }), "?indikator=kinderarmut&grenzen=stand");
    assert.equal(queryOf([["unsicher", "aus"]], { focus: "" }), "?unsicher=aus");
    assert.equal(queryOf(entries, { focus: "0801" }), "?indikator=kinderarmut&grenzen=stand&gebiet=0801");
  });
});

describe("labels of periods", () => {
  it("are all written where there is room", () => {
    assert.deepEqual([...labelled(4, 1, 50, 30)], [0, 1, 2, 3]);
  });

  it("are those of the first, the last and the shown period where there is little", () => {
    assert.deepEqual([...labelled(24, 12, 8, 30)].sort((a, b) => a - b), [0, 12, 23]);
  });

  it("never touch that of the shown period", () => {
    assert.deepEqual([...labelled(24, 22, 8, 30)].sort((a, b) => a - b), [0, 22]);
    assert.deepEqual([...labelled(2, 0, 8, 30)], [0]);
  });
});

describe("the note beside an area", () => {
  const frame = { width: 300, height: 200 };

  it("turns round where it would leave the frame", () => {
    const { left, top } = placed({ x: 290, y: 190 }, { width: 100, height: 50 }, frame);

    assert.ok(left + 100 <= 290);
    assert.ok(top + 50 <= 190);
  });

  it("never starts outside", () => {
    assert.deepEqual(placed({ x: 5, y: 195 }, { width: 320, height: 300 }, frame), { left: 0, top: 0 });
  });
});
