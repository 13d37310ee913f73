import { createLogger } from "@wegraph/kit/log";
import { Redis } from "ioredis";
import { ServerApi } from "../serverApi/serverApi.ts";
import { agentId, app, secrets } from "./wecomApi.ts";

/** A process of its own that calls WeCom as often as it is told, and reports what came of it. */
async function main([baseUrl = "", redisUrl = "", count = "1"]: readonly string[]): Promise<void> {
  const redis = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: 0 });
  await redis.connect();
  const trustedOrigins = [baseUrl];
  const api = new ServerApi({
    baseUrl,
    trustedOrigins,
    redis,
    secrets,
    log: createLogger("token-user", "silent"),
  });
  const outcomes = await Promise.all(
    Array.from({ length: Number(count) }, () => api.members.probe(app, agentId)),
  );
  console.log(JSON.stringify(outcomes.map(({ kind }) => kind)));
  await api.close();
  redis.disconnect();
}

await main(process.argv.slice(2));
