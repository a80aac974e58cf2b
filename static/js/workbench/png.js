// SPDX-License-Identifier: EUPL-1.2
// The picture of the server as pixels, for programs that draw no vectors.

import { requestBytes } from "../lib/request.js";

// Sharp on paper: twice as many pixels as the file has units.
const SCALE = 2;

/** Fetch a picture, draw it, and hand it to the reader as a file. */
export async function savePng(address) {
  const bytes = await requestBytes(address);
  const source = URL.createObjectURL(new Blob([bytes], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * SCALE, height: image.height * SCALE });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    save(blob, nameOf(address));
  } finally {
    URL.revokeObjectURL(source);
  }
}

/** The name of the file: what is shown, of what, when. */
export function nameOf(address) {
  const given = new URL(address).searchParams;
  const parts = ["bild", "indikator", "ebene", "stand"].map((name) => given.get(name)).filter(Boolean);
  return `${parts.join("_")}.png`;
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
