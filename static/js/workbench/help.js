// SPDX-License-Identifier: EUPL-1.2
// The way to the tour: it is fetched when somebody begins it.

export function offerTour(root, { text }) {
  const begin = root.querySelector("[data-tour-begin]");
  let tour = null;
  begin.hidden = false;
  begin.addEventListener("click", async () => {
    const { Tour } = await import("./tour.js");
    tour ??= new Tour(root.querySelector("[data-tour-list]"), root.querySelector("[data-tour-card]"), { text });
    tour.begin(begin);
  });
}
