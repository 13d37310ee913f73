import { request } from "undici";
import { z } from "zod";
import { demoLogin } from "./demoLogin.ts";
import type { Wegraph } from "./wegraph.ts";

/** A Wegraph of which nobody may harm a process. */
export type SharedWegraph = Omit<Wegraph, "app">;

const lentShape = z.object({
  url: z.string(),
  simulatorUrl: z.string(),
  databaseUrl: z.string(),
  natsUrl: z.string(),
  redisUrl: z.string(),
});

const lenderShape = z.object({ WEGRAPH_LENDER: z.url() });

/**
 * A demo that is the caller's alone until it stops it, though journeys before may have used it and journeys after
 * will. For those that leave behind no more than people would who used it: no rule, no fault, no stopped part.
 */
export async function borrowWegraph(): Promise<SharedWegraph> {
  const { WEGRAPH_LENDER: lender } = lenderShape.parse(inherited());
  const { statusCode, body } = await request(`${lender}/borrowed`, {
    method: "POST",
    headersTimeout: 0, // one may have to be started first
  });
  if (statusCode !== 200) throw new Error(`no Wegraph to borrow: ${await body.text()}`);
  const lent = lentShape.parse(await body.json());
  return {
    ...lent,
    demo: demoLogin,
    async stop() {
      const answer = await request(`${lender}/returned`, { method: "POST", body: lent.url });
      await answer.body.dump();
    },
  };
}

function inherited(): NodeJS.ProcessEnv {
  // oxlint-disable-next-line node/no-process-env -- the test command says where the lender is
  return process.env;
}
