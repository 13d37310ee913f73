import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { samplePeriodMs, seriesKey } from "@wegraph/kit/samples";
import { isStream } from "@wegraph/kit/subgraph";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { AlertTeller } from "./telling/teller.ts";

let core: TestCore;
let root: Person;
let home: Person;
let operator: Person;
let viewer: Person;
let foreign: Person;

beforeAll(async () => {
  core = await openTestCore();
  ({ admin: root } = await core.given.platform());
  ({ admin: home } = await core.given.tenant("home"));
  ({ admin: foreign } = await core.given.tenant("foreign"));
  operator = await core.given.user(home.principal.tenantId, ["operator"]);
  viewer = await core.given.user(home.principal.tenantId, ["viewer"]);
  await core.parts.alerting.evaluator.evaluate("NOW");
});
afterAll(() => core?.close());
/** Each guarantee begins with nothing open and nothing waiting, an hour later. */
afterEach(async () => {
  await core.opened.system.query(`
    UPDATE saas_unified_alerts SET state = 'RESOLVED', resolved_at = now(), resolution = 'BY_HAND' WHERE state <> 'RESOLVED';
    DELETE FROM wegraph_alert_group_changes; DELETE FROM wegraph_alert_groups; DELETE FROM wegraph_system_alert_keys;
    DELETE FROM wegraph_monitor_watches; DELETE FROM saas_alert_silences; DELETE FROM saas_alert_policies;
    DELETE FROM saas_monitor_rules WHERE shipped_key IS NULL`);
  core.wait(2 * 60 * 60_000);
});

const seconds = 1_000;
const minute = 60 * seconds;

interface Answer {
  data: Record<string, unknown>;
  code: unknown;
  reason: unknown;
}

async function ask(person: Person, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const { data, errors } = await core.execute(query, variables, person.principal);
  const extensions = errors?.[0]?.extensions;
  return {
    data: data ?? {},
    code: extensions?.["code"],
    reason: extensions?.["reason"],
  };
}

async function done<T>(
  person: Person,
  field: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const { data, code, reason } = await ask(person, query, variables);
  expect({ code, reason }).toEqual({ code: undefined, reason: undefined });
  return data[field] as T;
}

interface Alert {
  id: string;
  name: string;
  state: string;
  severity: string;
  value: number | null;
  peak: number | null;
  raisedAt: string;
  since: string;
  staleSince: string | null;
  isFlapping: boolean;
  notifiedAt: string | null;
  resolution: string | null;
  escalations: number;
  suppression: { kind: string; until: string | null; comment: string | null; byName: string | null } | null;
  timeline: { type: string; detail: Record<string, unknown> }[];
}

const alertFields = `id name state severity value peak raisedAt since staleSince isFlapping notifiedAt resolution escalations
  suppression { kind until comment byName } timeline { type detail }`;

/** The newest first; what earlier guarantees left behind is over. */
async function alerts(person: Person = home, from = core.clock().getTime() - 90 * minute): Promise<Alert[]> {
  const connection = await done<{ nodes: Alert[] }>(
    person,
    "systemAlerts",
    `query ($from: DateTime!) { systemAlerts(first: 200, filter: { from: $from }) { nodes { ${alertFields} } } }`,
    { from: new Date(from) },
  );
  return connection.nodes;
}

interface NoticeRow {
  id: string;
  severity: string;
  title_en: string;
  body_en: string;
  permission: string | null;
  user_ids: string[];
}

async function notices(tenantId = home.principal.tenantId): Promise<NoticeRow[]> {
  const { rows } = await core.opened.system.query<NoticeRow>(
    `SELECT id, severity, title_en, body_en, permission, user_ids FROM saas_notices
     WHERE tenant_id = $1 AND kind = 'system-alert' AND created_at > $2 ORDER BY created_at, id`,
    [tenantId, new Date(core.clock().getTime() - 100 * minute)],
  );
  return rows;
}

/** One sample now of each series; `value` may tell them apart. */
async function sample(
  metric: string,
  value: number | ((nth: number) => number),
  count = 1,
  person: Person = home,
) {
  const at = Math.floor(core.clock().getTime() / samplePeriodMs) * samplePeriodMs;
  const nths = Array.from({ length: count }, (_, nth) => nth);
  await core.parts.metrics.intake.take({
    at,
    keys: nths.map((nth) => seriesKey(metric, count === 1 ? {} : { shard: String(nth) })),
    values: nths.map((nth) => (typeof value === "number" ? value : value(nth))),
    tenantIds: nths.map(() => (person.principal.isPlatform ? null : person.principal.tenantId)),
  });
}

/** Lets time pass as it does: a sample every ten seconds, and a look; every five where that is what matters. */
async function pass(forMs: number, each: () => Promise<unknown>, everyMs = 10 * seconds) {
  for (let passed = 0; passed < forMs; passed += everyMs) {
    if (passed % samplePeriodMs === 0) await each();
    await look();
    core.wait(everyMs);
  }
}

async function look() {
  const { evaluator, suppressor, escalator, teller } = core.parts.alerting;
  await evaluator.evaluate("NOW");
  await suppressor.refresh("NOW");
  await escalator.escalate("NOW");
  await teller.tell();
}

interface RuleWish {
  name?: string;
  metric?: string;
  operator?: string;
  threshold?: number;
  forSeconds?: number;
  severity?: string;
  labels?: { name: string; value: string }[];
}

let nth = 0;
async function rule(
  wish: RuleWish = {},
  person: Person = home,
): Promise<{ id: string; name: string; metric: string }> {
  nth += 1;
  const input = {
    name: `rule-${nth}`,
    metric: `test_metric_${nth}`,
    operator: "ABOVE",
    threshold: 10,
    forSeconds: 0,
    severity: "WARNING",
    ...wish,
  };
  const payload = await done<{ rule: { id: string; name: string; metric: string } }>(
    person,
    "createMonitorRule",
    `mutation ($input: CreateMonitorRuleInput!) { createMonitorRule(input: $input) { rule { id name metric } } }`,
    { input },
  );
  return payload.rule;
}

async function silence(matchers: object[], forMs = 60 * minute): Promise<string> {
  const input = { matchers, endsAt: new Date(core.clock().getTime() + forMs), comment: "Maintenance" };
  const payload = await done<{ silence: { id: string } }>(
    operator,
    "createAlertSilence",
    `mutation ($input: CreateAlertSilenceInput!) { createAlertSilence(input: $input) { silence { id } } }`,
    { input },
  );
  return payload.silence.id;
}

async function policy(change: object) {
  const version = (await done<{ version: number }>(home, "alertPolicy", "{ alertPolicy { version } }"))
    .version;
  await done(
    home,
    "updateAlertPolicy",
    `mutation ($input: UpdateAlertPolicyInput!) { updateAlertPolicy(input: $input) { policy { version } } }`,
    { input: { expectedVersion: version, ...change } },
  );
}

const typesOf = ({ timeline }: Alert) => timeline.map(({ type }) => type);

describe("rules and their alerts", () => {
  test("the shipped rules are there: the platform's on its tenant, the business's on every other", async () => {
    const names = async (person: Person) => {
      const rules = await done<{ nodes: { alertName: string; isShipped: boolean }[] }>(
        person,
        "monitorRules",
        "{ monitorRules(first: 100) { nodes { alertName isShipped } } }",
      );
      return rules.nodes.filter(({ isShipped }) => isShipped).map(({ alertName }) => alertName);
    };
    expect((await names(home)).toSorted()).toEqual(["account-offline", "message-failure-rate"]);
    expect(await names(root)).toEqual(
      expect.arrayContaining(["cpu-high", "queue-backlog", "replication-late"]),
    );
    expect(await names(root)).not.toContain("account-offline");
  });

  test("an alert fires within its rule's duration and 15 seconds, once, follows the value, and is over by itself", async () => {
    const { metric, name } = await rule({ forSeconds: 60 });
    const began = core.clock().getTime();
    await pass(75 * seconds, () => sample(metric, 20), 5 * seconds);

    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ name, state: "FIRING", severity: "WARNING", value: 20 });
    expect(new Date(alert?.raisedAt ?? 0).getTime() - began).toBeLessThanOrEqual(75 * seconds);

    await pass(30 * seconds, () => sample(metric, 50));
    expect(await alerts()).toMatchObject([{ id: alert?.id, value: 50, peak: 50 }]);

    await pass(60 * seconds, () => sample(metric, 1));
    const [over] = await alerts();
    expect(over).toMatchObject({ id: alert?.id, state: "RESOLVED", resolution: "CAUSE_GONE", peak: 50 });
    expect(over && typesOf(over)).toEqual(
      expect.arrayContaining(["RAISED", "NOTIFIED", "CLEARING", "RESOLVED"]),
    );
  });

  test("what is too short fires nothing", async () => {
    const { metric } = await rule({ forSeconds: 60 });
    await pass(50 * seconds, () => sample(metric, 20));
    await pass(30 * seconds, () => sample(metric, 1));
    expect(await alerts()).toEqual([]);
  });

  test("old data fires nothing and ends nothing; the alert says since when nothing is known", async () => {
    const { metric } = await rule({ forSeconds: 30 });
    await sample(metric, 20);
    await pass(60 * seconds, async () => undefined);
    expect(await alerts()).toEqual([]);

    await pass(40 * seconds, () => sample(metric, 20));
    core.wait(60 * seconds);
    await look();
    const [alert] = await alerts();
    expect(alert).toMatchObject({ state: "FIRING", staleSince: expect.any(String) });
  });

  test("two processes that look at once raise one alert, and what one of them does the other leaves alone", async () => {
    const { metric } = await rule();
    await sample(metric, 20, 30);

    const looks = await Promise.all(
      Array.from({ length: 4 }, () => core.parts.alerting.evaluator.evaluate("NOW")),
    );

    expect(looks.reduce((sum, each) => sum + (each?.raised ?? 0), 0)).toBe(30);
    expect(await alerts()).toHaveLength(30);
  });

  test("another condition ends what the one before complained of, and a deleted rule its alerts", async () => {
    const { id, metric } = await rule();
    await sample(metric, 20);
    await look();
    const change = `mutation ($input: UpdateMonitorRuleInput!) { updateMonitorRule(input: $input) { rule { version } } }`;
    const payload = await done<{ rule: { version: number } }>(home, "updateMonitorRule", change, {
      input: { ruleId: id, expectedVersion: 1, threshold: 30 },
    });
    expect(payload.rule.version).toBe(2);
    expect(await alerts()).toMatchObject([{ state: "RESOLVED", resolution: "RULE_CHANGED" }]);

    const late = await ask(home, change, { input: { ruleId: id, expectedVersion: 1, threshold: 5 } });
    expect(late).toMatchObject({ code: "CONFLICT", reason: "MONITOR_RULE_CHANGED" });
  });

  test("a shipped rule can be switched off, not deleted", async () => {
    const { nodes } = await done<{ nodes: { id: string; isShipped: boolean }[] }>(
      foreign,
      "monitorRules",
      "{ monitorRules { nodes { id isShipped } } }",
    );
    const shipped = nodes.find(({ isShipped }) => isShipped);
    const remove = `mutation ($input: MonitorRuleInput!) { deleteMonitorRule(input: $input) { removedId } }`;
    expect(await ask(foreign, remove, { input: { ruleId: shipped?.id } })).toMatchObject({
      code: "CONFLICT",
      reason: "MONITOR_RULE_SHIPPED",
    });
  });

  test("a rule that makes no sense is refused with the field's path", async () => {
    const input = {
      name: "x",
      metric: "m",
      operator: "ABOVE",
      threshold: 1,
      forSeconds: 0,
      severity: "INFO",
      measure: "CHANGE",
    };
    const { data, errors } = await core.execute(
      `mutation ($input: CreateMonitorRuleInput!) { createMonitorRule(input: $input) { rule { id } } }`,
      { input },
      home.principal,
    );
    expect(data?.["createMonitorRule"] ?? null).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "INVALID_INPUT",
      issues: [{ path: ["input", "windowSeconds"] }],
    });
  });

  test("a condition can be tried on what was measured before anybody is woken by it", async () => {
    const metric = "tried_metric";
    for (let passed = 0; passed < 20; passed += 1) {
      await sample(metric, passed >= 5 && passed < 12 ? 20 : 1);
      core.wait(samplePeriodMs);
    }
    const tested = await done<{ sampleCount: number; firings: { peak: number }[] }>(
      viewer,
      "testMonitorRule",
      `query ($condition: MonitorConditionInput!) { testMonitorRule(condition: $condition) { sampleCount firings { peak } } }`,
      { condition: { metric, operator: "ABOVE", threshold: 10, forSeconds: 30 } },
    );
    expect(tested.sampleCount).toBe(20);
    expect(tested.firings).toEqual([{ peak: 20 }]);
  });
});

describe("telling people", () => {
  test("500 alerts in a burst are one notice, and each of them says so", async () => {
    const { metric } = await rule();
    await pass(40 * seconds, () => sample(metric, 20, 500));

    const posted = await notices();
    expect(posted).toMatchObject([
      { severity: "WARNING", title_en: "500 alerts (500 warning)", permission: "system-alert:read" },
    ]);
    const { rows } = await core.opened.system.query(
      "SELECT count(*)::int AS told FROM saas_unified_alerts WHERE state = 'FIRING' AND notified_at IS NOT NULL",
    );
    expect(rows).toEqual([{ told: 500 }]);
  });

  test("what came between the group and its notice is told after a restart, once", async () => {
    const { metric } = await rule();
    await sample(metric, 20);
    await core.parts.alerting.evaluator.evaluate("NOW");
    core.wait(15 * seconds);
    const dying = new AlertTeller(
      core.db,
      {
        post: async (tx, notice) => {
          await core.parts.notifications.notices.post(tx, notice);
          throw new Error("the process died before its transaction was over");
        },
      },
      core.clock,
      core.log.child({}, { level: "silent" }),
    );
    await dying.tell();
    expect(await notices()).toEqual([]);

    const another = new AlertTeller(core.db, core.parts.notifications.notices, core.clock, core.log);
    await Promise.all([another.tell(), core.parts.alerting.teller.tell()]);
    await another.tell();
    expect(await notices()).toHaveLength(1);
  });

  test("the same alert is not repeated within five minutes; if it lasts, people hear of it then", async () => {
    const { metric } = await rule();
    await pass(20 * seconds, () => sample(metric, 20));
    expect(await notices()).toHaveLength(1);
    await pass(60 * seconds, () => sample(metric, 1));
    await pass(60 * seconds, () => sample(metric, 20));

    const [again] = await alerts();
    expect(again).toMatchObject({ state: "FIRING", notifiedAt: null, suppression: { kind: "REPEATED" } });
    const before = (await notices()).length;
    core.wait(240 * seconds);
    await pass(10 * seconds, () => sample(metric, 20));
    expect((await notices()).length).toBeGreaterThan(before);
    expect((await alerts())[0]).toMatchObject({ suppression: null, notifiedAt: expect.any(String) });
  });

  test("that it is over is told to those who were told that it began, and of what nobody heard nothing", async () => {
    const { metric } = await rule();
    await pass(20 * seconds, () => sample(metric, 20));
    await pass(60 * seconds, () => sample(metric, 1));
    core.wait(300 * seconds);
    await look();
    expect((await notices()).map(({ title_en: title }) => title.startsWith("Resolved · "))).toEqual([
      false,
      true,
    ]);
  });

  test("a silenced alert sends nothing and says why; when the silence ends people hear of it", async () => {
    const { metric, name } = await rule();
    const id = await silence([{ label: "alert", operator: "EQUAL", value: name }]);
    await pass(60 * seconds, () => sample(metric, 20));

    expect(await notices()).toEqual([]);
    const [alert] = await alerts();
    expect(alert).toMatchObject({
      state: "FIRING",
      notifiedAt: null,
      suppression: { kind: "SILENCED", comment: "Maintenance", until: expect.any(String) },
    });
    expect(alert?.timeline.find(({ type }) => type === "SUPPRESSED")?.detail).toMatchObject({
      silenceId: id,
    });

    await done(
      operator,
      "endAlertSilence",
      `mutation ($input: AlertSilenceInput!) { endAlertSilence(input: $input) { silence { state } } }`,
      {
        input: { silenceId: id },
      },
    );
    await pass(20 * seconds, () => sample(metric, 20));
    expect(await notices()).toHaveLength(1);
    expect((await alerts())[0]?.suppression).toBeNull();
  });

  test("a silence shows what it would silence before it is made, and one for everything is refused", async () => {
    const { metric, name } = await rule();
    await sample(metric, 20, 3);
    await look();
    const preview = `query ($input: AlertSilencePreviewInput!) { previewAlertSilence(input: $input) { openCount lastWeekCount alerts { name } } }`;
    const matching = {
      input: { matchers: [{ label: "alert", operator: "MATCHES", value: `${name}|other` }] },
    };
    expect(await done(viewer, "previewAlertSilence", preview, matching)).toMatchObject({
      openCount: 3,
      lastWeekCount: 3,
    });

    const everything = { input: { matchers: [{ label: "alert", operator: "MATCHES", value: ".*" }] } };
    expect(await ask(viewer, preview, everything)).toMatchObject({
      code: "INVALID_INPUT",
      reason: "SILENCE_TOO_WIDE",
    });
    const broken = { input: { matchers: [{ label: "alert", operator: "MATCHES", value: "(" }] } };
    expect(await ask(viewer, preview, broken)).toMatchObject({ code: "INVALID_INPUT" });
  });

  test("what a cause explains is not told of, and says what its cause is", async () => {
    await policy({
      inhibitions: [
        {
          source: [{ label: "alert", operator: "EQUAL", value: "the-database" }],
          target: [{ label: "needs", operator: "EQUAL", value: "database" }],
          equal: [],
        },
      ],
    });
    const cause = await rule({ name: "the-database", severity: "CRITICAL" });
    const consequence = await rule({ labels: [{ name: "needs", value: "database" }] });
    await pass(30 * seconds, async () => {
      await sample(cause.metric, 20);
      await sample(consequence.metric, 20);
    });

    const posted = await notices();
    expect(posted).toMatchObject([{ severity: "CRITICAL" }]);
    expect(posted[0]?.body_en).not.toContain(consequence.name);
    const inhibited = (await alerts()).find(({ name }) => name === consequence.name);
    expect(inhibited?.suppression).toMatchObject({ kind: "INHIBITED", byName: "the-database" });
  });

  test("quiet hours hold up all but what is critical", async () => {
    const hour = (offset: number) =>
      new Intl.DateTimeFormat("en-GB", {
        timeZone: "Asia/Shanghai",
        hour: "2-digit",
        minute: "2-digit",
      }).format(new Date(core.clock().getTime() + offset * 60 * minute));
    await policy({ quietHours: { from: hour(-1), to: hour(1), days: [1, 2, 3, 4, 5, 6, 7] } });
    const warning = await rule();
    const critical = await rule({ severity: "CRITICAL" });
    await pass(30 * seconds, async () => {
      await sample(warning.metric, 20);
      await sample(critical.metric, 20);
    });

    const posted = await notices();
    expect(posted).toHaveLength(1);
    expect(posted[0]?.body_en).not.toContain(warning.name);
    const held = (await alerts()).find(({ name }) => name === warning.name);
    expect(held).toMatchObject({
      notifiedAt: null,
      suppression: { kind: "QUIET_HOURS", until: expect.any(String) },
    });
  });

  test("what nobody takes on goes further, and worse; what somebody takes on does not", async () => {
    await policy({ escalation: [{ afterMinutes: 1, raiseTo: "CRITICAL", userIds: [operator.user.id] }] });
    const ignored = await rule();
    const taken = await rule();
    const both = async () => {
      await sample(ignored.metric, 20);
      await sample(taken.metric, 20);
    };
    await pass(30 * seconds, both);
    const alert = (await alerts()).find(({ name }) => name === taken.name);
    const acknowledge = `mutation ($input: SystemAlertActInput!) { acknowledgeSystemAlert(input: $input) { alert { state } } }`;
    const input = { input: { alertId: alert?.id, note: "Looking at it" } };
    await done(operator, "acknowledgeSystemAlert", acknowledge, input);
    await done(operator, "acknowledgeSystemAlert", acknowledge, input);
    await pass(80 * seconds, both);

    const escalated = (await notices()).filter(({ user_ids: ids }) => ids.includes(operator.user.id));
    expect(escalated).toMatchObject([{ severity: "CRITICAL", permission: null }]);
    expect(escalated[0]?.title_en).toContain("Nobody took it on");
    const byName = new Map((await alerts()).map((each) => [each.name, each]));
    expect(byName.get(ignored.name)).toMatchObject({ severity: "CRITICAL", escalations: 1 });
    expect(byName.get(taken.name)).toMatchObject({
      severity: "WARNING",
      escalations: 0,
      state: "ACKNOWLEDGED",
    });
    expect(typesOf(byName.get(taken.name) as Alert).filter((type) => type === "ACKNOWLEDGED")).toHaveLength(
      1,
    );
  });
});

describe("alerts of accounts", () => {
  const event = (alertId: string, version: number, known: Record<string, unknown> = {}) => {
    const at = core.clock().toISOString();
    const text = { title: "Offline too long", advice: "Log in", summary: `Offline for ${version} minutes` };
    return {
      id: v7(),
      subject: "wecom.account-alert.updated.v1",
      tenantId: home.principal.tenantId,
      at,
      correlationId: v7(),
      actor: { kind: "SYSTEM" as const, id: "account-alerts", name: "account-alerts", address: null },
      payload: {
        alertId,
        version,
        notify: true,
        accountId: v7(),
        accountName: "Sales 01",
        group: "East",
        kind: "OFFLINE_TOO_LONG",
        severity: "CRITICAL" as const,
        state: "OPEN" as const,
        unit: "MINUTES",
        value: version,
        peak: version,
        threshold: 5,
        since: at,
        raisedAt: at,
        resolvedAt: null,
        resolution: null,
        actions: ["NOTIFY"],
        texts: { "zh-CN": text, en: text },
        path: `/alerts/${alertId}`,
        ...known,
      },
    };
  };

  test("they come among the others, once for each event, whatever order their changes come in", async () => {
    const { intake } = core.parts.alerting;
    const alertId = v7();
    const first = event(alertId, 1);
    const raisedAt = first.payload.raisedAt;
    const third = event(alertId, 3, { raisedAt, severity: "CRITICAL" });
    await Promise.all([intake.take(third), intake.take(first), intake.take(event(alertId, 2, { raisedAt }))]);
    await intake.take(third);

    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ name: "offline-too-long", value: 3, state: "FIRING" });
    core.wait(15 * seconds);
    await look();
    expect(await notices()).toHaveLength(1);

    const at = core.clock().toISOString();
    await intake.take(
      event(alertId, 5, { raisedAt, state: "RESOLVED", resolvedAt: at, resolution: "CAUSE_GONE" }),
    );
    await intake.take(event(alertId, 4, { raisedAt }));
    expect(await alerts()).toMatchObject([{ state: "RESOLVED", resolution: "CAUSE_GONE" }]);
  });

  test("they are acknowledged where they come from, and untold if their rule wants nobody told", async () => {
    const { intake } = core.parts.alerting;
    await intake.take(event(v7(), 1, { notify: false, actions: [] }));
    core.wait(15 * seconds);
    await look();
    expect(await notices()).toEqual([]);
    const [alert] = await alerts();
    expect(alert?.suppression?.kind).toBe("UNWANTED");
    const acknowledge = `mutation ($input: SystemAlertActInput!) { acknowledgeSystemAlert(input: $input) { alert { id } } }`;
    expect(await ask(operator, acknowledge, { input: { alertId: alert?.id } })).toMatchObject({
      code: "CONFLICT",
      reason: "ALERT_KEPT_ELSEWHERE",
    });
  });
});

describe("who may", () => {
  test("another tenant's alerts, rules and silences are not there", async () => {
    const { id: ruleId, metric, name } = await rule();
    await sample(metric, 20);
    await look();
    const silenceId = await silence([{ label: "alert", operator: "EQUAL", value: name }]);
    const [alert] = await alerts();
    expect(await alerts(foreign)).toEqual([]);
    for (const [field, id] of [
      ["systemAlert", alert?.id],
      ["monitorRule", ruleId],
      ["alertSilence", silenceId],
    ])
      expect(
        (await ask(foreign, `query ($id: ID!) { ${field}(id: $id) { id } }`, { id })).data[field ?? ""],
      ).toBeNull();
    const acts: [string, string, object][] = [
      ["acknowledgeSystemAlert", "SystemAlertActInput", { alertId: alert?.id }],
      ["resolveSystemAlert", "SystemAlertActInput", { alertId: alert?.id }],
      ["updateMonitorRule", "UpdateMonitorRuleInput", { ruleId, threshold: 1 }],
      ["deleteMonitorRule", "MonitorRuleInput", { ruleId }],
      ["endAlertSilence", "AlertSilenceInput", { silenceId }],
    ];
    for (const [act, type, input] of acts)
      expect([
        act,
        (
          await ask(foreign, `mutation ($input: ${type}!) { ${act}(input: $input) { __typename } }`, {
            input,
          })
        ).code,
      ]).toEqual([act, "NOT_FOUND"]);
  });

  test("a viewer sees, and changes nothing", async () => {
    await done(viewer, "systemAlertSummary", "{ systemAlertSummary { counts { count } } }");
    const input = { alertId: v7() };
    const act = `mutation ($input: SystemAlertActInput!) { resolveSystemAlert(input: $input) { __typename } }`;
    expect((await ask(viewer, act, { input })).code).toBe("FORBIDDEN");
    const across = {
      name: "all",
      metric: "m",
      operator: "ABOVE",
      threshold: 1,
      forSeconds: 0,
      severity: "INFO",
      acrossTenants: true,
    };
    const create = `mutation ($input: CreateMonitorRuleInput!) { createMonitorRule(input: $input) { rule { id } } }`;
    expect(await ask(home, create, { input: across })).toMatchObject({
      code: "FORBIDDEN",
      reason: "PLATFORM_ONLY",
    });
  });

  test("the platform looks at every tenant's series with one rule", async () => {
    await done(
      root,
      "createMonitorRule",
      `mutation ($input: CreateMonitorRuleInput!) { createMonitorRule(input: $input) { rule { id } } }`,
      {
        input: {
          name: "everywhere",
          metric: "everywhere_metric",
          operator: "ABOVE",
          threshold: 1,
          forSeconds: 0,
          severity: "INFO",
          acrossTenants: true,
        },
      },
    );
    await sample("everywhere_metric", 5, 1, home);
    await sample("everywhere_metric", 5, 1, foreign);
    await look();
    expect((await alerts(root)).filter(({ name }) => name === "everywhere")).toHaveLength(2);
    expect(await alerts(home)).toEqual([]);
  });

  test("what happens to alerts comes live, and what is done about them stands in the audit log", async () => {
    await core.bus.feed.start();
    const stream = await core.subscribe(
      "subscription { systemAlert { change alert { name state } } }",
      viewer.principal,
    );
    if (!isStream(stream)) throw new Error("refused");
    const { metric, name } = await rule();
    await sample(metric, 20);
    await look();
    const [alert] = await alerts();
    await done(
      operator,
      "resolveSystemAlert",
      `mutation ($input: SystemAlertActInput!) { resolveSystemAlert(input: $input) { alert { state } } }`,
      {
        input: { alertId: alert?.id, note: "Restarted" },
      },
    );
    const { rows } = await core.opened.system.query<{ subject: string; payload: object }>(
      "SELECT subject, payload FROM wegraph_outbox WHERE subject LIKE '%.core.system-alert.%' ORDER BY seq DESC LIMIT 3",
    );
    for (const { subject, payload } of rows.toReversed())
      await core.bus.js.publish(subject, JSON.stringify(payload));
    const seen: unknown[] = [];
    while (!seen.includes("RESOLVED")) {
      const { value } = (await stream.next()) as {
        value: { data: { systemAlert: { change: string; alert: { name: string } } } };
      };
      expect(value.data.systemAlert.alert.name).toBe(name);
      seen.push(value.data.systemAlert.change);
    }
    await stream.return?.();
    const audited = await core.events("core.audit.recorded.v1");
    expect(audited.map(({ payload }) => payload.payload["action"])).toEqual(
      expect.arrayContaining([
        "system-alert.resolved",
        "monitor-rule.created",
        "alert-silence.created",
        "alert-policy.updated",
      ]),
    );
  });

  test("a policy that was changed can be made what it was shipped as, by who has seen its last version", async () => {
    type Policy = { isShipped: boolean; version: number; groupWaitSeconds: number };
    const fields = "isShipped version groupWaitSeconds";
    const now = () => done<Policy>(home, "alertPolicy", `{ alertPolicy { ${fields} } }`);
    const reset = `mutation ($input: ResetAlertPolicyInput!) { resetAlertPolicy(input: $input) { policy { ${fields} } } }`;
    const shipped = { isShipped: true, groupWaitSeconds: 10 };

    await policy({ groupWaitSeconds: 77 });
    const changed = await now();
    expect(changed).toMatchObject({ isShipped: false, groupWaitSeconds: 77 });
    const input = { expectedVersion: changed.version };
    expect((await ask(viewer, reset, { input })).code).toBe("FORBIDDEN");
    const before = { input: { expectedVersion: changed.version - 1 } };
    expect(await ask(home, reset, before)).toMatchObject({
      code: "CONFLICT",
      reason: "ALERT_POLICY_CHANGED",
    });

    const { policy: after } = await done<{ policy: Policy }>(home, "resetAlertPolicy", reset, { input });
    expect(after).toMatchObject({ ...shipped, version: changed.version + 1 });
    expect(await now()).toEqual(after);
    // What is as shipped already stays so, and nobody's version is outdated by it.
    const again = { input: { expectedVersion: after.version } };
    expect(await done(home, "resetAlertPolicy", reset, again)).toEqual({ policy: after });
    const audited = (await core.events("core.audit.recorded.v1")).map(({ payload }) => payload.payload);
    expect(audited.filter(({ action }) => action === "alert-policy.reset")).toHaveLength(1);
  });
});
