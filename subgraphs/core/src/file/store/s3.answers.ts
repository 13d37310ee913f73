import { XMLParser } from "fast-xml-parser";
import { z } from "zod";

const parser = new XMLParser({
  parseTagValue: false,
  isArray: (name) => name === "Contents" || name === "Upload",
});

const page = z.object({
  ListBucketResult: z.object({
    NextContinuationToken: z.string().optional(),
    Contents: z
      .array(z.object({ Key: z.string(), Size: z.coerce.number(), LastModified: z.coerce.date() }))
      .default([]),
  }),
});
const begun = z.object({ InitiateMultipartUploadResult: z.object({ UploadId: z.string().min(1) }) });
const underWay = z.object({
  ListMultipartUploadsResult: z.object({
    Upload: z
      .array(z.object({ Key: z.string(), UploadId: z.string(), Initiated: z.coerce.date() }))
      .default([]),
  }),
});
const completed = z.object({ CompleteMultipartUploadResult: z.unknown() });

export function listed(xml: string): z.infer<typeof page>["ListBucketResult"] {
  return page.parse(emptied(xml)).ListBucketResult;
}

export function uploadIdIn(xml: string): string {
  return begun.parse(parser.parse(xml)).InitiateMultipartUploadResult.UploadId;
}

export function uploadsIn(xml: string): z.infer<typeof underWay>["ListMultipartUploadsResult"]["Upload"] {
  return underWay.parse(emptied(xml)).ListMultipartUploadsResult.Upload;
}

/** A store may say 200 before it knows, and then tell of an error in the body. */
export function isCompleted(xml: string): boolean {
  return completed.safeParse(parser.parse(xml)).success;
}

export function completion(etags: readonly string[]): string {
  const parts = etags.map(
    (etag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`,
  );
  return `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
}

/** An element without content is read as "" where it stands for an empty list. */
function emptied(xml: string): unknown {
  const parsed: unknown = parser.parse(xml);
  if (parsed === null || typeof parsed !== "object") return parsed;
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, value === "" ? {} : value]));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
