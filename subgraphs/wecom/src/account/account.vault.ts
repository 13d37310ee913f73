import type { SecretBox } from "@wegraph/kit/secrets";
import { z } from "zod";
import type { QrCode } from "./account.facts.ts";

const qrShape = z.object({ image: z.string(), content: z.string(), token: z.string() });

/** Seals what would let somebody else become the account; bound to the account it belongs to. */
export class LoginVault {
  constructor(private readonly box: SecretBox) {}

  sealQr(accountId: string, qr: QrCode): string {
    return this.box.seal(JSON.stringify(qr), place("qr", accountId));
  }

  openQr(accountId: string, sealed: string): QrCode {
    return qrShape.parse(JSON.parse(this.box.open(sealed, place("qr", accountId))));
  }

  sealCode(accountId: string, code: string): string {
    return this.box.seal(code, place("code", accountId));
  }

  openCode(accountId: string, sealed: string): string {
    return this.box.open(sealed, place("code", accountId));
  }
}

function place(column: string, accountId: string): string {
  return `wegraph_account_logins.${column}:${accountId}`;
}
