// SPDX-License-Identifier: EUPL-1.2
// Where a point of a drawing lies on the ground, as the form of a scenario takes it.

/** Return latitude and longitude in degrees of a point {x, y} in the units of a drawing with this frame. */
export function placeAt(frame, point) {
  const latitude = frame.north - point.y / frame.scaleY;
  const longitude = frame.west + point.x / frame.scaleX;
  return `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
}
