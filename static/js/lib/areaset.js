// SPDX-License-Identifier: EUPL-1.2
// Sets of areas as they stand in an address, as indicators/rendering/workbench/areasets.py writes them.

/** What an address has room for beside everything else that it says. */
export const LONGEST = 1100;

const FORM = /^([0-9a-f]{4})([bl])([A-Za-z0-9_-]+)$/;

/** Write places in a frozen order behind the first characters of its hash; an empty text for none. */
export function writeAreas(positions, order) {
  const places = [...new Set(positions)].sort((a, b) => a - b);
  if (!places.length) return "";
  const [bits, steps] = [bitsOf(places), stepsOf(places)].map(toText);
  return order.slice(0, 4) + (steps.length < bits.length ? `l${steps}` : `b${bits}`);
}

/** Read what `writeAreas` wrote, not longer than an address has room for; null for anything else. */
export function readAreas(text, { longest = LONGEST } = {}) {
  const found = text.length <= longest ? FORM.exec(text) : null;
  if (!found) return null;
  const [, order, kind, body] = found;
  const bytes = fromText(body);
  const positions = bytes && (kind === "b" ? ofBits(bytes) : ofSteps(bytes));
  // One spelling for each set: an address that says the same is the same.
  return positions?.length && writeAreas(positions, order) === text ? { order, positions } : null;
}

function bitsOf(places) {
  const bytes = new Uint8Array((places.at(-1) >> 3) + 1);
  for (const place of places) bytes[place >> 3] |= 1 << (place & 7);
  return bytes;
}

function ofBits(bytes) {
  const places = [];
  bytes.forEach((byte, number) => {
    for (let bit = 0; bit < 8; bit += 1) if ((byte >> bit) & 1) places.push(8 * number + bit);
  });
  return places;
}

/** Each step beyond the next place, seven bits at a time, the lowest first. */
function stepsOf(places) {
  const bytes = [];
  let last = -1;
  for (const place of places) {
    let step = place - last - 1;
    for (; step > 127; step >>= 7) bytes.push((step & 127) | 128);
    bytes.push(step);
    last = place;
  }
  return Uint8Array.from(bytes);
}

function ofSteps(bytes) {
  const places = [];
  let [last, step, shift] = [-1, 0, 0];
  for (const byte of bytes) {
    step += (byte & 127) * 2 ** shift;
    if (byte & 128) {
      shift += 7;
      if (shift > 28) return [];
      continue;
    }
    last += step + 1;
    places.push(last);
    step = shift = 0;
  }
  return places;
}

function toText(bytes) {
  const signs = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function fromText(text) {
  try {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  } catch {
    return null;
  }
}
