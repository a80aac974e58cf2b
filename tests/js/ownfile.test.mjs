// SPDX-License-Identifier: EUPL-1.2
// A reader's file is read whole or refused with a reason; nothing of it is guessed, and what has no position is counted.

import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_BYTES, MOST_PLACES, OwnFileError, ownLayers, readOwnFile } from "../../static/js/lib/ownfile.js";

const GROUND = { west: 13, south: 52, east: 14, north: 53 };
const bytes = (text) => new TextEncoder().encode(text);
const read = (text) => readOwnFile("orte", bytes(text), GROUND);
const point = (x, y, properties = {}) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [x, y] } });
const collection = (...features) => JSON.stringify({ type: "FeatureCollection", features });

function refused(call, code) {
  assert.throws(call, (error) => error instanceof OwnFileError && error.code === code);
}

test("a table with semicolons, commas in numbers and quoted cells is read", () => {
  const found = read('Name;Lat;Lon;Plätze\n"Kita ""Nord""; Haus 2";52,5;13,4;40\n\nKita Süd;52.6;13.5;\n');

  assert.deepEqual(found, {
    places: [
      { name: 'Kita "Nord"; Haus 2', more: [["Plätze", "40"]], geometry: { type: "Point", coordinates: [13.4, 52.5] } },
      { name: "Kita Süd", more: [], geometry: { type: "Point", coordinates: [13.5, 52.6] } },
    ],
    left: 0,
    outside: 0,
  });
});

test("the columns of east and north are found by the words that offices use, whatever their order and letters", () => {
  for (const head of ["Länge,Breite,Name", "LON,LAT,Name", "x,y,Name", "Longitude,Latitude,Name"]) {
    assert.deepEqual(read(`${head}\n13.4,52.5,Ort`).places[0].geometry.coordinates, [13.4, 52.5], head);
  }
});

test("a table of an older program is read with its umlauts, and one with a mark of order without it", () => {
  const older = readOwnFile("orte.csv", Uint8Array.from("Name;x;y\nM\xFCller;13.4;52.5", (sign) => sign.charCodeAt(0)), GROUND);

  assert.equal(older.places[0].name, "Müller");
  assert.equal(readOwnFile("orte.csv", bytes("\uFEFFx;y;Name\n13.4;52.5;Ort"), GROUND).places[0].name, "Ort");
});

test("rows without a position are counted and never put at zero", () => {
  const found = read("Name;lon;lat\nA;13.4;52.5\nB;;\nC;x;52.5\nD;13.4");

  assert.deepEqual([found.places.length, found.left], [1, 3]);
});

test("places of GeoJSON keep what is said of them, and a name is the first word where none is called so", () => {
  const { places } = read(collection(point(13.4, 52.5, { id: 7, Art: "Kita", ok: true, leer: null, liste: [1] }), point(13.4, 52.5), point(13.4, 52.5, { Title: "Haus" })));

  assert.deepEqual(places.map(({ name, more }) => [name, more]), [
    ["Kita", [["id", "7"], ["ok", "true"]]], ["2", []], ["Haus", []],
  ]);
});

test("a single feature and a bare geometry are places, too", () => {
  assert.equal(read(JSON.stringify(point(13.4, 52.5, { name: "Ort" }))).places[0].name, "Ort");
  assert.equal(read('{"type":"MultiPoint","coordinates":[[13.4,52.5],[13.5,52.6]]}').places.length, 1);
});

test("points, lines and areas become layers of their own, and several points in one become several places", () => {
  const ring = [[13, 52], [13.5, 52], [13.5, 52.5], [13, 52]];
  const shapes = [
    { type: "MultiPoint", coordinates: [[13.4, 52.5], [13.5, 52.6]] }, { type: "LineString", coordinates: ring },
    { type: "MultiLineString", coordinates: [ring] }, { type: "Polygon", coordinates: [ring] }, { type: "MultiPolygon", coordinates: [[ring]] },
  ];
  const { places } = read(collection(...shapes.map((geometry) => ({ type: "Feature", properties: {}, geometry }))));

  const layers = ownLayers("datei", places);

  assert.deepEqual(layers.map(({ kind, sign, name, features }) => [kind, sign, name, features.length]), [
    ["point", "own", "datei", 2], ["line", "own", "datei", 2], ["area", "own", "datei", 2],
  ]);
  assert.deepEqual(layers[0].features[1], { geometry: { type: "Point", coordinates: [13.5, 52.6] }, properties: { k: "2", n: "1", more: [] } });
});

test("heights are let through, and shapes that are none are left out", () => {
  const broken = [null, { type: "GeometryCollection", geometries: [] }, { type: "Point", coordinates: [] }, { type: "Point", coordinates: ["13", 52] },
    { type: "LineString", coordinates: [[13.4]] }, { type: "Polygon", coordinates: [[13, 52]] }];
  const found = read(collection(point(13.4, 52.5), { ...point(0, 0), geometry: { type: "Point", coordinates: [13.4, 52.5, 30] } },
    ...broken.map((geometry) => ({ type: "Feature", properties: {}, geometry }))));

  assert.deepEqual([found.places.length, found.left], [2, broken.length]);
});

test("metres instead of degrees are refused, as positions and by the name of the system", () => {
  refused(() => read("x;y\n389000;5820000"), "metres");
  refused(() => read(JSON.stringify({ type: "FeatureCollection", crs: { properties: { name: "urn:ogc:def:crs:EPSG::25833" } }, features: [point(13.4, 52.5)] })), "metres");
  const named = (name) => read(JSON.stringify({ type: "FeatureCollection", crs: { properties: { name } }, features: [point(13.4, 52.5)] }));
  assert.equal(named("urn:ogc:def:crs:OGC:1.3:CRS84").places.length, 1);
  assert.equal(named("EPSG:4326").places.length, 1);
});

test("exchanged axes are told from places that lie elsewhere", () => {
  refused(() => read("lon;lat\n52.5;13.4"), "axes");
  refused(() => read("lon;lat\n7.1;50.7"), "elsewhere");
  refused(() => read("x;y\n13.4;120"), "elsewhere");
});

test("single places outside are told and drawn with the rest", () => {
  assert.deepEqual([read("lon;lat\n13.4;52.5\n7.1;50.7").outside, read("lon;lat\n13.4;52.5\n7.1;50.7").places.length], [1, 2]);
});

test("what is no file of places is refused with the reason", () => {
  refused(() => read(""), "empty");
  refused(() => read("  \n "), "empty");
  refused(() => read(collection()), "empty");
  refused(() => read("lon;lat\nx;y"), "empty");
  refused(() => read("{ kaputt"), "unreadable");
  refused(() => read('{"type":"Topology"}'), "unreadable");
  refused(() => read('{"type":"FeatureCollection","features":[3]}'), "unreadable");
  refused(() => read('{"type":"FeatureCollection"}'), "unreadable");
  refused(() => read("\x89PNG"), "unreadable");
  refused(() => read("Name;Straße\nA;B"), "columns");
});

test("what is too large is refused before it is read, and too many places or corners before they are drawn", () => {
  refused(() => readOwnFile("groß", { byteLength: MOST_BYTES + 1 }, GROUND), "too_large");
  refused(() => read(`x;y\n${"13.4;52.5\n".repeat(MOST_PLACES + 1)}`), "too_many");
  const line = JSON.stringify(Array.from({ length: 60_001 }, () => [13.4, 52.5]));
  refused(() => read(`{"type":"MultiLineString","coordinates":[${Array(5).fill(line)}]}`), "too_detailed");
});
