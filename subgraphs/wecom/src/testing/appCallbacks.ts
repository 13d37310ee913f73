import { randomBytes } from "node:crypto";
import { Metrics } from "@wegraph/kit/metrics";
import type { WebhookAnswer } from "@wegraph/kit/webhook";
import { v7 } from "uuid";
import type { CallbackHandler, CallbackResult, TakenCallback } from "../callback/callback.handler.ts";
import { appCallbackPath } from "../callback/callback.keys.ts";
import { assembleCallbacks } from "../callback/callback.parts.ts";
import type { CallbackOptions, CallbackParts } from "../callback/callback.parts.ts";
import type { AppCallbackRequest } from "../callback/intake/app.ingress.ts";
import type { CallbackKeys } from "../callback/wecomCallback.reader.ts";
import { callbackSignature, WecomCipher } from "../callback/wecomCipher.ts";
import type { WecomEvent } from "../callback/wecomEvent.ts";
import { AppVault } from "../message/routing/appVault.ts";
import { quickCallbacks } from "./quick.ts";
import type { World } from "./world.ts";

/** An application that WeCom calls in for, as a test needs to know it. */
export interface CalledApp {
  tenantId: string;
  corpId: string;
  accountId: string;
  keys: CallbackKeys;
}

/** An account with an application and callback keys, as rows and through the service that makes them. */
export async function calledApp(world: World, tenantId = v7(), corpId?: string): Promise<CalledApp> {
  const caller = world.caller(tenantId);
  const ours = corpId ?? (await world.corp(caller, "https://provider.example", "a-secret"));
  const [accountId = ""] = await world.accounts(tenantId, ours, 1, "ONLINE");
  const app = { accountId, agentId: 1_000_002, secret: "app-secret", apiUrl: null, memberLimit: 100 };
  await world.as(caller, (context) => world.parts.messages.apps.set(context, app));
  const row = await world.db.system("test").accountApp.findUniqueOrThrow({
    where: { accountId },
    include: { account: { include: { corp: true } } },
  });
  const keys = new AppVault(world.runtime.secrets).openCallbackKeys(accountId, row);
  if (!keys) throw new Error("the application has no callback keys");
  return { tenantId, corpId: ours, accountId, keys: { ...keys, receiveId: row.account.corp.corpId } };
}

/** XML as WeCom writes it; a value that is an object has children. */
export function xml(fields: Readonly<Record<string, string | number>>): string {
  const parts = Object.entries(fields).map(([name, value]) =>
    typeof value === "number" ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`,
  );
  return `<xml>${parts.join("")}</xml>`;
}

let count = 0;

/** A member's message; every call another one. */
export function messageXml(given: Readonly<Record<string, string | number>> = {}): string {
  count += 1;
  return xml({
    ToUserName: "wwtest",
    FromUserName: "zhangsan",
    CreateTime: Math.floor(Date.now() / 1_000),
    MsgType: "text",
    Content: `hello ${count}`,
    MsgId: `7${Date.now()}${count}`,
    AgentID: 1_000_002,
    ...given,
  });
}

export function eventXml(given: Readonly<Record<string, string | number>>): string {
  return xml({
    ToUserName: "wwtest",
    FromUserName: "sys",
    CreateTime: Math.floor(Date.now() / 1_000),
    MsgType: "event",
    ...given,
  });
}

interface Signing {
  keys?: Partial<CallbackKeys>;
  at?: Date;
  address?: string;
}

/** What WeCom's servers would send. */
export function signed(
  app: CalledApp,
  plain: string,
  { keys, at = new Date(), address = "203.0.113.7" }: Signing = {},
): AppCallbackRequest {
  const { token, encodingAesKey, receiveId } = { ...app.keys, ...keys };
  const encrypted = new WecomCipher(encodingAesKey, receiveId).encrypt(plain);
  const body = `<xml><ToUserName><![CDATA[${receiveId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt><AgentID><![CDATA[1000002]]></AgentID></xml>`;
  return {
    method: "POST",
    path: `${appCallbackPath}${app.accountId}`,
    query: signatureOf(token, encrypted, at),
    rawBody: Buffer.from(body),
    address,
  };
}

/** The check of the address. */
export function urlCheck(
  app: CalledApp,
  echo: string,
  { keys, at = new Date() }: Signing = {},
): AppCallbackRequest {
  const { token, encodingAesKey, receiveId } = { ...app.keys, ...keys };
  const echostr = new WecomCipher(encodingAesKey, receiveId).encrypt(echo);
  const query = signatureOf(token, echostr, at);
  query.set("echostr", echostr);
  const path = `${appCallbackPath}${app.accountId}`;
  return { method: "GET", path, query, rawBody: Buffer.alloc(0), address: "203.0.113.7" };
}

function signatureOf(token: string, encrypted: string, at: Date): URLSearchParams {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const nonce = randomBytes(6).toString("hex");
  return new URLSearchParams({
    msg_signature: callbackSignature(token, timestamp, nonce, encrypted),
    timestamp,
    nonce,
  });
}

/** Another system's part: remembers what it was given, and does as the test says. */
export class RecordingHandler implements CallbackHandler {
  readonly name = "recording";
  readonly seen: TakenCallback[] = [];
  decide: (callback: TakenCallback) => Promise<CallbackResult> = async () => "applied";

  constructor(readonly wants: (event: WecomEvent) => boolean = ({ kind }) => kind !== "unknown") {}

  handle(callback: TakenCallback): Promise<CallbackResult> {
    this.seen.push(callback);
    return this.decide(callback);
  }
}

/** Callback parts over the world's database: of another process, as far as the database can tell. */
export function callbacksOf(
  world: World,
  handlers: readonly CallbackHandler[],
  options: CallbackOptions & { clock?: () => Date } = quickCallbacks(),
): CallbackParts {
  const { clock, ...rest } = options;
  const { queue, secrets, log } = world.runtime;
  return assembleCallbacks({
    ...rest,
    db: world.db,
    workQueue: queue,
    secrets,
    handlers,
    metrics: new Metrics("test"),
    clock: clock ?? world.runtime.clock,
    log,
  });
}

/** The answer's status alone. */
export async function statusOf(answer: Promise<WebhookAnswer>): Promise<number> {
  return (await answer).status;
}
