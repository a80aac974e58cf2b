// SPDX-License-Identifier: EUPL-1.2
// What of a carried period is an estimate: shown on the map with a sign, and no point of any statistic.

import { isEstimate } from "./slice.js";

/** Whether an area shows an estimate, since the period was carried from other boundaries. */
export function isGuess({ bands }, period, place) {
  return Boolean(period.isCarried) && isEstimate(bands, place);
}

/** The figures of a period without its estimates, as the server computes with them. */
export function countedValues(slice, period) {
  const { value } = slice.bands;
  return period.isCarried ? value.map((number, place) => (isGuess(slice, period, place) ? NaN : number)) : value;
}
