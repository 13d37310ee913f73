import type { IncomingMessage } from "node:http";

const name = "wg_refresh";
/** Only sign-in's own paths ever get to see it, and only from the console's own pages. */
const attributes = "HttpOnly; SameSite=Strict; Path=/auth";

export class RefreshCookie {
  private readonly attributes: string;

  constructor(secure: boolean) {
    this.attributes = secure ? `${attributes}; Secure` : attributes;
  }

  set(token: string, expiresAt: Date): string {
    return `${name}=${encodeURIComponent(token)}; ${this.attributes}; Expires=${expiresAt.toUTCString()}`;
  }

  clear(): string {
    return `${name}=; ${this.attributes}; Max-Age=0`;
  }

  read(request: IncomingMessage): string | undefined {
    for (const pair of (request.headers.cookie ?? "").split(";")) {
      const [key, value = ""] = pair.trim().split("=", 2);
      if (key === name && value !== "") return decoded(value);
    }
    return undefined;
  }
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined; // not a cookie we set
  }
}
