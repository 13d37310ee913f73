import { z } from "zod";

const count = z.number().int().positive();

/** How a document may look at most; measured with every fragment spread in place, before validation. */
const documentLimits = z
  .object({
    textBytesMax: count.default(100_000),
    tokensMax: count.default(2_000),
    depthMax: count.default(15),
    /** Fields once all fragments are spread: what a small document can blow up to. */
    fieldsMax: count.default(3_000),
    aliasesMax: count.default(60),
    directivesMax: count.default(60),
    rootFieldsMax: count.default(20),
    variablesDepthMax: count.default(32),
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
    webhook: count.default(6_000),
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
    /** The longest a principal is trusted without asking again. */
    recheckMs: count.default(30_000),
    /** How long a stream outlives the authority that could confirm its principal. */
    unconfirmedMsMax: count.default(60_000),
  })
  .prefault({});

export const settingsShape = z.object({
  /** Where browsers reach this gateway; decides on Secure cookies, HSTS and the console's own origin. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Other origins whose pages may call the API. */
  allowedOrigins: z.array(z.url()).default([]),
  /** How many reverse proxies stand in front and append to X-Forwarded-For. */
  trustedProxies: z.number().int().nonnegative().default(0),
  introspection: z.enum(["EVERYONE", "SIGNED_IN"]).default("SIGNED_IN"),
  bodyBytesMax: count.default(1_048_576),
  requestTimeoutMs: count.default(15_000),
  drainMs: count.default(10_000),
  /** A directory with the built console. */
  consoleDirectory: z.string().optional(),
  /** Lets a scraper from elsewhere read /metrics; without it only this machine can. */
  metricsToken: z.string().min(16).optional(),
  /** Root fields that try a secret: at most one of them in an operation, or aliases would guess in bulk. */
  secretTryingFields: z
    .array(z.string())
    .default(["signIn", "setUpFirstAdministrator", "changePassword", "confirmTotpEnrolment", "disableTotp"]),
  document: documentLimits,
  rates,
  streams,
});

export type GatewaySettings = z.output<typeof settingsShape>;
export type GatewayConfig = z.input<typeof settingsShape>;
