// SPDX-License-Identifier: EUPL-1.2
// The order of the areas in ranking and table: by name unless a reader asks for another one.

/** What an address calls the columns of the table. */
export const COLUMNS = Object.freeze({
  raum: "parent",
  wert: "value",
  anzahl: "count",
  nenner: "denominator",
  klasse: "class",
  veraenderung: "change",
});

/**
 * The places of all areas in the order that is asked for. Equal ones stay in the order of their names; what has no
 * figure stands last, whichever way it is turned.
 */
export function orderedPlaces(order, cells, ground) {
  const isDescending = order.startsWith("-");
  const name = order.replace("-", "");
  const byName = [...ground.byName];
  if (name === "name") return isDescending ? byName.reverse() : byName;
  const sign = isDescending ? -1 : 1;
  if (name === "raum") return byName.sort((a, b) => sign * (ground.parentOf[a] - ground.parentOf[b]));
  const numbers = Float64Array.from({ length: ground.size }, (_, place) => cells.sortNumber(COLUMNS[name], place));
  return byName.sort((a, b) => {
    const [first, second] = [numbers[a], numbers[b]];
    if (Number.isNaN(first) || Number.isNaN(second)) return Number(Number.isNaN(first)) - Number(Number.isNaN(second));
    return sign * (first - second);
  });
}
