import type { DomainEvent } from "@wegraph/kit/events";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCore } from "../testing/testCore.ts";
import type { TestCore } from "../testing/testCore.ts";
import type { HealthAlertChange } from "./healthAlert.event.ts";

let core: TestCore;
beforeAll(async () => {
  core = await openTestCore();
});
afterAll(() => core?.close());

const words = { title: "Low SpO₂", summary: "Patient P-000042: 88%", advice: "Call." };

function event(tenantId: string, given: Partial<HealthAlertChange> = {}): DomainEvent<HealthAlertChange> {
  const alertId = given.alertId ?? v7();
  return {
    id: v7(),
    subject: "health.alert.raised.v1",
    tenantId,
    at: new Date().toISOString(),
    correlationId: v7(),
    actor: { kind: "SYSTEM", id: "health-rules", name: "health-rules", address: null },
    payload: {
      alertId,
      version: 1,
      change: "RAISED",
      clinicianUserId: null,
      careTeamUserIds: [],
      department: null,
      severity: "CRITICAL",
      resolution: null,
      assignedToId: null,
      escalation: null,
      texts: { "zh-CN": words, en: words },
      path: `/health/alerts/${alertId}`,
      ...given,
    },
  };
}

const noticesOf = (alertId: string) =>
  core.db.system("test").notice.findMany({ where: { subjectId: alertId }, orderBy: { createdAt: "asc" } });

async function ward() {
  const { tenant, admin } = await core.given.tenant();
  const [clinician, nurse, stranger] = [
    await core.given.user(tenant.id, ["clinician"]),
    await core.given.user(tenant.id, ["clinician"]),
    await core.given.user(tenant.id, ["clinician"]),
  ];
  const alertId = v7();
  const alert = {
    alertId,
    clinicianUserId: clinician.user.id,
    careTeamUserIds: [nurse.user.id],
  };
  return { tenantId: tenant.id, admin, clinician, nurse, stranger, alertId, alert };
}

test("each level of an alert tells more people, of those whose right reaches the patient, and once", async () => {
  const { tenantId, admin, clinician, nurse, stranger, alertId, alert } = await ward();
  const { healthAlerts } = core.parts;
  const raised = event(tenantId, alert);
  const escalated = (version: number, audience: string) =>
    event(tenantId, {
      ...alert,
      version,
      change: "ESCALATED",
      escalation: { level: version - 1, audience, channels: "BY_SEVERITY" },
    });

  await Promise.all([healthAlerts.take(raised), healthAlerts.take(raised)]);
  await healthAlerts.take(escalated(2, "CARE_TEAM"));
  await healthAlerts.take(escalated(3, "ADMINISTRATORS"));

  const notices = await noticesOf(alertId);
  const ids = (...people: { user: { id: string } }[]) => people.map(({ user }) => user.id).toSorted();
  expect(notices.map(({ userIds }) => userIds.toSorted())).toEqual([
    ids(clinician),
    ids(clinician, nurse),
    ids(clinician, nurse, admin),
  ]);
  expect(notices).toMatchObject(
    notices.map(() => ({
      kind: "health-alert",
      severity: "CRITICAL",
      permission: null,
      channels: "BY_SEVERITY",
      path: `/health/alerts/${alertId}`,
    })),
  );
  await core.parts.notifications.dispatcher.round();
  const told = await core.db
    .system("test")
    .notification.findMany({ where: { notice: { subjectId: alertId } } });
  expect(told.map(({ userId }) => userId)).not.toContain(stranger.user.id);
  expect(told).toHaveLength(6);
});

test("where nobody may be told there is no notice, which would be one to everybody", async () => {
  const { tenantId, admin, clinician, nurse, stranger, alertId } = await ward();
  const people = [admin, clinician, nurse, stranger].map(({ user }) => user.id);
  await core.db
    .system("test")
    .user.updateMany({ where: { id: { in: people } }, data: { status: "DISABLED" } });

  await core.parts.healthAlerts.take(event(tenantId, { alertId, careTeamUserIds: people }));
  await core.parts.healthAlerts.take(event(v7(), { alertId }));

  expect(await noticesOf(alertId)).toEqual([]);
});
