import { AppError } from "./errors.ts";

/** What a tenant may use so much of. The four that are stocks are given back; the others begin anew with their day or month. */
export const quotaDimensions = [
  "ACCOUNTS",
  "MESSAGES",
  "API_CALLS",
  "STORAGE_BYTES",
  "AI_TOKENS",
  "SEATS",
  "ACTIVE_PATIENTS",
] as const;
export type QuotaDimension = (typeof quotaDimensions)[number];

export interface QuotaTake {
  tenantId: string;
  dimension: QuotaDimension;
  /** A whole number above zero; bytes, tokens or pieces. */
  amount: number;
  /** Once per key: the same key again takes nothing more. At most 200 characters, without personal data. */
  key: string;
}

export interface QuotaReturn {
  tenantId: string;
  dimension: QuotaDimension;
  /** Of the take. What was never taken, or given back before, is passed over. */
  key: string;
  /** How much of it in all is unused by now; all of it unless given. Told again, the same amount gives back nothing more. */
  amount?: number;
}

/** What the metered parts of the platform ask of whoever keeps the quotas. */
export interface Quotas {
  /** @throws AppError QUOTA_EXCEEDED with dimension, limit, used, requested, policy and resetsAt: then nothing was taken. */
  take(take: QuotaTake): Promise<void>;
  giveBack(of: QuotaReturn): Promise<void>;
}

export interface QuotaExcess {
  dimension: QuotaDimension;
  limit: number;
  used: number;
  requested: number;
  policy: string;
  /** When what was used begins anew; null for stocks, where something has to be given back. */
  resetsAt: Date | null;
}

/** The one refusal for a quota that is used up, whoever measured it. */
export function quotaExceeded({ resetsAt, ...excess }: QuotaExcess): AppError {
  const { dimension, limit, used, requested } = excess;
  return new AppError(
    "QUOTA_EXCEEDED",
    "QUOTA_USED_UP",
    `The quota of ${dimension} is used up: ${used} of ${limit} used, ${requested} asked for.`,
    { ...excess, resetsAt: resetsAt?.toISOString() ?? null },
  );
}
