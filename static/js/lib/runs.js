// SPDX-License-Identifier: EUPL-1.2
// Where a line may lead: no further than to a missing value or to a period that may not be compared.

/**
 * The places that a line may lead through without a stop, run by run.
 * @param {boolean[]} hasValue whether each period has a value
 * @param {boolean[]} joins whether a line may lead to each period from the one before
 * @returns {number[][]}
 */
export function runsOf(hasValue, joins) {
  const runs = [];
  hasValue.forEach((isThere, place) => {
    if (!isThere) return;
    const last = runs.at(-1);
    if (last?.at(-1) === place - 1 && joins[place]) last.push(place);
    else runs.push([place]);
  });
  return runs;
}
