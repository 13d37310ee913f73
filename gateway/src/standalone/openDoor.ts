import { createHash } from "node:crypto";
import { AppError } from "@wegraph/kit/errors";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { Authenticate } from "../identity/authenticator.ts";
import type { ReadCredential, Shown } from "../identity/credential.ts";

const headersBytesMax = 16_384;

/**
 * A gateway that knows nobody: everyone may come in, and what they show under these names is handed on to the
 * subgraphs as it came. Over a WebSocket it is shown in the payload of connection_init.
 */
export function openDoor(names: readonly string[]): {
  readCredential: ReadCredential;
  authenticate: Authenticate;
} {
  return {
    readCredential: (shown, { address, userAgent }) => {
      const token = JSON.stringify(pick(shown, names));
      if (token.length > headersBytesMax)
        throw new AppError("INVALID_INPUT", "HEADERS_TOO_LARGE", "The headers to hand on are too large.");
      return { kind: "HEADERS", token, address, userAgent };
    },
    authenticate: async ({ token }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written a moment ago, by the function above
      const headers = JSON.parse(token) as Record<string, string>;
      if (Object.keys(headers).length === 0) return anonymous;
      const id = createHash("sha256").update(token).digest("base64url");
      return { ...anonymous, id, headers } satisfies Principal;
    },
  };
}

function pick(shown: Shown, names: readonly string[]): Record<string, string> {
  const lower = new Map(Object.entries(shown).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = lower.get(name);
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}
