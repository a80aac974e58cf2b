// SPDX-License-Identifier: EUPL-1.2
// A dashboard in the making with its preview beside it: what is saved is seen there, and the form stays where it is.

import { showAlert } from "../components/alert.js";
import { Preview } from "../components/preview.js";
import { RequestError, showRequestError } from "../lib/request.js";

const INVALID = 422;
const beside = document.querySelector("[data-beside]");
const preview = new Preview(beside);
const region = beside.querySelector(".beside__form");
let isBusy = false;

/** Send a form as the browser would; returns the page that answers, and its address. */
async function sent(form, submitter) {
  let response;
  try {
    response = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), credentials: "same-origin" });
  } catch (cause) {
    throw new RequestError("offline", { cause });
  }
  if (!response.ok && response.status !== INVALID) throw new RequestError("failed", { status: response.status });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { page, address: response.url, isRefused: response.status === INVALID };
}

/** Show what the page that answered says above its content. */
function tell(page) {
  for (const each of page.querySelectorAll("main > .alert")) {
    const kind = [...each.classList].find((name) => name.startsWith("alert--"))?.slice("alert--".length) ?? "info";
    showAlert({ kind, text: each.querySelector(".alert__body").textContent.trim() });
  }
}

/** Put the form of the page that answered into the place of the present one; what was begun elsewhere in it stays. */
function replace(page, form) {
  const fresh = page.querySelector("[data-beside] .beside__form");
  const begun = [...region.querySelectorAll("input[id], textarea[id], select[id]")]
    .filter((each) => each.form !== form && "defaultValue" in each && each.value !== each.defaultValue)
    .map((each) => [each.id, each.value]);
  const open = [...region.querySelectorAll("details[open]")].map((each) => each.querySelector("[id]")?.id);
  region.replaceChildren(...fresh.childNodes);
  for (const [id, value] of begun) {
    const field = region.querySelector(`#${CSS.escape(id)}`);
    if (field) field.value = value;
  }
  for (const id of open) region.querySelector(`#${CSS.escape(id ?? "-")}`)?.closest("details")?.setAttribute("open", "");
}

/** The button of the same act on the same part or panel; where that is gone, the heading. */
function focusAgain(name, submitter) {
  const same = [...region.querySelectorAll(`button[value="${CSS.escape(submitter.value)}"]`)];
  const button = same.find((each) => (each.form?.elements.namedItem("name")?.value ?? "") === name);
  const heading = region.querySelector("h1");
  heading.tabIndex = -1;
  (button ?? heading).focus({ preventScroll: Boolean(button) });
}

async function change(form, submitter) {
  const name = form.elements.namedItem("name")?.value ?? "";
  const { page, address } = await sent(form, submitter);
  if (!page.querySelector("[data-builder]")) return void window.location.assign(address);
  replace(page, form);
  tell(page);
  window.history.replaceState(null, "", address);
  focusAgain(name, submitter);
  preview.refresh(submitter.value === "remove" ? "" : name);
}

async function saveAndStay(form, submitter) {
  const { page, address, isRefused } = await sent(form, submitter);
  const fresh = page.querySelector("[data-panel-form] form");
  if (!fresh) return void window.location.assign(address);
  tell(page);
  if (isRefused) {
    replace(page, form);
    region.querySelector("[data-focus], h1")?.focus();
    return;
  }
  form.elements.namedItem("revision").value = fresh.elements.namedItem("revision").value;
  // A new panel has an address of its own from now on.
  window.history.replaceState(null, "", address);
  preview.refresh(page.querySelector("[data-preview]").dataset.panel);
}

function actOf(form, submitter) {
  if (form.action === new URL(region.dataset.builder ?? "", window.location.href).href && region.dataset.builder) return change;
  return "panelForm" in region.dataset && submitter?.value === "stay" ? saveAndStay : null;
}

region.addEventListener("submit", async (event) => {
  const act = actOf(event.target, event.submitter);
  if (!act || !event.submitter || !preview.isShown) return;
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  try {
    await act(event.target, event.submitter);
  } catch (error) {
    showRequestError(error);
  } finally {
    isBusy = false;
  }
});

// Where one works is shown there too.
region.addEventListener("focusin", (event) => {
  const panel = event.target.closest(".builder__panel");
  if (panel) preview.mark(panel.id);
});
