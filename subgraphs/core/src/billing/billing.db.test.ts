import { v7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemOrigin } from "@wegraph/kit/outbox";
import type { Principal } from "@wegraph/kit/principal";
import type { QuotaDimension } from "@wegraph/kit/quota";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";

let core: TestCore;
let root: Person;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;
let other: Awaited<ReturnType<TestCore["given"]["tenant"]>>;
const hour = 60 * 60_000;

beforeAll(async () => {
  core = await openTestCore();
  root = (await core.given.platform()).admin;
  home = await core.given.tenant("home");
  other = await core.given.tenant("other");
});
afterAll(() => core?.close());

const quotas = () => core.parts.quotas;
const take = (dimension: QuotaDimension, amount: number, key: string = v7()) =>
  quotas().ledger.take({ tenantId: home.tenant.id, dimension, amount, key });
const ask = async (query: string, variables: object, principal: Principal) => {
  const answer = await core.execute(query, { ...variables }, principal);
  return { data: answer.data as Record<string, never>, refusal: answer.errors?.[0]?.extensions };
};
const agree = `mutation ($input: SetTenantQuotaInput!) { setTenantQuota(input: $input) { quota { limit used policy source level } } }`;
const agreed = (dimension: QuotaDimension, principal: Principal, rest: object = {}) => {
  const input = {
    tenantId: home.tenant.id,
    dimension,
    limit: 10,
    policy: "ALLOW_AND_BILL",
    note: "test",
    ...rest,
  };
  return ask(agree, { input }, principal);
};

it("only the platform agrees quotas, and numbers that do not go together are refused with their path", async () => {
  expect((await agreed("MESSAGES", home.admin.principal)).refusal).toMatchObject({ code: "FORBIDDEN" });
  expect((await agreed("MESSAGES", root.principal, { policy: "AUTO_EXPAND" })).refusal).toMatchObject({
    code: "INVALID_INPUT",
    reason: "QUOTA_RULE_REFUSED",
    issues: [{ path: ["input", "ceiling"] }],
  });
  expect((await agreed("MESSAGES", root.principal)).data).toEqual({
    setTenantQuota: {
      quota: { limit: 10, used: 0, policy: "ALLOW_AND_BILL", source: "OVERRIDE", level: "OK" },
    },
  });
});

it("a tenant sees its own quotas and those of nobody else; the platform sees all", async () => {
  const query = `query ($tenantId: ID) { quotaStatus(tenantId: $tenantId) { tenantId quotas { dimension limit } } }`;
  const asked = { tenantId: home.tenant.id };
  expect((await ask(query, {}, home.admin.principal)).data).toMatchObject({ quotaStatus: asked });
  expect((await ask(query, asked, other.admin.principal)).refusal).toMatchObject({ code: "NOT_FOUND" });
  expect((await ask(query, asked, root.principal)).data).toMatchObject({ quotaStatus: asked });
  const internal = `mutation ($input: QuotaTakeInput!) { _takeQuota(input: $input) }`;
  const input = { dimension: "MESSAGES", key: "forged", amount: 1 };
  expect((await ask(internal, { input }, root.principal)).refusal).toMatchObject({ reason: "PLATFORM_ONLY" });
});

it("a user too many is refused, and is not half made", async () => {
  await agreed("SEATS", root.principal, { limit: 2, policy: "BLOCK" });
  await quotas().reconciler.seats(home.tenant.id);
  const role = core.role("operator");
  const create = (email: string) =>
    core.as(home.admin.principal, (context) =>
      core.parts.userAdmin.create(context, {
        email,
        displayName: "New",
        initialPassword: "correct horse battery staple",
        roleIds: [role],
      }),
    );
  const second = await create("second@home.example");
  await expect(create("third@home.example")).rejects.toMatchObject({ code: "QUOTA_EXCEEDED" });
  const third = { where: { email: "third@home.example" } };
  expect(await core.db.system("test").user.findUnique(third)).toBeNull();
  await core.as(home.admin.principal, (context) => core.parts.membership.remove(context, second.id));
  await create("third@home.example");
});

it("use is summed up exactly, once and again, by the tenant's own days", async () => {
  await take("MESSAGES", 1_010, "batch");
  await quotas().ledger.giveBack({
    tenantId: home.tenant.id,
    dimension: "MESSAGES",
    key: "batch",
    amount: 5,
  });
  await take("AI_TOKENS", 700);
  await take("STORAGE_BYTES", 4_096, "file");
  await quotas().ledger.giveBack({ tenantId: home.tenant.id, dimension: "STORAGE_BYTES", key: "file" });
  for (let run = 0; run < 2; run += 1) await quotas().rollUp.run();

  const { today } = await quotas().rules.calendar(home.tenant.id);
  const query = `query ($day: String!) { usage(from: $day, to: $day) { day dimension used peak included over } }`;
  const { data } = await ask(query, { day: today }, home.admin.principal);
  expect(data["usage"]).toEqual(
    expect.arrayContaining([
      { day: today, dimension: "MESSAGES", used: 1_005, peak: 0, included: 10, over: 995 },
      { day: today, dimension: "AI_TOKENS", used: 700, peak: 0, included: 10_000_000, over: 0 },
      expect.objectContaining({ dimension: "STORAGE_BYTES", used: 0, peak: 4_096, over: 0 }),
    ]),
  );
  expect((await ask(query, { day: "nonsense" }, home.admin.principal)).refusal).toMatchObject({
    code: "INVALID_INPUT",
  });
});

it("the month so far is there live; a month that is not over has no bill", async () => {
  const { month } = await quotas().rules.calendar(home.tenant.id);
  const query = `{ billDraft { period overage lines { kind dimension over units amount } } }`;
  const { data } = await ask(query, {}, home.admin.principal);
  expect(data["billDraft"]).toMatchObject({ period: month, overage: 500 });
  const close = `mutation ($input: CloseBillingPeriodInput!) { closeBillingPeriod(input: $input) { bill { id } } }`;
  const input = { tenantId: home.tenant.id, period: month };
  expect((await ask(close, { input }, root.principal)).refusal).toMatchObject({
    reason: "BILLING_PERIOD_REFUSED",
  });
  expect((await ask(close, { input }, home.admin.principal)).refusal).toMatchObject({ code: "FORBIDDEN" });
});

it("a month that is over is billed once, whoever closes it how often, and told of once", async () => {
  const { month, monthEnd } = await quotas().rules.calendar(home.tenant.id);
  core.wait(monthEnd.getTime() + 2 * hour - core.clock().getTime());
  const due = { tenantId: home.tenant.id, period: month };
  const origin = systemOrigin("billing", home.tenant.id);
  const ids = await Promise.all(Array.from({ length: 5 }, () => quotas().closer.close(origin, due)));
  expect(new Set(ids).size).toBe(1);
  expect(await quotas().closer.closeDue()).toBe(1); // The other tenant's.
  expect(await quotas().closer.closeDue()).toBe(0);

  const told = (await core.events("bill.closed.v1")).filter(({ tenant_id }) => tenant_id === home.tenant.id);
  expect(told).toMatchObject([{ payload: { payload: { billId: ids[0], period: month } } }]);
  const admin = await core.given.person(home.admin.email, home.tenant.id);
  const stranger = await core.given.person(other.admin.email, other.tenant.id);
  const query = `query ($id: ID!) { bill(id: $id) { period planFee overage total csv lines { kind dimension over units amount } } }`;
  const { data } = await ask(query, { id: ids[0] }, admin.principal);
  const bill = data["bill"] as unknown as { planFee: number; overage: number; total: number; csv: string };
  expect(bill.overage).toBe(500);
  expect(bill.total).toBe(bill.planFee + 500);
  expect(bill.csv).toContain(`${month},OVERAGE,MESSAGES,1005,10,995,1000,1,5.00,5.00,CNY`);
  expect((await ask(query, { id: ids[0] }, stranger.principal)).data).toEqual({ bill: null });
});
