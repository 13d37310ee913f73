import { z } from "zod";
import { networkIn } from "./http/addressList.ts";

const count = z.number().int().positive();

/** How a document may look at most; measured with every fragment spread in place, before validation. */
const documentLimits = z
  .object({
    textBytesMax: count.default(100_000),
    tokensMax: count.default(2_000),
    operationsMax: count.default(50),
    /** Of one operation. */
    variablesMax: count.default(100),
    depthMax: count.default(15),
    /** Fields once all fragments are spread: what a small document can blow up to. */
    fieldsMax: count.default(3_000),
    aliasesMax: count.default(60),
    directivesMax: count.default(60),
    rootFieldsMax: count.default(20),
    variablesDepthMax: count.default(32),
  })
  .prefault({});

/** Several operations in one POST, as an array. */
const batch = z
  .object({
    /** 0 takes no arrays at all. */
    operationsMax: z.number().int().nonnegative().default(10),
  })
  .prefault({});

/** What an operation may return, estimated from the schema and its arguments before it is planned. */
const cost = z
  .object({
    operationMax: count.default(20_000),
    /** Over a sliding minute, all of a tenant's callers together. */
    tenantPerMinute: count.default(6_000_000),
    /** The same for callers without a credential, by address. */
    addressPerMinute: count.default(20_000),
    objectWeight: z.number().nonnegative().default(1),
    mutationWeight: z.number().nonnegative().default(10),
    /** By "Type.field" or "Type", in place of the two above. */
    weights: z.record(z.string(), z.number().nonnegative()).default({}),
    /** Integer arguments that say how long a list or the lists of a page are. */
    pagingArguments: z.array(z.string()).default(["first", "last", "limit"]),
    /** Where they are left out and the schema has no default for them. */
    pageSizeDefault: count.default(25),
    /** Of a list that nothing says the length of. */
    listSizeDefault: count.default(10),
    /** By "Type.field", for such lists. */
    listSizes: z.record(z.string(), z.number().nonnegative()).default({}),
  })
  .prefault({});

const persisted = z
  .object({
    /** Whether operations that were not registered at build are run: by everyone, run but noted, or refused. */
    safelist: z.enum(["OFF", "LOG", "ENFORCE"]).default("OFF"),
    /** Programs with an API key send what they like, safelist or not. */
    apiKeysExempt: z.boolean().default(true),
    /** Further manifests of registered operations, beside the console's own. */
    manifests: z.array(z.string()).default([]),
    /** How long a text that a client registered while running (APQ) is kept in Redis. */
    keptSeconds: count.default(86_400),
    /** Such texts in this process's memory. */
    memoryBytesMax: count.default(16_777_216),
    /** New texts a minute that one caller may register. */
    registrationsPerMinute: count.default(120),
  })
  .prefault({});

/** How far a subgraph that is slow or down may reach into the gateway. */
const links = z
  .object({
    /** For one call; less than `requestTimeoutMs`, or the operation ends before anyone learns who was slow. */
    timeoutMs: count.default(10_000),
    /** By the subgraph's name. */
    timeoutMsOf: z.record(z.string(), count).default({}),
    /** Calls under way to one subgraph. */
    concurrentMax: count.default(1_000),
    /** A query that got no answer is sent once more, within this time. */
    retryDelayMsMax: count.default(50),
    /** A subgraph is not called any more once so many calls failed, and this share of all, in this time. */
    failuresMin: count.default(5),
    failureShare: z.number().gt(0).max(1).default(0.5),
    failureWindowMs: count.default(30_000),
    /** How often one call is then let through to see whether it is back. */
    probeEveryMs: count.default(1_000),
  })
  .prefault({});

/** Answers that fields allow to be given again (`@cacheControl`). */
const cache = z
  .object({
    memoryBytesMax: count.default(67_108_864),
    /** Pairs of tenant and type whose last change is remembered; of what is forgotten every answer is fetched anew. */
    changesMax: count.default(100_000),
  })
  .prefault({});

/** Requests a minute, over a sliding window. */
const rates = z
  .object({
    tenant: count.default(30_000),
    /** A user, or an API key without a limit of its own. */
    principal: count.default(1_200),
    /** Callers without a credential, by address (IPv6: by /64). */
    address: count.default(300),
    /** Operations that try a password or a code, by address. */
    login: count.default(30),
    /** Credentials that turned out invalid, by address. */
    badCredentials: count.default(60),
    /** WeCom calls in for all its customers from a few addresses, and takes a 429 for an answer: what it told is lost. */
    webhook: count.default(600_000),
    /** By root field, for each caller: what costs much more than its answer shows. */
    operations: z
      .record(z.string(), count)
      .default({ verifyAuditLog: 6, startAuditExport: 6, startBulkOperation: 30, createApiKey: 30 }),
  })
  .prefault({});

const network = z.string().refine((text) => networkIn(text) !== null, "neither an address nor a network");

const webhooks = z
  .object({
    /**
     * Addresses and networks that may send, by path below `/webhooks/`: `{"wecom/instance": ["203.0.113.0/24"]}`. It
     * holds for everything below that path; where several fit, the longest counts. A path without one is open to all.
     */
    allowedAddresses: z
      .record(z.string().regex(/^[^/].*[^/]$/, "without slashes at its ends"), z.array(network))
      .default({}),
    /** A body that takes longer to arrive is given up. */
    receiveTimeoutMs: count.default(5_000),
    /** A domain that takes longer to acknowledge is not waited for; the sender is told to send again. */
    answerTimeoutMs: count.default(10_000),
  })
  .prefault({});

const streams = z
  .object({
    connectionsPerAddressMax: count.default(200),
    connectionsPerTenantMax: count.default(20_000),
    subscriptionsPerConnectionMax: count.default(50),
    messageBytesMax: count.default(65_536),
    messagesPerMinuteMax: count.default(600),
    initTimeoutMs: count.default(5_000),
    keepAliveMs: count.default(12_000),
    /** What may wait in memory for one client; beyond it the client is closed, and can come back. */
    bufferBytesMax: count.default(1_048_576),
    /** With this much waiting, of the events that tell a state only each entity's latest is kept for the client. */
    bufferSoftBytes: count.default(131_072),
    /** What a feed remembers of the events it sent, for clients that come back. */
    replayEventsMax: count.default(5_000),
    replayBytesMax: count.default(2_097_152),
    /** How long a feed that nobody listens to is kept, for a crowd that was cut off and comes back. */
    feedLingerMs: count.default(5_000),
    /** Upstreams that replay the past at one time; more of them wait. */
    catchUpsMax: count.default(16),
    /** An upstream that sent nothing for so long has replayed what there was. */
    catchUpIdleMs: count.default(250),
    /** How long a snapshot waits for its subgraph to say where the stream stands; those of others never say. */
    positionWaitMs: count.default(3_000),
    /** After how long an EventSource that was cut off is asked to come back. */
    reconnectMs: count.default(1_000),
    /** The longest a principal is trusted without asking again. */
    recheckMs: count.default(30_000),
    /** How long a stream outlives the authority that could confirm its principal. */
    unconfirmedMsMax: count.default(60_000),
  })
  .prefault({});

/** How changes of the supergraph are noticed. */
const supergraph = z
  .object({
    /** A file that did not change for so long is taken to be whole. */
    settleMs: count.default(200),
    filePollMs: count.default(5_000),
    urlPollMs: count.default(10_000),
    /** The longest pause after failures. */
    urlPollMsMax: count.default(120_000),
    urlTimeoutMs: count.default(10_000),
    textBytesMax: count.default(67_108_864),
  })
  .prefault({});

/** Operations planned before a graph answers anyone. */
const warmUp = z
  .object({
    operationsMax: count.default(1_000),
    timeMsMax: count.default(10_000),
  })
  .prefault({});

export const settingsShape = z.object({
  /** Where browsers reach this gateway; decides on Secure cookies, HSTS and the console's own origin. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Other origins whose pages may call the API. */
  allowedOrigins: z.array(z.url()).default([]),
  /** How many reverse proxies stand in front and append to X-Forwarded-For. */
  trustedProxies: z.number().int().nonnegative().default(0),
  /** Errors of subgraphs that are none of ours: another's are for it to mask. */
  subgraphErrors: z.enum(["MASKED", "PASSED_ON"]).default("MASKED"),
  introspection: z.enum(["EVERYONE", "SIGNED_IN"]).default("SIGNED_IN"),
  bodyBytesMax: count.default(1_048_576),
  /** Answers from this size on are compressed for clients that take it. */
  compressedBytesMin: count.default(2_048),
  requestTimeoutMs: count.default(15_000),
  drainMs: count.default(10_000),
  /** A directory with the built console. */
  consoleDirectory: z.string().optional(),
  /** Lets a scraper from elsewhere read /metrics; without it only this machine can. */
  metricsToken: z.string().min(16).optional(),
  /** Root fields that try a secret: at most one of them in an operation, or aliases would guess in bulk. */
  secretTryingFields: z
    .array(z.string())
    .default([
      "signIn",
      "setUpFirstAdministrator",
      "changePassword",
      "confirmTotpEnrolment",
      "disableTotp",
      "openFileShare",
    ]),
  document: documentLimits,
  batch,
  cost,
  persisted,
  links,
  cache,
  rates,
  streams,
  webhooks,
  supergraph,
  warmUp,
});

export type GatewaySettings = z.output<typeof settingsShape>;
export type GatewayConfig = z.input<typeof settingsShape>;

/** What is different for a gateway that stands alone: everyone comes in without a credential, often through one proxy. */
export const standaloneSettings = {
  introspection: "EVERYONE",
  subgraphErrors: "PASSED_ON",
  rates: { address: 1_000_000 },
  cost: { addressPerMinute: 1_000_000_000 },
  streams: { connectionsPerAddressMax: 20_000 },
} satisfies GatewayConfig;

/** The settings as one JSON object: `{"rates": {"login": 60}, "document": {"depthMax": 20}}`. */
export const settingsFromJson = z
  .string()
  .default("{}")
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue("not JSON");
      return z.NEVER;
    }
  })
  .pipe(settingsShape);
