import { createHash } from "node:crypto";
import { InMemoryCache } from "@apollo/client";
import { Kind, parse, print } from "graphql";

const cache = new InMemoryCache();

/** @param {import("graphql").DocumentNode} document */
export function isOperation({ definitions }) {
  return definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
}

/**
 * An operation as the console sends it, and the SHA-256 of that: with the `__typename`s its cache asks for.
 * @param {import("graphql").DocumentNode} document with its fragments
 */
export function registered(document) {
  return entryOf(document, print(cache.transformDocument(document)));
}

/**
 * Apollo's persisted query manifest of these operations.
 * @param {readonly import("graphql").DocumentNode[]} documents
 * @param {readonly string[]} texts of operations that are sent as they are
 */
export function manifestOf(documents, texts) {
  const operations = [...documents.map(registered), ...texts.map((text) => entryOf(parse(text), text))];
  return JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations });
}

/**
 * @param {import("graphql").DocumentNode} document
 * @param {string} body
 */
function entryOf({ definitions }, body) {
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("A document without an operation.");
  return {
    id: createHash("sha256").update(body).digest("hex"),
    name: operation.name?.value ?? "",
    type: operation.operation,
    body,
  };
}
