import { v7 } from "uuid";
import type { AlertRow } from "../system-alert/alert.row.ts";
import { insertAlerts } from "../system-alert/alert.store.ts";
import type { NewAlert } from "../system-alert/alert.store.ts";
import type { Person, TestCore } from "./testCore.ts";

const condition = {
  metric: "their_metric",
  measure: "VALUE",
  operator: "ABOVE",
  threshold: 1,
  severity: "INFO",
  labels: {},
} as const;

/** One of everything that alerting has, in the person's tenant. */
export async function someAlerting(core: TestCore, { principal }: Pick<Person, "principal">) {
  const { rules, silences } = core.parts.alerting;
  const { tenantId } = principal;
  const now = core.clock();
  const wish = {
    ...condition,
    name: "Theirs",
    description: "",
    match: {},
    windowSeconds: null,
    forSeconds: 0,
  };
  const rule = await core.as(principal, (context) =>
    rules.create(context, { ...wish, acrossTenants: false }, null),
  );
  const endsAt = new Date(now.getTime() + 3_600_000);
  const matchers = [{ label: "alert", operator: "EQUAL" as const, value: "theirs" }];
  const silence = await core.as(principal, (context) =>
    silences.create(context, { matchers, startsAt: null, endsAt, comment: "Theirs" }, null),
  );
  const system = core.db.system("test");
  const alert = await someAlert(core, { principal }, { sourceId: rule.id, name: "theirs" });
  const reportId = v7();
  const [periodStart, periodEnd] = [new Date("2026-11-20T16:00:00Z"), new Date("2026-11-21T16:00:00Z")];
  const document = { figures: [], top: [] };
  await system.operationsReport.createMany({
    data: { id: reportId, tenantId, kind: "DAILY", periodStart, periodEnd, document, createdAt: now },
  });
  return { ruleId: rule.id, silenceId: silence.id, alertId: alert.id, reportId };
}

/** An alert in the person's tenant, as the test has it. */
export async function someAlert(
  core: TestCore,
  { principal }: Pick<Person, "principal">,
  such: Partial<NewAlert>,
): Promise<AlertRow> {
  const now = core.clock();
  const texts = { titleZh: "Theirs", titleEn: "Theirs", summaryZh: "Theirs", summaryEn: "Theirs" };
  const alert: NewAlert = {
    ...condition,
    ...texts,
    tenantId: principal.tenantId,
    key: "theirs",
    source: "RULE",
    sourceId: v7(),
    name: "theirs",
    fingerprint: "theirs",
    unit: null,
    value: 5,
    peak: 5,
    state: "FIRING",
    since: now,
    raisedAt: now,
    isFlapping: false,
    path: null,
    ...such,
  };
  const [row] = await core.db.system("test").$transaction((tx) => insertAlerts(tx, [alert]));
  if (!row) throw new Error("there is an open alert of this key already");
  return row;
}
