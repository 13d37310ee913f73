import { createHmac, randomBytes } from "node:crypto";
import { generateSecret, generateURI, verify } from "otplib";
import { toDataURL } from "qrcode";
import { deriveKey } from "@wegraph/kit/secrets";

const recoveryCodeCount = 10;

/** Letters and digits that cannot be mistaken for each other (Crockford's base 32). */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

export interface Enrolment {
  secret: string;
  otpauthUri: string;
  /** PNG as a data URL. */
  qrImage: string;
}

/** Time-based codes (RFC 6238: SHA-1, 6 digits, 30 s, as every authenticator app has them) and recovery codes. */
export class Totp {
  private readonly recoveryKey: Buffer;

  constructor(
    rootSecret: string,
    private readonly clock: () => Date,
  ) {
    this.recoveryKey = deriveKey(rootSecret, "recovery-code");
  }

  async enrol(email: string): Promise<Enrolment> {
    const secret = generateSecret();
    const otpauthUri = generateURI({ issuer: "Wegraph", label: email, secret });
    return {
      secret,
      otpauthUri,
      qrImage: await toDataURL(otpauthUri, { errorCorrectionLevel: "M", margin: 2 }),
    };
  }

  /**
   * The time step of a right code, or null. One step early or late is accepted. Whoever takes the step must store
   * it and refuse it ever after: a code is good once.
   */
  async stepOf(secret: string, code: string): Promise<number | null> {
    if (!/^\d{6}$/.test(code)) return null;
    const epoch = Math.floor(this.clock().getTime() / 1_000);
    const result = await verify({ secret, token: code, epoch, epochTolerance: 30 });
    return result.valid && "timeStep" in result ? result.timeStep : null;
  }

  /** Ten codes of 80 bits, each good once. */
  recoveryCodes(): string[] {
    return Array.from({ length: recoveryCodeCount }, () => {
      const letters = [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length]).join("");
      return letters.replace(/(.{4})(?=.)/g, "$1-");
    });
  }

  /** Keyed, so that a stolen table cannot be searched for codes. Null when the text is not such a code. */
  recoveryHash(code: string): string | null {
    const plain = code.toLowerCase().replace(/[\s-]/g, "");
    if (!/^[0-9a-z]{16}$/.test(plain)) return null;
    return createHmac("sha256", this.recoveryKey).update(plain).digest("base64url");
  }
}
