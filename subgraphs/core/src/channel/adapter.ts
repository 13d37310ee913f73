import type { Bilingual } from "../notification/notice.kinds.ts";
import type { Severity } from "../notification/notice.ts";

export type Language = keyof Bilingual;

/** Why something was not delivered, as far as a tenant may know. */
export const deliveryFailures = [
  "RATE_LIMITED",
  "CREDENTIAL_REFUSED",
  "RECIPIENT_REFUSED",
  "CONTENT_REFUSED",
  "ACCOUNT_REFUSED",
  "REFUSED",
  "SERVER_ERROR",
  "TIMEOUT",
  "CONNECTION_FAILED",
  "TLS_FAILED",
  "ADDRESS_UNUSABLE",
  "ANSWER_MALFORMED",
  "INTERRUPTED",
  "NO_TRACE",
] as const;
export type DeliveryFailure = (typeof deliveryFailures)[number];

/** What a recipient is to read, in one language. */
export interface Message {
  /** Also what repeats are recognised by, where a protocol can. */
  id: string;
  title: string;
  text: string;
  severity: Severity;
  language: Language;
  /** Into the console. */
  link: string | null;
  kind: string | null;
  at: Date;
}

/** What came of a call. */
export type Outcome =
  /** `reference`: what the vendor knows it by. */
  | { kind: "DONE"; reference: string | null; answer: string | null }
  /** Nothing was sent. `isFinal`: nor will it be by asking again; `pauseMs`: nothing more is taken for so long. */
  | { kind: "REFUSED"; failure: DeliveryFailure; isFinal: boolean; pauseMs: number; answer: string | null }
  /** It may have been sent. */
  | { kind: "UNKNOWN"; failure: DeliveryFailure; answer: string | null };

/** What the vendor says of something that may have been sent. NO_TRACE: it knows nothing of it, so far. */
export type Trace = Outcome | { kind: "NO_TRACE" };

/** All settings of a channel, the secret ones opened. */
export type Settings = Readonly<Record<string, string>>;

export interface ChannelAdapter {
  /** @param to of a channel that goes to single people: the address or number. */
  send(settings: Settings, message: Message, to: string | null): Promise<Outcome>;
  /** Asks what became of an attempt without repeating it; absent where the vendor has no such question. */
  trace?(settings: Settings, message: Message, to: string | null): Promise<Trace>;
}

export function refused(
  failure: DeliveryFailure,
  {
    isFinal = true,
    pauseMs = 0,
    answer = null,
  }: { isFinal?: boolean; pauseMs?: number; answer?: string | null } = {},
): Outcome {
  return { kind: "REFUSED", failure, isFinal, pauseMs, answer };
}
