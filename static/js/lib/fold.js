// SPDX-License-Identifier: EUPL-1.2
// One spelling for searching: lower case, umlauts spelled out, no accents.

const SPELLED = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** Fold a text: Ä, ä and AE are one. */
export function fold(text) {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => SPELLED[letter])
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
}
