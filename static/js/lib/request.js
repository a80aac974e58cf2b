// SPDX-License-Identifier: EUPL-1.2
// One way to ask the server, one kind of error, one visible message.

import { showAlert } from "../components/alert.js";
import { text } from "./strings.js";

const PROBLEM = "application/problem+json";

/** The server did not give what was asked for; `kind` is offline, problem, failed or unreadable. */
export class RequestError extends Error {
  constructor(kind, { status = 0, code = "", title = "", detail = "", wayOut = "", cause } = {}) {
    super(detail || kind, { cause });
    this.name = "RequestError";
    Object.assign(this, { kind, status, code, title, detail, wayOut });
  }
}

/** Ask for JSON; with a `body` it is sent, so that no address holds it. */
export function requestJson(url, options = {}) {
  return request(url, { ...options, accept: "application/json", read: (response) => response.json() });
}

/** Ask for bytes. */
export function requestBytes(url, options = {}) {
  return request(url, { ...options, accept: "application/octet-stream", read: (response) => response.arrayBuffer() });
}

/** Ask for text, such as a fragment of a page. */
export function requestText(url, options = {}) {
  return request(url, { ...options, accept: "text/html", read: (response) => response.text() });
}

async function request(url, { accept, read, signal, body, fetch = globalThis.fetch }) {
  const response = await asked(fetch, url, { accept, signal, body });
  if (!response.ok) throw await errorOf(response);
  try {
    return await read(response);
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new RequestError("unreadable", { status: response.status, cause });
  }
}

async function asked(fetch, url, { accept, signal, body }) {
  const sent = body ? { method: "POST", body } : {};
  try {
    return await fetch(url, { headers: { Accept: `${accept}, ${PROBLEM}` }, credentials: "same-origin", signal, ...sent });
  } catch (cause) {
    // An abandoned request is no error: whoever abandoned it knows.
    if (cause.name === "AbortError") throw cause;
    throw new RequestError("offline", { cause });
  }
}

async function errorOf(response) {
  const { status } = response;
  if (!(response.headers.get("Content-Type") ?? "").startsWith(PROBLEM)) return new RequestError("failed", { status });
  try {
    const { code, title, detail, way_out: wayOut } = await response.json();
    return new RequestError("problem", { status, code, title, detail, wayOut });
  } catch (cause) {
    return new RequestError("failed", { status, cause });
  }
}

/** Show what went wrong, why, and the way out; an error of another kind is passed on. */
export function showRequestError(error) {
  if (error.name === "AbortError") return;
  if (!(error instanceof RequestError)) throw error;
  showAlert({
    kind: error.kind === "offline" ? "warning" : "danger",
    title: error.title || text("request.failed.title"),
    text: [error.detail || text(SENTENCES[error.kind]), error.wayOut].filter(Boolean).join(" "),
    code: error.code,
  });
}

const SENTENCES = {
  offline: "request.offline",
  problem: "request.failed",
  failed: "request.failed",
  unreadable: "request.unreadable",
};
