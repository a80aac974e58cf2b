// SPDX-License-Identifier: EUPL-1.2
// What answers a hand at once is painted first; what takes longer comes after that.

/** Wait until what was changed so far has been painted. A page that nobody sees paints nothing: there it is the next task. */
export function painted() {
  return new Promise((done) => {
    if (document.hidden) setTimeout(done);
    else requestAnimationFrame(() => setTimeout(done));
  });
}
