import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKey } from "@wegraph/kit/secrets";
import { isUuid } from "@wegraph/kit/validate";

/** A file that whoever has the link may have until then. */
export interface FileLink {
  tenantId: string;
  fileId: string;
  /** The share it was given out for; it ends with that. */
  shareId: string | null;
  as: "attachment" | "inline";
  expiresAt: Date;
}

/** Links that carry their own right: made by us, for one file, and not for long. */
export class FileLinks {
  private readonly key: Buffer;

  constructor(
    rootSecret: string,
    private readonly clock: () => Date,
  ) {
    this.key = deriveKey(rootSecret, "file-links");
  }

  /** A path at the gateway. */
  pathOf(link: FileLink): string {
    const query = new URLSearchParams({
      tenant: link.tenantId,
      until: String(link.expiresAt.getTime()),
      as: link.as,
      ...(link.shareId !== null && { share: link.shareId }),
      signature: this.signatureOf(link).toString("base64url"),
    });
    return `/files/core/${link.fileId}?${query.toString()}`;
  }

  /** The link, or null for one that is over, altered, or not ours. */
  read(fileId: string, query: URLSearchParams): FileLink | null {
    const tenantId = query.get("tenant") ?? "";
    const until = Number(query.get("until"));
    const shareId = query.get("share");
    if (!isUuid(fileId) || !isUuid(tenantId) || (shareId !== null && !isUuid(shareId))) return null;
    if (!Number.isSafeInteger(until) || until <= this.clock().getTime()) return null;
    const as = query.get("as") === "inline" ? "inline" : "attachment";
    const link: FileLink = { tenantId, fileId, shareId, as, expiresAt: new Date(until) };
    const given = Buffer.from(query.get("signature") ?? "", "base64url");
    const right = this.signatureOf(link);
    return given.length === right.length && timingSafeEqual(given, right) ? link : null;
  }

  private signatureOf({ tenantId, fileId, shareId, as, expiresAt }: FileLink): Buffer {
    const signed = [tenantId, fileId, shareId ?? "", as, expiresAt.getTime()].join("\n");
    return createHmac("sha256", this.key).update(signed).digest();
  }
}
