// SPDX-License-Identifier: EUPL-1.2
// How large a preview is laid out, and how much smaller it is shown, so that it fits beside its form.

const PHONE = 360;
const SCREEN = 1024;
// A sheet of A4 with a little room around it, at 96 dots per inch.
const SHEET = { width: 820, height: 1150 };

/**
 * The size in which a preview is laid out, and the scale in which that fits into its place.
 * @param {"bildschirm"|"telefon"|"papier"} kind what it shows
 * @param {{width: number, height: number}} room its place in pixels, both above zero
 * @returns {{width: number, height: number, scale: number}}
 */
export function fitted(kind, room) {
  if (kind === "telefon") return { width: Math.min(PHONE, room.width), height: room.height, scale: 1 };
  const scale = kind === "papier"
    ? Math.min(1, room.height / SHEET.height, room.width / SHEET.width)
    : Math.min(1, room.width / SCREEN);
  return { width: room.width / scale, height: room.height / scale, scale };
}

/**
 * How far to scroll so that something is seen, and no further.
 * @param {{start: number, end: number}} part from where to where it lies in what is seen
 * @param {number} size how much is seen
 */
export function scrollFor({ start, end }, size) {
  const edge = 16;
  if (start >= edge && end <= size - edge) return 0;
  // Of what is larger than its place the beginning is shown.
  if (start < edge || end - start > size - 2 * edge) return start - edge;
  return end - size + edge;
}
