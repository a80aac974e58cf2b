// SPDX-License-Identifier: EUPL-1.2
// Reads a file of a reader for a map: GeoJSON, or a table with coordinates. Nothing of it goes anywhere.

export const MOST_BYTES = 5_000_000;
export const MOST_PLACES = 5_000;
const MOST_POSITIONS = 300_000;
const NAMES = ["name", "bezeichnung", "titel", "title", "label", "einrichtung"];
const EAST = ["lon", "lng", "long", "longitude", "länge", "laenge", "längengrad", "laengengrad", "x", "ost", "geo_lon", "x_wgs84"];
const NORTH = ["lat", "latitude", "breite", "breitengrad", "y", "nord", "geo_lat", "y_wgs84"];
const SEPARATORS = [";", "\t", ",", "|"];
const KINDS = { Point: "point", MultiPoint: "point", LineString: "line", MultiLineString: "line", Polygon: "area", MultiPolygon: "area" };
const DEPTHS = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };
const DEGREES = /(?:CRS:?84|[:/]4326|[:/]4258)$/i;

/** Why a file cannot be shown: `code` names the sentence, `told` what stands in it. */
export class OwnFileError extends Error {
  constructor(code, told = {}) {
    super(code);
    Object.assign(this, { name: "OwnFileError", code, told });
  }
}

/**
 * Read a file.
 * @param {string} name of the file
 * @param {ArrayBuffer | Uint8Array} bytes
 * @param {{west: number, south: number, east: number, north: number}} ground what the map can show, in degrees
 * @returns {{places: {name: string, more: [string, string][], geometry: object}[], left: number, outside: number}}
 *   `left` had no position, `outside` lies where the map does not reach.
 */
export function readOwnFile(name, bytes, ground) {
  const size = bytes.byteLength;
  if (size > MOST_BYTES) throw new OwnFileError("too_large", { size: (size / 1e6).toFixed(1), most: MOST_BYTES / 1e6 });
  const text = decoded(bytes).trim();
  if (!text) throw new OwnFileError("empty");
  const found = text.startsWith("{") ? fromGeoJson(text) : fromTable(text);
  const places = found.filter(({ geometry }) => geometry);
  if (!places.length) throw new OwnFileError("empty");
  if (places.length > MOST_PLACES) throw new OwnFileError("too_many", { count: places.length, most: MOST_PLACES });
  return { places, left: found.length - places.length, outside: outsideOf(places, ground) };
}

/** The places of a file as layers of a map, by what they are; several points in one become several places. */
export function ownLayers(name, places) {
  const single = places.flatMap((place) => (
    place.geometry.type === "MultiPoint"
      ? place.geometry.coordinates.map((coordinates) => ({ ...place, geometry: { type: "Point", coordinates } }))
      : [place]
  ));
  return ["point", "line", "area"].map((kind) => ({
    slug: `own-${kind}`,
    name,
    kind,
    sign: "own",
    features: single
      .filter(({ geometry }) => KINDS[geometry.type] === kind)
      .map(({ geometry, ...told }, at) => ({ geometry, properties: { k: String(at + 1), n: told.name, more: told.more } })),
  })).filter(({ features }) => features.length);
}

/** Text as it was meant: UTF-8, or what older programs of offices write. */
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function fromGeoJson(text) {
  let told;
  try {
    told = JSON.parse(text);
  } catch {
    throw new OwnFileError("unreadable");
  }
  const system = told.crs?.properties?.name ?? told.crs?.properties?.href;
  if (system !== undefined && !DEGREES.test(String(system))) throw new OwnFileError("metres", { place: String(system).slice(0, 60) });
  const features = told.type === "FeatureCollection" ? told.features : [told.type === "Feature" ? told : { geometry: told }];
  if (!Array.isArray(features) || !features.every((each) => each && typeof each === "object")) throw new OwnFileError("unreadable");
  if (told.type !== "FeatureCollection" && told.type !== "Feature" && !(told.type in KINDS)) throw new OwnFileError("unreadable");
  return features.map(({ properties, geometry }, at) => ({ ...wordsOf(properties, at), geometry: shapeOf(geometry) }));
}

/** What is said of a place: its name, and everything else that is a word or a number. */
function wordsOf(properties, at) {
  const told = Object.entries(properties ?? {})
    .filter(([, value]) => ["string", "number", "boolean"].includes(typeof value) && String(value).trim() !== "")
    .map(([column, value]) => [column, String(value).trim()]);
  const named = NAMES.map((name) => told.find(([column]) => column.toLowerCase() === name)).find(Boolean);
  const [, name] = named ?? told.find(([, value]) => /\p{L}/u.test(value)) ?? [];
  return { name: name ?? String(at + 1), more: told.filter(([, value]) => value !== name) };
}

/** A geometry whose positions are numbers; null for none, and for what no map shows. */
function shapeOf(geometry) {
  if (!geometry || !(geometry.type in KINDS)) return null;
  const isFine = (part, depth) => (depth < 0
    ? typeof part === "number" && Number.isFinite(part)
    : Array.isArray(part) && part.length > 0 && part.every((each, at) => (depth === 0 && at > 1) || isFine(each, depth - 1)) && (depth > 0 || part.length > 1));
  return isFine(geometry.coordinates, DEPTHS[geometry.type]) ? { type: geometry.type, coordinates: geometry.coordinates } : null;
}

function fromTable(text) {
  const separator = separatorOf(text);
  const [head, ...rows] = cellsOf(text, separator).filter((cells) => cells.some((cell) => cell !== ""));
  const columns = head.map((cell) => cell.replace(/^\uFEFF/, ""));
  const find = (words) => words.map((word) => columns.findIndex((column) => column.toLowerCase() === word)).find((at) => at >= 0);
  const [east, north] = [find(EAST), find(NORTH)];
  if (east === undefined || north === undefined) {
    if (columns.length < 2) throw new OwnFileError("unreadable");
    throw new OwnFileError("columns", { columns: columns.slice(0, 12).join(", ").slice(0, 200) });
  }
  return rows.map((cells, at) => {
    const told = Object.fromEntries(columns.map((column, place) => [column, cells[place] ?? ""]).filter((_, place) => place !== east && place !== north));
    const position = [cells[east], cells[north]].map(numberOf);
    const geometry = position.every(Number.isFinite) ? { type: "Point", coordinates: position } : null;
    return { ...wordsOf(told, at), geometry };
  });
}

/** Numbers with point or comma; NaN for anything else, an empty cell included. */
function numberOf(cell) {
  const text = (cell ?? "").trim().replace(",", ".");
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
}

function separatorOf(text) {
  const [head] = text.split(/\r?\n/, 1);
  return SEPARATORS.reduce((best, each) => (head.split(each).length > head.split(best).length ? each : best));
}

/** The cells of a table by row; quotes hold separators, line ends and doubled quotes. */
function cellsOf(text, separator) {
  const rows = [[]];
  let [cell, isQuoted] = ["", false];
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at];
    if (isQuoted && sign === '"' && text[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
    else if (sign === '"' && (isQuoted || cell === "")) isQuoted = !isQuoted;
    else if (at < text.length && (isQuoted || ![separator, "\n", "\r"].includes(sign))) cell += sign;
    else if (sign !== "\r") {
      rows.at(-1).push(cell.trim());
      cell = "";
      if (sign === "\n") rows.push([]);
    }
  }
  return rows;
}

/** Count the places where the map does not reach; refuse positions that are no degrees, or in the wrong order. */
function outsideOf(places, { west, south, east, north }) {
  const firsts = places.map(({ geometry }) => positionsOf(geometry));
  const all = firsts.flat();
  if (all.length > MOST_POSITIONS) throw new OwnFileError("too_detailed", { count: all.length, most: MOST_POSITIONS });
  const wrong = all.find(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 90);
  const isExchanged = wrong && all.every(([x, y]) => Math.abs(x) <= 90 && Math.abs(y) <= 180);
  if (wrong && !isExchanged) throw new OwnFileError("metres", { place: `${wrong[0]}; ${wrong[1]}` });
  const holds = ([x, y]) => x >= west && x <= east && y >= south && y <= north;
  const outside = firsts.filter((positions) => !positions.some(holds)).length;
  if (outside < places.length) return outside;
  const would = all.some(([x, y]) => holds([y, x]));
  throw new OwnFileError(would ? "axes" : "elsewhere", { count: places.length });
}

function positionsOf({ type, coordinates }) {
  return type === "Point" ? [coordinates] : coordinates.flat(DEPTHS[type] - 1);
}
