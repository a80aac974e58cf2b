// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { RequestError, requestBytes, requestJson, requestText } from "../../static/js/lib/request.js";

const answering = (body, init) => async () => new Response(body, init);
const problem = { code: "query.value", title: "Nicht richtig", detail: "Das Jahr fehlt.", way_out: "Nennen Sie eines." };

test("JSON, bytes and text come as what they are", async () => {
  const json = await requestJson("/a", { fetch: answering('{"n": 1}') });
  const bytes = await requestBytes("/a", { fetch: answering(new Uint8Array([1, 2])) });
  const text = await requestText("/a", { fetch: answering("<p>") });

  assert.deepEqual([json, new Uint8Array(bytes), text], [{ n: 1 }, new Uint8Array([1, 2]), "<p>"]);
});

test("what is sent stands in the body and not in the address", async () => {
  const asked = [];
  const fetch = async (url, options) => {
    asked.push([url, options.method, String(options.body)]);
    return new Response("{}");
  };

  await requestJson("/a", { fetch, body: new URLSearchParams({ q: "Markt 3" }) });
  await requestJson("/a", { fetch });

  assert.deepEqual(asked, [["/a", "POST", "q=Markt+3"], ["/a", undefined, "undefined"]]);
});

test("a problem of the server keeps its code, its sentence and its way out", async () => {
  const headers = { "Content-Type": "application/problem+json" };
  const fetch = answering(JSON.stringify(problem), { status: 400, headers });

  await assert.rejects(requestJson("/a", { fetch }), (error) => {
    assert.ok(error instanceof RequestError);
    assert.deepEqual(
      [error.kind, error.status, error.code, error.title, error.detail, error.wayOut],
      ["problem", 400, "query.value", "Nicht richtig", "Das Jahr fehlt.", "Nennen Sie eines."],
    );
    return true;
  });
});

const FAILURES = {
  "a page instead of a problem": ["failed", answering("<h1>", { status: 502, headers: { "Content-Type": "text/html" } })],
  "a problem that is no JSON": [
    "failed",
    answering("{", { status: 500, headers: { "Content-Type": "application/problem+json" } }),
  ],
  "an answer that cannot be read": ["unreadable", answering("{")],
  "no connection": [
    "offline",
    async () => {
      throw new TypeError("Failed to fetch");
    },
  ],
};
for (const [what, [kind, fetch]] of Object.entries(FAILURES)) {
  test(`${what}: an error of the kind ${kind}`, async () => {
    await assert.rejects(requestJson("/a", { fetch }), (error) => error instanceof RequestError && error.kind === kind);
  });
}

test("an abandoned request is no error of the server", async () => {
  const abort = new DOMException("gone", "AbortError");
  const fetch = async () => {
    throw abort;
  };

  await assert.rejects(requestJson("/a", { fetch }), (error) => error === abort);
});

test("the server is asked for the wanted form or a problem, without telling other sites", async () => {
  const asked = [];
  const fetch = async (url, options) => {
    asked.push([url, options.headers.Accept, options.credentials]);
    return new Response("{}");
  };

  await requestJson("/a", { fetch });

  assert.deepEqual(asked, [["/a", "application/json, application/problem+json", "same-origin"]]);
});
