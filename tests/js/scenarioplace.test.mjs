// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import test from "node:test";

import { placeAt } from "../../static/js/lib/scenarioplace.js";

test("a point of a drawing is written as latitude and longitude", () => {
  const frame = { west: 13, north: 52, scaleX: 1000, scaleY: 2000 };

  assert.equal(placeAt(frame, { x: 0, y: 0 }), "52.000000, 13.000000");
  assert.equal(placeAt(frame, { x: 500, y: 1000 }), "51.500000, 13.500000");
});
