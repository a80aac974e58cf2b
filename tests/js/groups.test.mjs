// SPDX-License-Identifier: EUPL-1.2
// What areas of a map of groups show.

import assert from "node:assert/strict";
import { test } from "node:test";

import { groupMarks } from "../../static/js/map/groups.js";

const text = (key, { name, status }) => `${name}: ${status}`;
const said = {
  kinds: [
    { fill: "class-fill class-2", group: "2", text: "Typ B, am Rand zu Typ A", isEdge: true },
    { fill: "special-fill special-fill--suppressed", group: "suppressed", text: "gesperrt", isEdge: false },
  ],
  places: [1, 0],
};

test("every area carries the fill, the words and the edge of what it says", () => {
  const [first, second] = groupMarks(said, ["Mitte", "Nord"], text);

  assert.equal(first.className, "map-area special-fill special-fill--suppressed");
  assert.equal(first.name, "Mitte: gesperrt");
  assert.equal(second.group, "2");
  assert.equal(second.isUnsure, true);
  assert.deepEqual(second.lines, [{ text: "Nord", strong: true }, { text: "Typ B, am Rand zu Typ A" }]);
});
