// SPDX-License-Identifier: EUPL-1.2
// Slices that were loaded, and those that are loaded ahead while nothing else is to do.

import { requestBytes } from "../lib/request.js";
import { readSlice } from "../lib/slice.js";

const MOST_AHEAD = 30;
const loaded = new Map();

/** Load a slice, once per page. */
export function loadSlice(address) {
  if (!loaded.has(address)) {
    const slice = requestBytes(address).then(readSlice);
    // What failed may be asked for again.
    slice.catch(() => loaded.delete(address));
    loaded.set(address, slice);
  }
  return loaded.get(address);
}

/** Load the slices of other periods one by one; whoever is offline or saves data is left alone. */
export async function loadAhead(addresses) {
  if (navigator.connection?.saveData) return;
  for (const address of addresses.slice(0, MOST_AHEAD)) {
    await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve));
    // A step to that period asks again and says what is wrong.
    if (!(await loadSlice(address).catch(() => null))) return;
  }
}
