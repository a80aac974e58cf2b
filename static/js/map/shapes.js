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
  if (!best) return null;
  const y = (best.north + best.south) / 2;
  // A degree of longitude is shorter than one of latitude: without this, left and right would win too often.
  return { x: ((best.east + best.west) / 2) * Math.cos((y * Math.PI) / 180), y };
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

const loaded = new Map();

/** Load the areas and the coarser outlines of a boundary version, once per page. */
export function loadShapes({ areas, coarser }) {
  const key = `${areas} ${coarser}`;
  if (!loaded.has(key)) {
    // Without an address the outlines are not built yet.
    const own = areas ? requestJson(areas) : Promise.reject(new RequestError("failed"));
    const both = Promise.all([own, coarser ? requestJson(coarser) : { features: [] }]).then(
      ([fine, coarse]) => ({
        shapes: shapesOf(fine),
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
