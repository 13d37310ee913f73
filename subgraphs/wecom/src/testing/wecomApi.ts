import { createLogger } from "@wegraph/kit/log";
import { SecretBox } from "@wegraph/kit/secrets";
import type { Redis } from "ioredis";
import { request } from "undici";
import type { FinishedCall } from "../serverApi/caller.ts";
import { ServerApi } from "../serverApi/serverApi.ts";

export const app = { corpId: "wwtest", secret: "app-secret" };
export const agentId = 1_000_002;

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A running simulator, which a test starts in its own process. */
interface Running {
  readonly url: string;
  close(): Promise<void>;
}

/** WeCom's API as the simulator speaks it, with one corp of its own. */
export interface TestWecom {
  readonly url: string;
  /** A control route below `/control/wecom/corps/wwtest`. */
  corp<T = unknown>(method: Method, path: string, body?: object): Promise<T>;
  control<T = unknown>(method: Method, path: string, body?: object): Promise<T>;
  /** Users by id, as the corp has them. */
  members(): Promise<string[]>;
  /** How often `gettoken` gave a token, the same ones again included. */
  tokensGiven(): Promise<number>;
  client(options?: {
    redis?: Redis;
    connectionsMax?: number;
    baseUrl?: string;
    trustedOrigins?: readonly string[];
    onCall?: (call: FinishedCall) => void;
  }): ServerApi;
  close(): Promise<void>;
}

export const secrets = new SecretBox(["a root secret for tests only, long enough"]);

export async function openWecomApi(simulator: Running, corp: object = {}): Promise<TestWecom> {
  const clients: ServerApi[] = [];
  const control = async <T>(method: Method, path: string, body?: object): Promise<T> => {
    const answer = await request(`${simulator.url}/control/wecom${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test says what it expects, and fails if it is not so
    return JSON.parse(text) as T;
  };
  const onCorp = <T>(method: Method, path: string, body?: object) =>
    control<T>(method, `/corps/${app.corpId}${path}`, body);
  await onCorp("PUT", "", { apps: [{ agentId, secret: app.secret }], robots: ["robot-key"], ...corp });

  return {
    url: simulator.url,
    corp: onCorp,
    control,
    async members() {
      const { members } = await onCorp<{ members: { userid: string; status: number }[] }>("GET", "/members");
      return members.map(({ userid }) => userid);
    },
    async tokensGiven() {
      const { calls } = await onCorp<{ calls: Record<string, number> }>("GET", "/calls");
      return calls["gettoken ok"] ?? 0;
    },
    client(options = {}) {
      const log = createLogger("test", "silent");
      const trustedOrigins = [simulator.url];
      const client = new ServerApi({ baseUrl: simulator.url, trustedOrigins, secrets, log, ...options });
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      await simulator.close();
    },
  };
}
