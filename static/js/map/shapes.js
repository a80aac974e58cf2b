// SPDX-License-Identifier: EUPL-1.2
// Outlines as they come (GeoJSON in the frozen unit order) and as the map takes them.

import { requestJson, RequestError } from "../lib/request.js";

/** Rings as [latitude, longitude], which is how Leaflet reads them. */
export function latLngsOf(geometry) {
  if (!geometry) return [];
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((rings) => rings.map((ring) => ring.map(([longitude, latitude]) => [latitude, longitude])));
}

/** The areas of a collection in their order: key, name, rings. */
export function shapesOf(collection) {
  return collection.features.map(({ properties, geometry }) => ({
    key: properties.k,
    name: properties.n,
    latlngs: latLngsOf(geometry),
  }));
}

/** The middle of the bounding box of the largest part, with y growing northwards; null without a shape. */
export function centreOf(latlngs) {
  let best = null;
  let largest = -1;
  for (const [outer] of latlngs) {
    const box = boxOf(outer);
    const size = (box.north - box.south) * (box.east - box.west);
    if (size > largest) [best, largest] = [box, size];
  }
  return best && middleOfBox(best);
}

function middleOfBox({ north, south, east, west }) {
  const y = (north + south) / 2;
  // A degree of longitude is shorter than one of latitude: without this, left and right would win too often.
  return { x: ((east + west) / 2) * Math.cos((y * Math.PI) / 180), y };
}

function boxOf(ring) {
  const box = { north: -Infinity, south: Infinity, east: -Infinity, west: Infinity };
  for (const [latitude, longitude] of ring) {
    box.north = Math.max(box.north, latitude);
    box.south = Math.min(box.south, latitude);
    box.east = Math.max(box.east, longitude);
    box.west = Math.min(box.west, longitude);
  }
  return box;
}

/** Lines of a collection, such as borders by kind: what is no area. */
export function linesOf({ features }) {
  return features
    .filter(({ geometry }) => geometry?.type === "MultiLineString")
    .map(({ properties, geometry }) => ({
      kind: properties.border,
      latlngs: geometry.coordinates.map((line) => line.map(([longitude, latitude]) => [latitude, longitude])),
    }));
}

/** A collection without its lines. */
function onlyAreas({ features }) {
  return { features: features.filter(({ geometry }) => geometry?.type !== "MultiLineString") };
}

// Parts of a degree in which boxes of areas are told.
const BOX_UNITS = 10_000;

/** The areas whose outlines are in tiles, in their order: key, name, box in degrees (null without a shape). */
export function placesOf({ keys, names, west, south, width, height }) {
  let [x, y] = [0, 0];
  return keys.map((key, place) => {
    x += west[place];
    y += south[place];
    const [east, north] = [x + width[place], y + height[place]];
    const box = width[place] < 0 ? null : { west: x / BOX_UNITS, south: y / BOX_UNITS, east: east / BOX_UNITS, north: north / BOX_UNITS };
    return { key, name: names[place], box };
  });
}

/** The middle of an area, with y growing northwards; null without a shape. */
export function middleOf({ latlngs, box }) {
  return latlngs ? centreOf(latlngs) : box && middleOfBox(box);
}

/** The box around all areas as two corners, south-west first. */
export function boundsOf(shapes) {
  const all = { north: -Infinity, south: Infinity, east: -Infinity, west: Infinity };
  for (const { latlngs, box } of shapes) {
    const boxes = latlngs ? latlngs.map(([outer]) => boxOf(outer)) : [box].filter(Boolean);
    for (const one of boxes) {
      all.north = Math.max(all.north, one.north);
      all.south = Math.min(all.south, one.south);
      all.east = Math.max(all.east, one.east);
      all.west = Math.min(all.west, one.west);
    }
  }
  return [[all.south, all.west], [all.north, all.east]];
}

const loaded = new Map();

/** Load the areas, or where they are in tiles what is known beside them, and the coarser outlines, once per page. */
export function loadShapes({ areas, coarser, places = "" }) {
  const key = `${places || areas} ${coarser}`;
  if (!loaded.has(key)) {
    // Without an address the outlines are not built yet.
    const own = places || areas ? requestJson(places || areas) : Promise.reject(new RequestError("failed"));
    const both = Promise.all([own, coarser ? requestJson(coarser) : { features: [] }]).then(
      ([fine, coarse]) => ({
        shapes: places ? placesOf(fine) : shapesOf(fine),
        outlines: shapesOf(onlyAreas(coarse)).map(({ latlngs }) => latlngs),
        lines: linesOf(coarse),
      }),
    );
    // What failed may be asked for again.
    both.catch(() => loaded.delete(key));
    loaded.set(key, both);
  }
  return loaded.get(key);
}
