import { expect, test } from "vitest";
import { answerTypeFor, encodingFor } from "./negotiation.ts";

test.each([
  [undefined, "application/json"],
  ["*/*", "application/json"],
  ["text/html,*/*;q=0.8", "application/json"],
  ["application/graphql-response+json", "application/graphql-response+json"],
  ["application/json;q=0.9, application/graphql-response+json", "application/graphql-response+json"],
  ["application/json, application/graphql-response+json", "application/json"],
  ["Application/JSON; charset=utf-8", "application/json"],
  ["*/*;q=0.1, application/graphql-response+json;q=0.2", "application/graphql-response+json"],
  ["text/html", null],
  ["", null],
  ["application/json;q=0", null],
  ["application/json;q=nonsense", null],
])("an Accept of %j gets %j", (header, type) => {
  expect(answerTypeFor(header)).toBe(type);
});

test.each([
  [undefined, null],
  ["", null],
  ["identity", null],
  ["deflate", null],
  ["gzip, deflate, br, zstd", "br"],
  ["gzip", "gzip"],
  ["br;q=0.5, gzip", "gzip"],
  ["br;q=0, *", "gzip"],
  ["*", "br"],
  ["gzip;q=0.5, identity", null],
  ["*;q=0", null],
])("an Accept-Encoding of %j gets %j", (header, encoding) => {
  expect(encodingFor(header)).toBe(encoding);
});
