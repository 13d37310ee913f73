import type { SecretBox } from "@wegraph/kit/secrets";
import { z } from "zod";
import { encryptedTextOf } from "./wecomCallback.reader.ts";
import { WecomCipher } from "./wecomCipher.ts";
import { readEvent } from "./wecomEvent.reader.ts";
import type { WecomEvent } from "./wecomEvent.ts";
import { readFields } from "./wecomFields.ts";
import type { XmlFields } from "./wecomXml.ts";

const shape = z.object({
  signature: z.string(),
  timestamp: z.string(),
  nonce: z.string(),
  /** As received: the encrypted envelope. */
  body: z.string(),
  /** With what it opens, whatever the application's keys are by then. */
  encodingAesKey: z.string(),
  receiveId: z.string(),
});

/** A callback as it came, and what opens it. */
export type RawCallback = z.infer<typeof shape>;

export interface OpenedCallback {
  event: WecomEvent;
  fields: XmlFields;
  raw: RawCallback;
}

/** Seals callbacks for rest, each bound to its row: they hold personal data and what people wrote. */
export class CallbackVault {
  constructor(private readonly box: SecretBox) {}

  seal(logId: string, raw: RawCallback): string {
    return this.box.seal(JSON.stringify(raw), `wework_callback_logs.body:${logId}`);
  }

  /** Null for one that does not open, or not to what was once read. */
  open(logId: string, sealed: string): OpenedCallback | null {
    try {
      const raw = shape.parse(JSON.parse(this.box.open(sealed, `wework_callback_logs.body:${logId}`)));
      const encrypted = encryptedTextOf(Buffer.from(raw.body)) ?? "";
      const decrypted = new WecomCipher(raw.encodingAesKey, raw.receiveId).decrypt(encrypted);
      const fields = decrypted.ok ? readFields(decrypted.message) : undefined;
      return fields ? { event: readEvent(fields), fields, raw } : null;
    } catch {
      return null;
    }
  }
}
