import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { OutboxRelay } from "@wegraph/kit/relay";
import { isStream } from "@wegraph/kit/subgraph";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wecomSchema } from "../schema.ts";
import { openContactWorld } from "../testing/contactWorld.ts";
import type { ContactWorld } from "../testing/contactWorld.ts";

let at: ContactWorld;
let relay: OutboxRelay;
let graph: LocalSubgraph;

beforeAll(async () => {
  at = await openContactWorld(await startSimulator({ secret: "s", seed: "contacts", life: false }), {
    members: 5,
    departments: 2,
    customers: 40,
    groups: 3,
  });
  const { runtime, parts, pools } = at.world;
  relay = new OutboxRelay(pools.system, runtime.bus, runtime.log);
  relay.start();
  graph = new LocalSubgraph(wecomSchema(parts, runtime.bus.feed, runtime.clock), runtime.log);
});
afterAll(async () => {
  await relay?.stop();
  await at?.close();
});

async function ask(query: string, variables: object = {}, as = at.caller.principal) {
  const { data, errors } = await graph.execute({
    query,
    variables: { ...variables },
    principal: as,
    correlationId: v7(),
  });
  return { data: JSON.parse(JSON.stringify(data ?? {})), error: errors?.[0]?.extensions };
}

async function follow(query: string): Promise<Record<string, unknown>[]> {
  const request = { query, variables: {}, principal: at.caller.principal, correlationId: v7() };
  const stream = await graph.subscribe(request);
  if (!isStream(stream)) throw new Error(JSON.stringify(stream.errors));
  const told: Record<string, unknown>[] = [];
  void (async () => {
    for await (const { data } of stream) if (data) told.push(JSON.parse(JSON.stringify(data)));
  })();
  return told;
}

const start = `mutation($input: StartContactSyncInput!) { startContactSync(input: $input) { run { id status corp { id } } } }`;

test("a sync is begun, told until it is over, and its contacts are told and read with all about them", async () => {
  const runs = await follow(
    "subscription { contactSyncProgress { id status phase contactsNew problem { code } } }",
  );
  const contacts = await follow(
    "subscription { contactChanged { at changes { contactId kind contact { id name } } } }",
  );
  const groups = await follow("subscription { customerGroupChanged { at groupIds } }");
  const key = { corpId: at.corpId, idempotencyKey: v7() };
  const { data } = await ask(start, { input: key });
  const { run } = data.startContactSync;
  expect(run).toMatchObject({ status: "RUNNING", corp: { id: at.corpId } });
  // Asked again after an answer that was lost: the same run.
  expect((await ask(start, { input: key })).data.startContactSync.run.id).toBe(run.id);
  const states = () => JSON.stringify(runs);
  await until("told to be over", async () => states().includes('"DONE"'), 30_000);
  await until("contacts told", async () => JSON.stringify(contacts).includes('"ADDED"'));
  await until("groups told", async () => groups.length > 0);

  const page = await ask(`{
    contacts(first: 3, orderBy: { by: NAME, direction: ASC }) {
      nodes { id name type gender status addedAt tags { id name groupName }
        followers { userId remark mobiles addWay member { name departmentIds } tags { name } } groups { id name } }
      pageInfo { hasNextPage endCursor } totalCount }
    contactTagGroups { name tags { name } }
    wecomMembers(filter: { hasContacts: true }) { nodes { userId name status } }
    customerGroups { nodes { id name owner { name } memberCount
      members(first: 2) { nodes { memberId kind contact { name } } totalCount } activity(days: 7) { day joined left } } }
    contactSyncRuns { nodes { id status createdBy { id } failures { id problem { code } } } } }`);
  expect(page.error).toBeUndefined();
  const { nodes, totalCount } = page.data.contacts;
  expect(nodes).toHaveLength(3);
  expect(nodes[0].followers[0].member.name).not.toBe("");
  expect(totalCount).toBeGreaterThan(20);
  expect(page.data.customerGroups.nodes).toHaveLength(3);
  expect(page.data.customerGroups.nodes[0].activity).toHaveLength(7);
  expect(page.data.contactSyncRuns.nodes).toMatchObject([
    { id: run.id, status: "DONE", createdBy: { id: at.caller.principal.id } },
  ]);
  const departments = await ask(`query($id: ID!) { wecomDepartments(corpId: $id) { departmentId name } }`, {
    id: at.corpId,
  });
  expect(departments.data.wecomDepartments).toHaveLength(2);
}, 60_000);

test("what is wrong with an input is said at its place, and who lacks a right is refused", async () => {
  expect((await ask(start, { input: { corpId: v7() } })).error).toMatchObject({
    code: "NOT_FOUND",
    reason: "CORP_NOT_FOUND",
  });
  const mark = `mutation($input: MarkContactTagsInput!) { markContactTags(input: $input) { results { done code } } }`;
  const none = await ask(mark, { input: { contactIds: [v7()] } });
  expect(none.error).toMatchObject({
    code: "INVALID_INPUT",
    issues: [{ path: ["input", "addTagIds"] }],
  });
  const strange = await ask(mark, { input: { contactIds: [v7()], addTagIds: ["t"] } });
  expect(strange.data.markContactTags.results).toEqual([{ done: false, code: "CONTACT_NOT_FOUND" }]);
  const viewer = at.world.caller(at.tenantId, { permissions: ["contact:read"] }).principal;
  expect((await ask(start, { input: { corpId: at.corpId } }, viewer)).error).toMatchObject({
    code: "FORBIDDEN",
  });
  const nobody = at.world.caller(at.tenantId, { permissions: [] }).principal;
  expect((await ask("{ contacts { nodes { id } } }", {}, nobody)).error).toMatchObject({ code: "FORBIDDEN" });
  // The corporation of another tenant might as well not exist.
  const other = at.world.caller(v7()).principal;
  expect((await ask(start, { input: { corpId: at.corpId } }, other)).error).toMatchObject({
    code: "NOT_FOUND",
  });
});
