import { z } from "zod";
import type { SecretBox } from "@wegraph/kit/secrets";

const headerValues = z.record(z.string(), z.string());

/** Seals what an endpoint is not to lose: its signing secret and the values of its headers. */
export class EndpointVault {
  constructor(private readonly box: SecretBox) {}

  sealSecret(endpointId: string, secret: string): string {
    return this.box.seal(secret, place("secret", endpointId));
  }

  openSecret(endpointId: string, sealed: string): string {
    return this.box.open(sealed, place("secret", endpointId));
  }

  sealHeaders(endpointId: string, headers: Readonly<Record<string, string>>): string | null {
    return Object.keys(headers).length === 0
      ? null
      : this.box.seal(JSON.stringify(headers), place("headers", endpointId));
  }

  openHeaders(endpointId: string, sealed: string | null): Record<string, string> {
    if (sealed === null) return {};
    return headerValues.parse(JSON.parse(this.box.open(sealed, place("headers", endpointId))));
  }
}

/** A rotation moves a secret from one column to the other, so the place is the row. */
function place(what: "secret" | "headers", endpointId: string): string {
  return `saas_webhook_endpoints|${what}|${endpointId}`;
}
