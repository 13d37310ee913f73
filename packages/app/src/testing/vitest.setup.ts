import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { startWegraph } from "./wegraph.ts";
import type { Wegraph } from "./wegraph.ts";

/** People of many journeys sign in from one address. */
const settings = JSON.stringify({ rates: { login: 1_000 } });

/**
 * Lends a demo to one file of journeys at a time, and the same one to the next: starting it takes longer than many a
 * journey. There are as many as are used at once; one that is not brought back is not lent again.
 */
export async function setup(): Promise<() => Promise<void>> {
  const started: Promise<Wegraph>[] = [];
  const idle: Wegraph[] = [];
  const lend = async (): Promise<Wegraph> => {
    const returned = idle.pop();
    if (returned) return returned;
    const made = startWegraph({ demo: true, env: { GATEWAY_SETTINGS: settings } });
    started.push(made);
    return made;
  };
  const answer = async (request: IncomingMessage): Promise<string> => {
    if (request.url === "/borrowed") {
      const { url, simulatorUrl, databaseUrl, natsUrl, redisUrl } = await lend();
      return JSON.stringify({ url, simulatorUrl, databaseUrl, natsUrl, redisUrl });
    }
    const url = await text(request);
    for (const each of await Promise.all(started)) if (each.url === url) idle.push(each);
    return "";
  };
  const lender = createServer((request, response) => {
    answer(request).then(
      (body) => response.end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => void lender.listen(0, "127.0.0.1", resolve));
  const address = lender.address();
  if (typeof address !== "object" || !address) throw new Error("the lender has no port");
  // Test processes are started after this, and inherit it.
  // oxlint-disable-next-line node/no-process-env -- the only way to say it to them
  process.env["WEGRAPH_LENDER"] = `http://127.0.0.1:${address.port}`;
  return async () => {
    lender.close();
    const outcomes = await Promise.allSettled(started);
    await Promise.all(outcomes.map(async (each) => each.status === "fulfilled" && each.value.stop()));
  };
}
