import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { GraphQLError } from "graphql";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { Principal } from "@wegraph/kit/principal";
import { RequestRefused, graphqlErrorOf, refused, refusedInput } from "../errors.ts";
import type { GatewaySettings } from "../settings.ts";
import type { KeptTexts } from "./keptTexts.ts";
import type { RegisteredOperations } from "./registeredOperations.ts";

/** What a client sends: a text, the hash of one, or both. */
export interface PersistedRequest {
  query?: string | null | undefined;
  extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface PersistedText {
  readonly query: string;
  /** Set when the client asks to have the text kept under this hash. */
  readonly keepAs: string | null;
}

const notedMax = 1_000;
const hexHash = /^[0-9a-f]{64}$/;

/**
 * Operations named by the SHA-256 of their text: those registered at build, and those that clients register while
 * running (Apollo's automatic persisted queries). The safelist knows the former alone.
 */
export class PersistedOperations {
  private readonly noted = new LRUCache<string, true>({ max: notedMax });

  constructor(
    private readonly registered: RegisteredOperations,
    private readonly kept: KeptTexts,
    private readonly settings: GatewaySettings["persisted"],
    private readonly log: Logger,
  ) {}

  /** @throws RequestRefused for an unknown or wrong hash, or with neither hash nor text. */
  find({ query, extensions }: PersistedRequest): PersistedText | Promise<PersistedText> {
    const hash = hashIn(extensions);
    if (hash === null) {
      if (typeof query !== "string") throw refusedInput(textMissing, "REQUEST_MALFORMED");
      return { query, keepAs: null };
    }
    const registered = this.registered.textOf(hash);
    if (query) {
      const isKnown = registered === query || this.kept.has(hash, query);
      if (!isKnown && hashOf(query) !== hash) throw refusedInput(hashWrong, "PERSISTED_QUERY_HASH_WRONG");
      return { query, keepAs: isKnown ? null : hash };
    }
    return registered === undefined ? this.recalled(hash) : { query: registered, keepAs: null };
  }

  /** @throws RequestRefused OPERATION_NOT_REGISTERED where only registered operations are run. */
  refuseUnregistered(query: string, { kind, id }: Principal): void {
    const { safelist, apiKeysExempt } = this.settings;
    if (safelist === "OFF" || this.registered.has(query) || (apiKeysExempt && kind === "API_KEY")) return;
    if (safelist === "ENFORCE") throw refused(notRegistered);
    if (this.noted.has(query)) return;
    this.noted.set(query, true);
    this.log.warn(
      { hash: hashOf(query), caller: { kind, id } },
      "an operation that is not registered was run",
    );
  }

  /** Keeps a text that proved to be a valid operation. */
  keep(hash: string, query: string): void {
    this.kept.keep(hash, query);
  }

  private async recalled(hash: string): Promise<PersistedText> {
    const query = await this.kept.recall(hash);
    if (query === null) throw new RequestRefused([notFound()]);
    return { query, keepAs: null };
  }
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const textMissing = { path: ["query"], message: "There is no operation." };
const hashWrong = { path: ["extensions", "persistedQuery"], message: "The hash is not that of the query." };
const notRegistered = new AppError(
  "FORBIDDEN",
  "OPERATION_NOT_REGISTERED",
  "Only registered operations are run here.",
);

/** In the words of Apollo's protocol: its clients then send the text along with the hash. */
function notFound(): GraphQLError {
  return graphqlErrorOf(
    new AppError("PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_UNKNOWN", "PersistedQueryNotFound"),
  );
}

function hashIn(extensions: PersistedRequest["extensions"]): string | null {
  const given = extensions?.["persistedQuery"];
  if (given === undefined || given === null) return null;
  if (typeof given === "object" && "version" in given && "sha256Hash" in given) {
    const { version, sha256Hash } = given;
    if (version === 1 && typeof sha256Hash === "string" && hexHash.test(sha256Hash)) return sha256Hash;
  }
  throw refusedInput(
    {
      path: ["extensions", "persistedQuery"],
      message: "Expected { version: 1, sha256Hash: 64 hex digits }.",
    },
    "PERSISTED_QUERY_MALFORMED",
  );
}
