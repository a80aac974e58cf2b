// SPDX-License-Identifier: EUPL-1.2
// Parts of the page that the server writes anew: <… data-region="name"> in the page and in its answer.

/** Put the regions of an answer in the place of those in the page; returns the names that were replaced. */
export function swap(html, { keep = [] } = {}) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const unfolded = unfoldedParts();
  const names = [];
  for (const fresh of answer.querySelectorAll("[data-region]")) {
    const name = fresh.dataset.region;
    const old = document.querySelector(`[data-region="${CSS.escape(name)}"]`);
    if (!old || keep.includes(name)) continue;
    old.replaceChildren(...document.adoptNode(fresh).childNodes);
    names.push(name);
  }
  if (answer.title) document.title = answer.title;
  for (const part of document.querySelectorAll("details[data-keep]")) {
    if (unfolded.has(part.dataset.keep)) part.open = true;
  }
  return names;
}

/** What a person has unfolded stays so. */
function unfoldedParts() {
  return new Set([...document.querySelectorAll("details[data-keep][open]")].map(({ dataset }) => dataset.keep));
}

/** Give the focus back to the control that held it, if it was written anew; call this when it can be seen again. */
export function refocus(id) {
  if (id && document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true });
}

/** Show what the server wrote for one period: its template, region by region; returns their names. */
export function showPeriod(template) {
  const regions = [...template.content.querySelectorAll("[data-region]")];
  for (const fresh of regions) {
    const old = document.querySelector(`[data-region="${CSS.escape(fresh.dataset.region)}"]`);
    old.replaceChildren(...fresh.cloneNode(true).childNodes);
  }
  return regions.map(({ dataset }) => dataset.region);
}
