// SPDX-License-Identifier: EUPL-1.2
// The words of the server on one period, put in their places.

import { text } from "../lib/strings.js";

/** Write head, legend, notes and sentences of a period. */
export function writePeriod(root, period) {
  for (const part of ["head", "legend", "notes"]) root.querySelector(`[data-part="${part}"]`).innerHTML = period[part];
  root.querySelector("[data-workbench-sentence]").textContent = period.sentence;
  const city = root.querySelector("[data-workbench-city]");
  if (city) city.textContent = period.city === null ? "" : text("workbench.upright", { city: period.cityText });
  const caption = root.querySelector("[data-workbench-caption]");
  if (caption) caption.textContent = period.caption;
}
