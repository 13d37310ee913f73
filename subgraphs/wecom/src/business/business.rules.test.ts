import { expect, test } from "vitest";
import { seriesOf } from "@wegraph/kit/samples";
import type { Sample } from "@wegraph/kit/samples";
import { emptyHistogram } from "../message/stats/latency.rules.ts";
import { accountSamples, flowSamples } from "./business.rules.ts";
import type { Counted } from "./business.rules.ts";

const hour = 3_600_000;

function counted(part: Partial<Counted>): Counted {
  return { tenantId: "a", hour: 0, sent: 0, failed: 0, delivered: 0, callbacks: 0, latency: [], ...part };
}

function told(samples: readonly Sample[], tenantId: string): Record<string, number> {
  const own = samples.filter((sample) => sample.tenantId === tenantId);
  return Object.fromEntries(own.map(({ key, value }) => [seriesOf(key)?.name ?? "", value]));
}

test("what happened between two countings is told per tenant, over the turn of an hour too", () => {
  const fast = emptyHistogram();
  fast[0] = 30;
  const before = { at: 0, counted: [counted({ sent: 100, failed: 10, callbacks: 5 })] };
  const now = {
    at: 100_000,
    counted: [
      counted({ sent: 120, failed: 15, callbacks: 5 }),
      counted({ hour, sent: 10, failed: 5, delivered: 15, callbacks: 20, latency: fast }),
      counted({ tenantId: "b", sent: 7 }),
    ],
  };
  const samples = flowSamples(before, now);
  expect(told(samples, "a")).toEqual({
    messages_per_second: 0.3,
    callbacks_per_second: 0.2,
    message_failure_ratio: 0.25,
    message_delivery_ratio: 0.5,
    message_seconds_p50: 0.01,
    message_seconds_p95: 0.01,
  });
  expect(told(samples, "b")).toMatchObject({ messages_per_second: 0.07, message_failure_ratio: 0 });
});

test("of nothing there is no share and no time, rather than a zero that looks like one", () => {
  const idle = flowSamples({ at: 0, counted: [] }, { at: 10_000, counted: [counted({})] });
  expect(told(idle, "a")).toEqual({ messages_per_second: 0, callbacks_per_second: 0 });
  const accounts = accountSamples([
    {
      tenantId: "a",
      total: 3,
      online: 0,
      expected: 0,
      offlineSeconds: 0,
      loginsSucceeded: 0,
      loginsFailed: 0,
      recoverySeconds: null,
    },
  ]);
  expect(told(accounts, "a")).toEqual({ accounts_total: 3, accounts_online: 0, account_offline_seconds: 0 });
});
