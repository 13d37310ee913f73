import { randomBytes } from "node:crypto";

const keyForm = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{40}$/;

/** Of the tenant, and never used before, so that a second attempt at an upload writes beside the first. */
export function newKey(tenantId: string): string {
  const name = randomBytes(20).toString("hex");
  return `${tenantId}/${name.slice(0, 2)}/${name}`;
}

/** Anything else never becomes a path. */
export function isKey(text: string): boolean {
  return keyForm.test(text);
}
