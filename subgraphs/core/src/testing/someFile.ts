import { Readable } from "node:stream";
import type { Person, TestCore } from "./testCore.ts";

/** A file with a share, and an upload that has not come, of whoever asks. */
export async function someFile(core: TestCore, { principal }: Person) {
  const { uploads, shares } = core.parts.files;
  const bytes = Buffer.from("theirs");
  const begin = (name: string) =>
    core.as(principal, (context) => uploads.begin(context, { name, bytes: bytes.length }));
  const { id: fileId } = await begin("theirs.txt");
  await core.as(principal, (context) => uploads.receive(context, fileId, Readable.from([bytes])));
  const share = await core.as(principal, (context) => shares.create(context, { fileId }));
  const { id: uploadId } = await begin("to come.txt");
  return { fileId, shareId: share.id, uploadId };
}
