import { z } from "zod";
import type { StoreSettings } from "./store/stores.ts";

/** Where files lie: on this machine's disk, or in a store that speaks S3 once an endpoint is given. */
export const fileConfig = {
  FILES_DIRECTORY: z.string().min(1).default(".data/files"),
  /** "http://minio:9000"; the bucket has to be there. */
  FILES_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  FILES_S3_REGION: z.string().min(1).default("us-east-1"),
  FILES_S3_BUCKET: z.string().min(3).default("wegraph"),
  FILES_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  FILES_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
} as const;

type FileConfig = z.output<z.ZodObject<typeof fileConfig>>;

/** @throws Error for an endpoint without the keys to it. */
export function storeSettings(config: FileConfig): StoreSettings {
  const endpoint = config.FILES_S3_ENDPOINT;
  const accessKeyId = config.FILES_S3_ACCESS_KEY_ID;
  const secretAccessKey = config.FILES_S3_SECRET_ACCESS_KEY;
  const directory = config.FILES_DIRECTORY;
  if (endpoint === undefined) return { directory };
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new Error("FILES_S3_ENDPOINT needs FILES_S3_ACCESS_KEY_ID and FILES_S3_SECRET_ACCESS_KEY.");
  const [region, bucket] = [config.FILES_S3_REGION, config.FILES_S3_BUCKET];
  return { directory, s3: { endpoint, region, bucket, accessKeyId, secretAccessKey } };
}
