// SPDX-License-Identifier: EUPL-1.2
// Reads a release slice (docs/adr/0002-release-slice.md): a JSON header, then bands of scaled integers.

const MAGIC = "SPS1";
const VERSION = 1;
const ALIGNMENT = 8;
const START_OF_HEADER = 8;

const BANDS = {
  i4: { bytes: 4, read: (view, place) => view.getInt32(place, true), array: Int32Array },
  u2: { bytes: 2, read: (view, place) => view.getUint16(place, true), array: Uint16Array },
  u1: { bytes: 1, read: (view, place) => view.getUint8(place), array: Uint8Array },
};

/** Words of the statuses by their integers; the first three come with a value. */
export const STATUSES = Object.freeze([
  "ok",
  "true_zero",
  "rounded_zero",
  "missing",
  "unknown",
  "confidential",
  "suppressed",
  "excluded",
  "unreliable",
  "pending",
  "not_applicable",
  "not_comparable",
]);

/** Words of the comparisons by their integers. */
export const COMPARISONS = Object.freeze(["none", "lower", "similar", "higher"]);

const FLAGS = ["limited", "provisional", "estimated", "reaggregated", "smoothed", "revised", "recomputed"];
const ESTIMATED = 1 << FLAGS.indexOf("estimated");

/** Why an area has no figure: its own reason where there is one, else the words of its status. */
export function whyNone({ bands }, place, reasons, text) {
  return reasons?.[place] || text(`status.${STATUSES[bands.status[place]]}`);
}

/** The bytes are no slice, or none of a version that this page can read. */
export class SliceError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = "SliceError";
  }
}

/**
 * Read a slice.
 * @param {ArrayBuffer} buffer
 * @returns {{header: object, bands: Record<string, Float64Array | Uint8Array | Uint16Array>}}
 *   numbers as Float64Array with NaN where nothing is published, codes as they are
 */
export function readSlice(buffer) {
  const { header, body } = readHeader(buffer);
  const bands = {};
  for (const band of header.bands) {
    const integers = readIntegers(buffer, body, band, header.n);
    bands[band.name] = band.type === "i4" ? toNumbers(integers, band) : integers;
  }
  for (const name of ["value", "status", "flags"]) {
    if (!(name in bands)) throw new SliceError(`The slice has no band ${name}.`);
  }
  return { header, bands };
}

/** Read the header alone, and where the body starts. */
export function readHeader(buffer) {
  if (buffer.byteLength < START_OF_HEADER) throw new SliceError("The slice ends too early.");
  const view = new DataView(buffer);
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, MAGIC.length));
  if (magic !== MAGIC) throw new SliceError("These bytes are no release slice.");
  const length = view.getUint32(MAGIC.length, true);
  if (START_OF_HEADER + length > buffer.byteLength) throw new SliceError("The slice ends too early.");
  const header = parse(new TextDecoder("utf-8").decode(new Uint8Array(buffer, START_OF_HEADER, length)));
  if (header.version !== VERSION) throw new SliceError(`Slices of version ${header.version} are not known.`);
  return { header, body: aligned(START_OF_HEADER + length) };
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new SliceError("The header of the slice cannot be read.", { cause: error });
  }
}

function aligned(place) {
  return Math.ceil(place / ALIGNMENT) * ALIGNMENT;
}

function readIntegers(buffer, body, band, count) {
  const kind = BANDS[band.type];
  if (!kind) throw new SliceError(`Bands of type ${band.type} are not known.`);
  const start = body + band.offset;
  if (start + count * kind.bytes > buffer.byteLength) throw new SliceError(`The band ${band.name} ends too early.`);
  const view = new DataView(buffer, start, count * kind.bytes);
  // A typed array would read the machine's own byte order.
  return kind.array.from({ length: count }, (_, position) => kind.read(view, position * kind.bytes));
}

function toNumbers(integers, { scale, missing }) {
  const divisor = 10 ** scale;
  // A division rounds once and hits the same double as the server; a multiplication by 0.1 would not.
  return Float64Array.from(integers, (integer) => (integer === missing ? NaN : integer / divisor));
}

/** Whether a number stands beside this status. */
export function hasValue(status) {
  return status <= 2;
}

/** Whether a figure is an estimate; of what was carried from other boundaries none is in a statistic. */
export function isEstimate(bands, place) {
  return hasValue(bands.status[place]) && Boolean(bands.flags[place] & ESTIMATED);
}

/** The words of all flags that are set. */
export function flagWords(flags) {
  return FLAGS.filter((_, bit) => flags & (1 << bit));
}
