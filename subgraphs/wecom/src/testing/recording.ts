import type { AccountProvider } from "../provider/provider.ts";

export interface RecordedCall {
  worker: string;
  operation: string;
  guid: string;
  from: number;
  to: number;
}

/** The real provider, with every call noted: who asked for what, from when to when. */
export function recorded(provider: AccountProvider, worker: string, calls: RecordedCall[]): AccountProvider {
  return new Proxy(provider, {
    get(target, operation: keyof AccountProvider) {
      return async (...given: unknown[]) => {
        const guid = typeof given[1] === "string" ? given[1] : "";
        const call = { worker, operation, guid, from: performance.now(), to: Number.POSITIVE_INFINITY };
        calls.push(call);
        try {
          return await Reflect.apply(target[operation], target, given);
        } finally {
          call.to = performance.now();
        }
      };
    },
  });
}

/** Pairs of calls for one instance by different workers at the same time. */
export function overlaps(calls: readonly RecordedCall[]): [RecordedCall, RecordedCall][] {
  return calls.flatMap((a, i) =>
    calls
      .slice(i + 1)
      .filter((b) => a.guid === b.guid && a.worker !== b.worker && a.from < b.to && b.from < a.to)
      .map((b): [RecordedCall, RecordedCall] => [a, b]),
  );
}
