import { createHash, randomUUID } from "node:crypto";

export interface Stored {
  bytes: Buffer;
  etag: string;
  at: Date;
}

interface MultipartUpload {
  key: string;
  at: Date;
  parts: Map<number, Stored>;
}

const partBytesMin = 5 * 1024 * 1024;

/** One bucket in memory, as S3 keeps one: parts become an object only when their upload is completed. */
export class S3Bucket {
  readonly objects = new Map<string, Stored>();
  readonly uploads = new Map<string, MultipartUpload>();

  constructor(private readonly clock: () => Date) {}

  put(key: string, bytes: Buffer): Stored {
    const stored = this.stored(bytes);
    this.objects.set(key, stored);
    return stored;
  }

  begin(key: string): string {
    const id = randomUUID();
    this.uploads.set(id, { key, at: this.clock(), parts: new Map() });
    return id;
  }

  putPart(uploadId: string, number: number, bytes: Buffer): Stored | "NoSuchUpload" {
    const upload = this.uploads.get(uploadId);
    if (!upload) return "NoSuchUpload";
    const stored = this.stored(bytes);
    upload.parts.set(number, stored);
    return stored;
  }

  complete(uploadId: string, named: readonly { number: number; etag: string }[]): string | null {
    const upload = this.uploads.get(uploadId);
    if (!upload) return "NoSuchUpload";
    const parts = named.map(({ number, etag }) => {
      const part = upload.parts.get(number);
      return part?.etag === etag ? part : undefined;
    });
    if (parts.length === 0 || parts.includes(undefined)) return "InvalidPart";
    const whole = parts.filter((part) => part !== undefined);
    if (whole.slice(0, -1).some(({ bytes }) => bytes.length < partBytesMin)) return "EntityTooSmall";
    this.put(upload.key, Buffer.concat(whole.map(({ bytes }) => bytes)));
    this.uploads.delete(uploadId);
    return null;
  }

  private stored(bytes: Buffer): Stored {
    return { bytes, etag: `"${createHash("md5").update(bytes).digest("hex")}"`, at: this.clock() };
  }
}
