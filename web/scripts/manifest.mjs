import { createHash } from "node:crypto";
import { InMemoryCache } from "@apollo/client";
import { Kind, print } from "graphql";

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
  const body = print(cache.transformDocument(document));
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("A document without an operation.");
  return {
    id: createHash("sha256").update(body).digest("hex"),
    name: operation.name?.value ?? "",
    type: operation.operation,
    body,
  };
}

/**
 * Apollo's persisted query manifest of these operations.
 * @param {readonly import("graphql").DocumentNode[]} documents
 */
export function manifestOf(documents) {
  const operations = documents.map(registered);
  return JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations });
}
