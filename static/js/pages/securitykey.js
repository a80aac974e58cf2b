// SPDX-License-Identifier: EUPL-1.2
// Let a security key fill the form of this page.

import { creationOptions, credentialJson, requestOptions } from "../lib/webauthn.js";

const form = document.querySelector("[data-security-key]");
const options = JSON.parse(document.getElementById("key-options").textContent);

/** Ask the key, then send the form; what goes wrong is said beside the button. */
async function askKey(event) {
  event.preventDefault();
  const state = form.querySelector("[data-state]");
  state.textContent = "";
  if (!navigator.credentials || !window.PublicKeyCredential) {
    state.textContent = form.dataset.unknown;
    return;
  }
  try {
    const isNew = form.dataset.securityKey === "create";
    const credential = isNew
      ? await navigator.credentials.create(creationOptions(options))
      : await navigator.credentials.get(requestOptions(options));
    form.elements.credential.value = JSON.stringify(credentialJson(credential));
    form.submit();
  } catch {
    state.textContent = form.dataset.refused;
  }
}

form.addEventListener("submit", askKey);
