// SPDX-License-Identifier: EUPL-1.2
// Keeps the progress of a delivery up to date while its page is open; without it a link does.
import { requestText } from "../lib/request.js";

const PAUSE = 2000;

const region = document.querySelector("[data-progress]");

async function look() {
  const part = document.createElement("template");
  part.innerHTML = await requestText(region.dataset.progress);
  if (part.content.querySelector("[data-live]")) {
    const bar = part.content.querySelector("progress");
    const shown = region.querySelector("progress");
    if (bar && shown && bar.max === shown.max) {
      shown.value = bar.value;
    } else {
      region.replaceChildren(part.content);
    }
    wait();
  } else if ("progressSwap" in region.dataset) {
    // A page on which somebody may be writing is not loaded again.
    region.replaceChildren(part.content);
  } else {
    window.location.reload();
  }
}

function wait() {
  window.setTimeout(() => look().catch(() => wait()), PAUSE);
}

if (region && region.querySelector("[data-live]")) {
  wait();
}
