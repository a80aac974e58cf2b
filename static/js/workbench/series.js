// SPDX-License-Identifier: EUPL-1.2
// All slices of a series, loaded once: a step of time asks nobody.

import { requestBytes } from "../lib/request.js";
import { readSlice, SliceError } from "../lib/slice.js";

const MAGIC = "SPT1";

/**
 * The slices of a series in the order of time (docs/adr/0002-release-slice.md).
 * @param {ArrayBuffer} buffer
 */
export function readSeries(buffer) {
  if (buffer.byteLength < 8) throw new SliceError("The series ends too early.");
  const view = new DataView(buffer);
  if (String.fromCharCode(...new Uint8Array(buffer, 0, 4)) !== MAGIC) throw new SliceError("These bytes are no series.");
  const slices = [];
  let place = 8;
  for (let left = view.getUint32(4, true); left; left -= 1) {
    if (place + 8 > buffer.byteLength) throw new SliceError("The series ends too early.");
    const length = Number(view.getBigUint64(place, true));
    place += 8;
    if (place + length > buffer.byteLength) throw new SliceError("The series ends too early.");
    slices.push(readSlice(buffer.slice(place, place + length)));
    place += Math.ceil(length / 8) * 8;
  }
  return slices;
}

const loaded = new Map();

function load(address) {
  if (!loaded.has(address)) {
    const slices = requestBytes(address).then(readSeries);
    // What failed may be asked for again.
    slices.catch(() => loaded.delete(address));
    loaded.set(address, slices);
  }
  return loaded.get(address);
}

/** The slice of each period: a boundary version may hold others that the series does not show. */
export async function loadSeries({ series, periods }) {
  const all = (await Promise.all(series.map(load))).flat();
  const found = new Map(all.map((slice) => [`${slice.header.period} ${slice.header.boundary_version}`, slice]));
  return periods.map(({ code, edition }) => found.get(`${code} ${edition}`));
}
