// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  creationOptions,
  credentialJson,
  fromBase64url,
  requestOptions,
  toBase64url,
} from "../../static/js/lib/webauthn.js";

const bytes = (buffer) => [...new Uint8Array(buffer)];

test("bytes of every length come back from text, without signs that addresses do not take", () => {
  for (let length = 0; length < 6; length += 1) {
    const given = Uint8Array.from({ length }, (_, place) => 255 - place);
    const text = toBase64url(given.buffer);
    assert.match(text, /^[\w-]*$/);
    assert.deepEqual(bytes(fromBase64url(text)), [...given]);
  }
});

test("questions to a new and to a known key hold bytes where browsers want bytes", () => {
  const created = creationOptions({
    publicKey: { challenge: "AQI", user: { id: "Aw", name: "a" }, excludeCredentials: [{ id: "BA", type: "public-key" }] },
  });
  const asked = requestOptions({ publicKey: { challenge: "AQI", rpId: "localhost" } });

  assert.deepEqual(bytes(created.publicKey.challenge), [1, 2]);
  assert.deepEqual(bytes(created.publicKey.user.id), [3]);
  assert.deepEqual(bytes(created.publicKey.excludeCredentials[0].id), [4]);
  assert.equal(created.publicKey.user.name, "a");
  assert.deepEqual(asked.publicKey.allowCredentials, []);
});

test("the answer of a key becomes JSON with what it said and nothing else", () => {
  const buffer = Uint8Array.from([1, 2, 3]).buffer;
  const answer = credentialJson({
    id: "AQID",
    rawId: buffer,
    type: "public-key",
    response: { clientDataJSON: buffer, attestationObject: buffer, userHandle: null },
    getClientExtensionResults: () => ({ credProps: { rk: false } }),
  });

  assert.deepEqual(answer, {
    id: "AQID",
    rawId: "AQID",
    type: "public-key",
    response: { clientDataJSON: "AQID", attestationObject: "AQID" },
    clientExtensionResults: { credProps: { rk: false } },
  });
});
