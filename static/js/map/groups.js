// SPDX-License-Identifier: EUPL-1.2
// What each area of a map of groups shows: the server says it once for all areas that say the same.

/**
 * The marks of all areas.
 * @param {{kinds: {fill: string, group: string, text: string, isEdge: boolean}[], places: number[]}} said
 * @param {string[]} names of the areas in their order
 * @param {(key: string, parameters?: object) => string} text sentences of the page
 * @returns {{className: string, group: string, name: string, remark: string, isUnsure: boolean, lines: object[]}[]}
 */
export function groupMarks({ kinds, places }, names, text) {
  return names.map((name, position) => {
    const kind = kinds[places[position]];
    return {
      className: `map-area ${kind.fill}`,
      group: kind.group,
      name: text("area.special", { name, status: kind.text }),
      remark: "",
      isUnsure: kind.isEdge,
      lines: [{ text: name, strong: true }, { text: kind.text }],
    };
  });
}
