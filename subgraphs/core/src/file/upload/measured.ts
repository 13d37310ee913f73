import { createHash } from "node:crypto";
import { AppError } from "@wegraph/kit/errors";
import { headBytes } from "../mediaType.ts";

/** What passes through, counted, hashed and with its beginning kept: a file is read once. */
export class Measured implements AsyncIterable<Buffer> {
  bytes = 0;
  private readonly hash = createHash("sha256");
  private readonly beginning: Buffer[] = [];
  private kept = 0;

  /** @param bytesMax of which not one more is taken. */
  constructor(
    private readonly source: AsyncIterable<Buffer>,
    private readonly bytesMax = Number.POSITIVE_INFINITY,
  ) {}

  get head(): Buffer {
    return Buffer.concat(this.beginning);
  }

  /** To be asked once, at the end. */
  sha256(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.hash.digest());
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Buffer> {
    for await (const chunk of this.source) {
      this.bytes += chunk.length;
      if (this.bytes > this.bytesMax) throw sizeDiffers(this.bytesMax);
      this.hash.update(chunk);
      if (this.kept < headBytes) {
        const piece = chunk.subarray(0, headBytes - this.kept);
        this.beginning.push(piece);
        this.kept += piece.length;
      }
      yield chunk;
    }
  }
}

export function sizeDiffers(announced: number): AppError {
  return new AppError(
    "INVALID_INPUT",
    "UPLOAD_SIZE_DIFFERS",
    `The upload was announced with ${announced} bytes, and others came.`,
    { announced },
  );
}
