import { expect, test } from "vitest";
import { Circuit } from "./circuit.ts";
import type { CircuitState } from "./circuit.ts";

function circuitAt(startMs = 5_000) {
  const clock = { ms: startMs };
  const states: CircuitState[] = [];
  const settings = { failureWindowMs: 10_000, failuresMin: 4, failureShare: 0.5, probeEveryMs: 1_000 };
  const circuit = new Circuit(
    settings,
    (state) => states.push(state),
    () => clock.ms,
  );
  const call = (outcome: "succeeded" | "failed" | "abandoned") => {
    const pass = circuit.begin();
    if (pass !== null) circuit[outcome](pass);
    return pass !== null;
  };
  const calls = (count: number, outcome: "succeeded" | "failed") => {
    for (let i = 0; i < count; i += 1) call(outcome);
  };
  return { clock, states, circuit, call, calls };
}

test("it opens at the fourth failure of at most eight calls, and lets nobody through", () => {
  const { circuit, call, calls } = circuitAt();
  calls(4, "succeeded");
  calls(3, "failed");
  expect(circuit.state).toBe("CLOSED");

  call("failed");

  expect(circuit.state).toBe("OPEN");
  expect(call("succeeded")).toBe(false);
  expect(circuit.retryAfterMs).toBe(1_000);
});

test("failures among many more successes do not open it", () => {
  const { circuit, calls } = circuitAt();
  calls(100, "succeeded");

  calls(90, "failed");

  expect(circuit.state).toBe("CLOSED");
});

test("failures are forgotten once they are older than the window, and not before", () => {
  const { circuit, clock, calls, call } = circuitAt();
  calls(3, "failed");
  clock.ms += 8_000;
  calls(2, "succeeded");
  clock.ms += 4_000;
  call("failed");
  expect(circuit.state).toBe("CLOSED");

  calls(2, "failed");
  expect(circuit.state).toBe("CLOSED");
  call("failed");
  expect(circuit.state).toBe("OPEN");
});

test("a window nobody called in for long is empty", () => {
  const { circuit, clock, calls } = circuitAt();
  calls(3, "failed");
  clock.ms += 1_000_000;

  calls(3, "failed");

  expect(circuit.state).toBe("CLOSED");
});

test("after a second one call is let through to see, and only one", () => {
  const { circuit, clock, calls } = circuitAt();
  calls(4, "failed");
  clock.ms += 999;
  expect(circuit.begin()).toBeNull();
  clock.ms += 1;

  expect(circuit.begin()).not.toBeNull();
  expect(circuit.begin()).toBeNull();
  expect(circuit.state).toBe("PROBING");
});

test("a probe that succeeds closes it with a clean slate; one that fails costs another second", () => {
  const { circuit, clock, calls, call, states } = circuitAt();
  calls(4, "failed");
  clock.ms += 1_000;
  call("failed");
  expect(call("succeeded")).toBe(false);
  clock.ms += 1_000;
  call("succeeded");
  calls(3, "failed");

  expect(circuit.state).toBe("CLOSED");
  expect(states).toEqual(["OPEN", "PROBING", "OPEN", "PROBING", "CLOSED"]);
});

test("a probe whose caller left says nothing: the next call sees for itself", () => {
  const { circuit, clock, calls, call } = circuitAt();
  calls(4, "failed");
  clock.ms += 1_000;
  call("abandoned");

  expect(circuit.begin()).not.toBeNull();
});

test("what was begun before it opened does not close or open it afterwards", () => {
  const { circuit, clock, calls } = circuitAt();
  const early = circuit.begin();
  const late = circuit.begin();
  if (early === null || late === null) throw new Error("it is closed at first");
  calls(4, "failed");
  circuit.succeeded(early);
  expect(circuit.state).toBe("OPEN");
  clock.ms += 1_000;
  circuit.begin();

  circuit.failed(late);

  expect(circuit.state).toBe("PROBING");
});
