import { z } from "zod";
import type { Permission } from "@wegraph/kit/principal";

/** An event that tenants can be told of. What is here is a promise: fields are added, never changed or removed. */
export interface WebhookEventType {
  /** `<thing>.<past tense>.v<n>`; another meaning is another version beside this one. */
  readonly type: string;
  readonly description: string;
  /** Subject of the domain event behind it. */
  readonly subject: string;
  /** The right to see what it tells: nobody has things sent elsewhere that they may not see. */
  readonly requires: Permission;
  /** Whether it is about accounts, so that an endpoint can be limited to some. */
  readonly isOfAccounts: boolean;
  /** JSON Schema of `data`. */
  readonly schema: object;
  readonly example: object;
  /**
   * The public shape of a domain event's payload; null where it does not concern these accounts.
   * @throws ZodError for a payload that is not the event's.
   */
  dataOf(payload: unknown, accountIds: readonly string[]): object | null;
}

export interface EventTypeOptions<Source, Data extends object> {
  type: string;
  description: string;
  subject: string;
  requires: Permission;
  /** Takes of the domain event what the public shape is made of; other fields are not even read. */
  source: z.ZodType<Source>;
  data: z.ZodType<Data>;
  example: Data;
  /** Null: nothing to tell. */
  tell: (source: Source) => Data | null;
  /** What is left of it for an endpoint that is limited to some accounts; absent where the event is not of accounts. */
  about?: (data: Data, isWanted: (accountId: string) => boolean) => Data | null;
}

export function eventType<Source, Data extends object>(
  options: EventTypeOptions<Source, Data>,
): WebhookEventType {
  const { type, description, subject, requires, source, data, example, tell, about } = options;
  return {
    type,
    description,
    subject,
    requires,
    isOfAccounts: about !== undefined,
    schema: z.toJSONSchema(data),
    example: data.parse(example),
    dataOf(payload, accountIds) {
      const told = tell(source.parse(payload));
      if (told === null || !about || accountIds.length === 0) return told;
      return about(told, (id) => accountIds.includes(id));
    },
  };
}

/** For events about one account. */
export function ofOneAccount<Data extends { accountId: string }>(
  data: Data,
  isWanted: (accountId: string) => boolean,
): Data | null {
  return isWanted(data.accountId) ? data : null;
}
