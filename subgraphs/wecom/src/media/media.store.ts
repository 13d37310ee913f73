import type { Tx, WecomDatabase } from "../wecom.database.ts";

/** Where the bytes of files lie. All of a file is read or written at once: none has more than 20 MiB. */
export interface MediaStore {
  put(tx: Tx, file: { fileId: string; tenantId: string; bytes: Buffer }): Promise<void>;
  /** Null where they are not there any more. */
  get(tenantId: string, fileId: string): Promise<Buffer | null>;
  drop(tx: Tx, fileId: string): Promise<void>;
}

/** In the domain's own database: every process has them, whichever machine it runs on, and they go and stay with their records. */
export class PostgresMediaStore implements MediaStore {
  constructor(private readonly db: WecomDatabase) {}

  async put(tx: Tx, { fileId, tenantId, bytes }: { fileId: string; tenantId: string; bytes: Buffer }) {
    await tx.mediaContent.create({
      data: { fileId, tenantId, bytes: new Uint8Array(bytes) },
      select: { fileId: true },
    });
  }

  async get(tenantId: string, fileId: string): Promise<Buffer | null> {
    const row = await this.db
      .system("media-store")
      .mediaContent.findFirst({ where: { fileId, tenantId }, select: { bytes: true } });
    return row && Buffer.from(row.bytes);
  }

  async drop(tx: Tx, fileId: string): Promise<void> {
    await tx.mediaContent.deleteMany({ where: { fileId } });
  }
}
