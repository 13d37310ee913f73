import { isInputObjectType, getNamedType, GraphQLID } from "graphql";
import type { GraphQLInputType } from "graphql";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTenant } from "@wegraph/database/scope";
import { someAlerting } from "./testing/someAlerting.ts";
import { someFile } from "./testing/someFile.ts";
import { someOperations } from "./testing/someOperations.ts";
import { goodPassword, openTestCore } from "./testing/testCore.ts";
import type { Person, TestCore } from "./testing/testCore.ts";
import { builtInRoleKeys } from "./role/builtInRoles.ts";

let core: TestCore;
let home: { admin: Person };
let foreign: Foreign;

/** One of everything, in a tenant the asking administrator has nothing to do with. */
interface Foreign {
  stored: { fileId: string; shareId: string; uploadId: string };
  alerting: { ruleId: string; silenceId: string; alertId: string; reportId: string };
  operations: { billId: string; runId: string; processId: string };
  tenantId: string;
  userId: string;
  roleId: string;
  sessionId: string;
  apiKeyId: string;
  endpointId: string;
  deliveryId: string;
  replayId: string;
  noticeChannelId: string;
  noticeDeliveryId: string;
  notificationId: string;
}

beforeAll(async () => {
  core = await openTestCore();
  home = await core.given.tenant("home");
  const { tenant, admin } = await core.given.tenant("foreign");
  const user = await core.given.user(tenant.id);
  const role = await core.as(admin.principal, (context) =>
    core.parts.roles.create(context, {
      key: "theirs",
      name: "Theirs",
      permissions: ["account:read"],
      dataScope: "TENANT",
    }),
  );
  const { apiKey } = await core.as(admin.principal, (context) =>
    core.parts.apiKeys.create(context, { name: "Theirs", scopes: ["account:read"] }),
  );
  const { endpoints, deliveries, replays } = core.parts.webhooks;
  const url = "https://hooks.example.com/theirs";
  const { endpoint } = await core.as(admin.principal, (context) =>
    endpoints.create(context, { url, eventTypes: ["account.status-changed.v1"] }),
  );
  const endpointId = endpoint.id;
  const delivery = await core.as(admin.principal, (context) =>
    deliveries.sendTest(context, { endpointId, eventType: "account.status-changed.v1" }),
  );
  const replay = await core.as(admin.principal, (context) =>
    replays.start(context, { endpointId, since: new Date(0) }),
  );
  const { channels, notices, dispatcher } = core.parts.notifications;
  const settings = [
    { name: "url", value: "https://hooks.example.com/theirs" },
    { name: "secret", value: `whsec_${"A".repeat(43)}=` },
  ];
  const noticeChannel = await core.as(admin.principal, (context) =>
    channels.channels.create(context, { kind: "WEBHOOK", name: "theirs", settings }),
  );
  const noticeDelivery = await core.as(admin.principal, (context) =>
    channels.deliveries.test(context, { channelId: noticeChannel.id }),
  );
  const noticeId = await core.db.system("test").$transaction((tx) =>
    notices.post(tx, {
      tenantId: tenant.id,
      kind: "report",
      severity: "INFO",
      title: { zh: "theirs", en: "theirs" },
      body: { zh: "theirs", en: "theirs" },
      path: null,
      subject: { type: "report", id: "1" },
      audience: {},
      channels: "IN_APP",
      dedupeKey: "theirs",
    }),
  );
  await dispatcher.round();
  const notification = await core.db.system("test").notification.findFirstOrThrow({ where: { noticeId } });
  const alerting = await someAlerting(core, admin);
  foreign = {
    stored: await someFile(core, admin),
    operations: await someOperations(core, admin),
    alerting,
    noticeChannelId: noticeChannel.id,
    noticeDeliveryId: noticeDelivery.id,
    notificationId: notification.id,
    endpointId,
    deliveryId: delivery.id,
    replayId: replay.id,
    tenantId: tenant.id,
    userId: user.user.id,
    roleId: role.id,
    sessionId: user.principal.sessionId ?? "",
    apiKeyId: apiKey.id,
  };
});
afterAll(() => core?.close());

/** Every operation that takes an id, with another tenant's; and what it must answer. */
const operations: Record<
  string,
  { document: string; input?: (ids: Foreign) => object; answers: "NOT_FOUND" | "NOTHING" | "FORBIDDEN" }
> = {
  tenant: {
    document: "query ($id: ID!) { tenant(id: $id) { id } }",
    input: ({ tenantId: id }) => ({ id }),
    answers: "NOTHING",
  },
  user: {
    document: "query ($id: ID!) { user(id: $id) { id } }",
    input: ({ userId: id }) => ({ id }),
    answers: "NOTHING",
  },
  role: {
    document: "query ($id: ID!) { role(id: $id) { id } }",
    input: ({ roleId: id }) => ({ id }),
    answers: "NOTHING",
  },
  users: {
    document: "query ($roleId: ID!) { users(filter: { roleId: $roleId }) { nodes { id } } }",
    input: ({ roleId }) => ({ roleId }),
    answers: "NOTHING",
  },
  sessions: {
    document: "query ($userId: ID!) { sessions(filter: { userId: $userId }) { nodes { id } } }",
    input: ({ userId }) => ({ userId }),
    answers: "NOTHING",
  },
  signIn: mutation("SignInInput", "tenant { id }", ({ tenantId }) => ({
    email: home.admin.email,
    password: goodPassword,
    tenantId,
  })),
  refreshSession: mutation("RefreshSessionInput", "tenant { id }", ({ tenantId }) => ({
    refreshToken: home.admin.refreshToken,
    tenantId,
  })),
  switchTenant: mutation("SwitchTenantInput", "tenant { id }", ({ tenantId }) => ({ tenantId })),
  endSession: mutation("EndSessionInput", "session { id }", ({ sessionId }) => ({ sessionId })),
  endAllSessions: mutation("EndAllSessionsInput", "endedCount", ({ userId }) => ({ userId })),
  createUser: mutation("CreateUserInput", "user { id }", ({ roleId }) => ({
    email: "intruder@home.example",
    displayName: "Intruder",
    initialPassword: goodPassword,
    roleIds: [roleId],
  })),
  renameUser: mutation("RenameUserInput", "user { id }", ({ userId }) => ({
    userId,
    displayName: "Changed",
  })),
  disableUser: mutation("UserInput", "user { id }", ({ userId }) => ({ userId })),
  enableUser: mutation("UserInput", "user { id }", ({ userId }) => ({ userId })),
  unlockUser: mutation("UserInput", "user { id }", ({ userId }) => ({ userId })),
  resetPassword: mutation("ResetPasswordInput", "user { id }", ({ userId }) => ({
    userId,
    newPassword: "a password of the intruder's",
  })),
  removeUserFromTenant: mutation("UserInput", "removedId", ({ userId }) => ({ userId })),
  assignRole: mutation("AssignRoleInput", "user { id }", ({ userId }) => ({
    userId,
    roleId: core.role("viewer"),
  })),
  unassignRole: mutation("UnassignRoleInput", "user { id }", ({ userId }) => ({
    userId,
    roleId: core.role("operator"),
  })),
  createRole: mutation("CreateRoleInput", "role { id }", ({ roleId: parentId }) => ({
    key: "heir",
    name: "Heir",
    permissions: [],
    parentId,
    dataScope: "OWN",
  })),
  changeRole: mutation("ChangeRoleInput", "role { id }", ({ roleId }) => ({ roleId, name: "Mine" })),
  deleteRole: mutation("DeleteRoleInput", "removedId", ({ roleId }) => ({ roleId })),
  rotateApiKey: mutation("RotateApiKeyInput", "secret", ({ apiKeyId }) => ({ apiKeyId })),
  revokeApiKey: mutation("RevokeApiKeyInput", "apiKey { id }", ({ apiKeyId }) => ({ apiKeyId })),
  webhookEndpoint: {
    document: "query ($id: ID!) { webhookEndpoint(id: $id) { url } }",
    input: ({ endpointId: id }) => ({ id }),
    answers: "NOTHING",
  },
  webhookDelivery: {
    document: "query ($id: ID!) { webhookDelivery(id: $id) { body } }",
    input: ({ deliveryId: id }) => ({ id }),
    answers: "NOTHING",
  },
  webhookDeliveries: {
    document:
      "query ($id: ID!) { webhookDeliveries(filter: { endpointId: $id }) { nodes { body } totalCount } }",
    input: ({ endpointId: id }) => ({ id }),
    answers: "NOTHING",
  },
  webhookReplay: {
    document: "query ($id: ID!) { webhookReplay(id: $id) { total } }",
    input: ({ replayId: id }) => ({ id }),
    answers: "NOTHING",
  },
  updateWebhookEndpoint: mutation("UpdateWebhookEndpointInput", "endpoint { url }", ({ endpointId }) => ({
    endpointId,
    url: "https://intruder.example.com/",
  })),
  deleteWebhookEndpoint: mutation("WebhookEndpointInput", "removedId", ({ endpointId }) => ({ endpointId })),
  enableWebhookEndpoint: mutation("WebhookEndpointInput", "endpoint { url }", ({ endpointId }) => ({
    endpointId,
  })),
  disableWebhookEndpoint: mutation("WebhookEndpointInput", "endpoint { url }", ({ endpointId }) => ({
    endpointId,
  })),
  rotateWebhookSecret: mutation("RotateWebhookSecretInput", "secret", ({ endpointId }) => ({ endpointId })),
  sendTestWebhook: mutation("SendTestWebhookInput", "delivery { body }", ({ endpointId }) => ({
    endpointId,
    eventType: "account.status-changed.v1",
  })),
  replayWebhookDelivery: mutation("ReplayWebhookDeliveryInput", "delivery { body }", ({ deliveryId }) => ({
    deliveryId,
  })),
  replayWebhookDeliveries: mutation("ReplayWebhookDeliveriesInput", "replay { total }", ({ endpointId }) => ({
    endpointId,
    since: "2026-01-01T00:00:00Z",
  })),
  notificationChannel: {
    document: "query ($id: ID!) { notificationChannel(id: $id) { target } }",
    input: ({ noticeChannelId: id }) => ({ id }),
    answers: "NOTHING",
  },
  notificationDelivery: {
    document: "query ($id: ID!) { notificationDelivery(id: $id) { text } }",
    input: ({ noticeDeliveryId: id }) => ({ id }),
    answers: "NOTHING",
  },
  notificationDeliveries: {
    document:
      "query ($id: ID!) { notificationDeliveries(filter: { channelId: $id }) { nodes { text } totalCount } }",
    input: ({ noticeChannelId: id }) => ({ id }),
    answers: "NOTHING",
  },
  markNotificationsRead: {
    document:
      "mutation ($id: ID!) { markNotificationsRead(input: { notificationIds: [$id] }) { unreadCount notifications { id } } }",
    input: ({ notificationId: id }) => ({ id }),
    answers: "NOTHING",
  },
  updateNotificationChannel: mutation(
    "UpdateNotificationChannelInput",
    "channel { name }",
    ({ noticeChannelId }) => ({ channelId: noticeChannelId, name: "Changed" }),
  ),
  enableNotificationChannel: mutation(
    "NotificationChannelInput",
    "channel { name }",
    ({ noticeChannelId }) => ({ channelId: noticeChannelId }),
  ),
  disableNotificationChannel: mutation(
    "NotificationChannelInput",
    "channel { name }",
    ({ noticeChannelId }) => ({ channelId: noticeChannelId }),
  ),
  deleteNotificationChannel: mutation("NotificationChannelInput", "removedId", ({ noticeChannelId }) => ({
    channelId: noticeChannelId,
  })),
  testNotificationChannel: mutation(
    "TestNotificationChannelInput",
    "delivery { text }",
    ({ noticeChannelId }) => ({ channelId: noticeChannelId }),
  ),
  retryNotificationDelivery: mutation(
    "RetryNotificationDeliveryInput",
    "delivery { text }",
    ({ noticeDeliveryId }) => ({ deliveryId: noticeDeliveryId }),
  ),
  file: {
    document: "query ($id: ID!) { file(id: $id) { name } }",
    input: ({ stored: { fileId: id } }) => ({ id }),
    answers: "NOTHING",
  },
  files: {
    document: "query ($id: ID!) { files(filter: { ownerId: $id }) { nodes { name } totalCount } }",
    input: ({ userId: id }) => ({ id }),
    answers: "NOTHING",
  },
  fileDownloadUrl: {
    document: "query ($id: ID!) { fileDownloadUrl(id: $id) { url } }",
    input: ({ stored: { fileId: id } }) => ({ id }),
    answers: "NOT_FOUND",
  },
  fileShares: {
    document: "query ($id: ID!) { fileShares(fileId: $id) { nodes { path } totalCount } }",
    input: ({ stored: { fileId: id } }) => ({ id }),
    answers: "NOTHING",
  },
  fileShareAccesses: {
    document: "query ($id: ID!) { fileShareAccesses(shareId: $id) { nodes { address } totalCount } }",
    input: ({ stored: { shareId: id } }) => ({ id }),
    answers: "NOTHING",
  },
  renameFile: mutation("RenameFileInput", "file { name }", ({ stored: { fileId } }) => ({
    fileId,
    name: "mine.txt",
  })),
  moveFiles: mutation("MoveFilesInput", "files { name }", ({ stored: { fileId } }) => ({
    fileIds: [fileId],
    folder: "/mine",
  })),
  deleteFiles: mutation("FilesInput", "files { name }", ({ stored: { fileId } }) => ({ fileIds: [fileId] })),
  restoreFiles: mutation("FilesInput", "files { name }", ({ stored: { fileId } }) => ({ fileIds: [fileId] })),
  purgeFiles: mutation("FilesInput", "purgedIds", ({ stored: { fileId } }) => ({ fileIds: [fileId] })),
  createFileShare: mutation("CreateFileShareInput", "share { path }", ({ stored: { fileId } }) => ({
    fileId,
  })),
  revokeFileShare: mutation("FileShareInput", "share { path }", ({ stored: { shareId } }) => ({ shareId })),
  cancelUpload: mutation("CancelUploadInput", "removedId", ({ stored: { uploadId } }) => ({ uploadId })),
  systemAlert: {
    document: "query ($id: ID!) { systemAlert(id: $id) { name } }",
    input: ({ alerting: { alertId: id } }) => ({ id }),
    answers: "NOTHING",
  },
  monitorRule: {
    document: "query ($id: ID!) { monitorRule(id: $id) { name } }",
    input: ({ alerting: { ruleId: id } }) => ({ id }),
    answers: "NOTHING",
  },
  alertSilence: {
    document: "query ($id: ID!) { alertSilence(id: $id) { comment } }",
    input: ({ alerting: { silenceId: id } }) => ({ id }),
    answers: "NOTHING",
  },
  operationsReport: {
    document: "query ($id: ID!) { operationsReport(id: $id) { kind } }",
    input: ({ alerting: { reportId: id } }) => ({ id }),
    answers: "NOTHING",
  },
  acknowledgeSystemAlert: mutation("SystemAlertActInput", "alert { name }", ({ alerting: { alertId } }) => ({
    alertId,
  })),
  resolveSystemAlert: mutation("SystemAlertActInput", "alert { name }", ({ alerting: { alertId } }) => ({
    alertId,
  })),
  updateMonitorRule: mutation("UpdateMonitorRuleInput", "rule { name }", ({ alerting: { ruleId } }) => ({
    ruleId,
    threshold: 7,
  })),
  deleteMonitorRule: mutation("MonitorRuleInput", "removedId", ({ alerting: { ruleId } }) => ({ ruleId })),
  updateAlertSilence: mutation(
    "UpdateAlertSilenceInput",
    "silence { comment }",
    ({ alerting: { silenceId } }) => ({ silenceId, comment: "Changed" }),
  ),
  endAlertSilence: mutation("AlertSilenceInput", "silence { comment }", ({ alerting: { silenceId } }) => ({
    silenceId,
  })),
  updateAlertPolicy: mutation("UpdateAlertPolicyInput", "policy { version }", ({ userId }) => ({
    expectedVersion: 0,
    escalation: [{ afterMinutes: 5, userIds: [userId] }],
  })),
  quotas: {
    document: "query ($id: ID!) { quotas(tenantId: $id) { used } }",
    input: ({ tenantId: id }) => ({ id }),
    answers: "NOT_FOUND",
  },
  quotaStatus: {
    document: "query ($id: ID!) { quotaStatus(tenantId: $id) { plan level } }",
    input: ({ tenantId: id }) => ({ id }),
    answers: "NOT_FOUND",
  },
  usage: {
    document: 'query ($id: ID!) { usage(tenantId: $id, from: "2026-11-01", to: "2026-11-22") { day used } }',
    input: ({ tenantId: id }) => ({ id }),
    answers: "NOT_FOUND",
  },
  bill: {
    document: "query ($id: ID!) { bill(id: $id) { total csv } }",
    input: ({ operations: { billId: id } }) => ({ id }),
    answers: "NOTHING",
  },
  bills: {
    document: "query ($id: ID!) { bills(tenantId: $id) { nodes { total } totalCount } }",
    input: ({ tenantId: id }) => ({ id }),
    answers: "NOT_FOUND",
  },
  billDraft: {
    document: "query ($id: ID!) { billDraft(tenantId: $id) { plan total } }",
    input: ({ tenantId: id }) => ({ id }),
    answers: "NOT_FOUND",
  },
  setTenantQuota: mutation(
    "SetTenantQuotaInput",
    "quota { limit }",
    ({ tenantId }) => ({ tenantId, dimension: "ACCOUNTS", limit: 1, policy: "BLOCK", note: "x" }),
    "FORBIDDEN",
  ),
  resetTenantQuota: mutation(
    "ResetTenantQuotaInput",
    "quota { limit }",
    ({ tenantId }) => ({ tenantId, dimension: "ACCOUNTS" }),
    "FORBIDDEN",
  ),
  closeBillingPeriod: mutation(
    "CloseBillingPeriodInput",
    "bill { total }",
    ({ tenantId }) => ({ tenantId, period: "2026-10" }),
    "FORBIDDEN",
  ),
  cancelJobRun: mutation(
    "JobRunInput",
    "run { status }",
    ({ operations: { runId } }) => ({ runId }),
    "FORBIDDEN",
  ),
  forgetProcess: mutation(
    "ForgetProcessInput",
    "systemHealth { status }",
    ({ operations: { processId: componentId } }) => ({ componentId }),
    "FORBIDDEN",
  ),
  suspendTenant: mutation(
    "SuspendTenantInput",
    "tenant { id }",
    ({ tenantId }) => ({ tenantId, reason: "x" }),
    "FORBIDDEN",
  ),
  resumeTenant: mutation("TenantInput", "tenant { id }", ({ tenantId }) => ({ tenantId }), "FORBIDDEN"),
  deleteTenant: mutation("TenantInput", "tenant { id }", ({ tenantId }) => ({ tenantId }), "FORBIDDEN"),
  restoreTenant: mutation("TenantInput", "tenant { id }", ({ tenantId }) => ({ tenantId }), "FORBIDDEN"),
  changeTenantPlan: mutation(
    "ChangeTenantPlanInput",
    "tenant { id }",
    ({ tenantId }) => ({ tenantId, plan: "FREE" }),
    "FORBIDDEN",
  ),
  changeTenantTimeZone: mutation(
    "ChangeTenantTimeZoneInput",
    "tenant { id }",
    ({ tenantId }) => ({ tenantId, timeZone: "Europe/Berlin" }),
    "FORBIDDEN",
  ),
};

function mutation(
  inputType: string,
  selection: string,
  input: (ids: Foreign) => object,
  answers: "NOT_FOUND" | "FORBIDDEN" = "NOT_FOUND",
) {
  return {
    document: `mutation ($input: ${inputType}!) { OPERATION(input: $input) { ${selection} } }`,
    input: (ids: Foreign) => ({ input: input(ids) }),
    answers,
  };
}

function takesId(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (named === GraphQLID || named.name === "ID") return true;
  return isInputObjectType(named) && Object.values(named.getFields()).some((field) => takesId(field.type));
}

/** Their ids are of another domain's things, which core cannot know: they are compared with those of events. */
const ofAnotherDomain = new Set(["createWebhookEndpoint"]);

test("every operation that takes an id is tried here", () => {
  const { schema } = core.subgraph;
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}),
  );
  const taking = fields.filter(({ args }) => args.some(({ type }) => takesId(type))).map(({ name }) => name);

  expect(Object.keys(operations).toSorted()).toEqual(
    taking.filter((name) => !name.startsWith("_") && !ofAnotherDomain.has(name)).toSorted(),
  );
});

async function snapshot(): Promise<string> {
  const tables = [
    "saas_tenants",
    "saas_users",
    "saas_roles",
    "saas_user_roles",
    "saas_role_permissions",
    "saas_api_keys",
    "saas_webhook_endpoints",
    "saas_webhook_deliveries",
    "saas_webhook_replays",
    "saas_files",
    "saas_file_shares",
    "saas_file_uploads",
    "saas_notification_channels",
    "saas_message_logs",
    "saas_notifications",
    "saas_monitor_rules",
    "saas_unified_alerts",
    "saas_alert_silences",
    "saas_alert_policies",
    "saas_reports",
    "saas_billing_records",
    "saas_tenant_quotas",
    "wegraph_job_runs",
    "saas_health_components",
  ];
  const parts = await Promise.all(
    tables.map((table) =>
      core.opened.system.query(
        `SELECT coalesce(jsonb_agg(t ORDER BY t::text), '[]') AS rows FROM ${table} t`,
      ),
    ),
  );
  const sessions = await core.db
    .system("test")
    .session.findMany({ where: { tenantIds: { has: foreign.tenantId } } });
  return JSON.stringify([parts.map(({ rows }) => rows[0].rows), sessions]);
}

test.each(Object.keys(operations))(
  "%s knows nothing of another tenant's things, and changes none",
  async (name) => {
    const { document, input, answers } = operations[name] ?? expect.fail("no such operation");
    const run = (ids: Foreign) =>
      core.execute(document.replace("OPERATION", name), { ...input?.(ids) }, home.admin.principal);
    const before = await snapshot();

    const answer = await run(foreign);
    const ofNothing = await run({
      alerting: { ruleId: v7(), silenceId: v7(), alertId: v7(), reportId: v7() },
      stored: { fileId: v7(), shareId: v7(), uploadId: v7() },
      operations: { billId: v7(), runId: v7(), processId: v7() },
      tenantId: v7(),
      userId: v7(),
      roleId: v7(),
      sessionId: v7(),
      apiKeyId: v7(),
      endpointId: v7(),
      deliveryId: v7(),
      replayId: v7(),
      noticeChannelId: v7(),
      noticeDeliveryId: v7(),
      notificationId: v7(),
    });

    const said = (result: typeof answer) => {
      const { correlationId: _, id: __, ...extensions } = result.errors?.[0]?.extensions ?? {};
      return { data: result.data, extensions };
    };
    if (answers === "NOTHING") expect(answer.errors).toBeUndefined();
    else expect(answer.errors?.[0]?.extensions).toMatchObject({ code: answers });
    // Another tenant's thing and a thing that does not exist are one and the same.
    expect(said(answer)).toEqual(said(ofNothing));
    expect(JSON.stringify(answer)).not.toContain("theirs");
    expect(await snapshot()).toBe(before);
  },
);

test("references from other domains never lead to another tenant", async () => {
  const entities = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Tenant { name } ... on User { email } ... on Role { key }
    ... on File { folder } ... on WebhookEndpoint { url } ... on WebhookDelivery { body } } }`;
  const representations = [
    { __typename: "File", id: foreign.stored.fileId },
    { __typename: "WebhookEndpoint", id: foreign.endpointId },
    { __typename: "WebhookDelivery", id: foreign.deliveryId },
    { __typename: "Tenant", id: foreign.tenantId },
    { __typename: "User", id: foreign.userId },
    { __typename: "Role", id: foreign.roleId },
    { __typename: "User", id: "'; DROP TABLE saas_users; --" },
    { __typename: "Tenant", id: home.admin.principal.tenantId },
    { __typename: "User", id: home.admin.user.id },
    { __typename: "Role", id: core.role("viewer") },
  ];

  const { data } = await core.execute(entities, { representations }, home.admin.principal);

  expect(data).toEqual({
    _entities: [
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      { name: "home" },
      { email: home.admin.email },
      { key: "viewer" },
    ],
  });
});

test("a reference to a colleague needs the right to see users; one to oneself does not", async () => {
  const staff = await core.given.user(home.admin.principal.tenantId, ["staff"]);
  const ask = (id: string) =>
    core.execute(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { email } } }`,
      { r: [{ __typename: "User", id }] },
      staff.principal,
    );

  expect((await ask(staff.user.id)).data).toEqual({ _entities: [{ email: staff.email }] });
  for (const id of [home.admin.user.id, foreign.userId, v7()])
    expect((await ask(id)).errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
});

test("who may know colleagues by name reaches the name, and nothing else of anybody", async () => {
  const { tenantId } = home.admin.principal;
  const role = await core.as(home.admin.principal, (context) =>
    core.parts.roles.create(context, {
      key: "by-name",
      name: "By name",
      permissions: ["colleague:read"],
      dataScope: "BOUND",
    }),
  );
  const { user, accessToken } = await core.given.user(tenantId, ["customer"]);
  await core.as(home.admin.principal, (context) =>
    core.parts.membership.assign(context, { userId: user.id, roleId: role.id }),
  );
  const principal = (await core.recognise(accessToken)) ?? expect.fail("not recognised");
  const { id, displayName } = home.admin.user;
  const ask = (fields: string, of = id) =>
    core.execute(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${fields} } } }`,
      { r: [{ __typename: "User", id: of }] },
      principal,
    );

  expect(await ask("id displayName")).toEqual({ data: { _entities: [{ id, displayName }] } });
  expect((await ask("displayName", foreign.userId)).data).toEqual({ _entities: [null] });
  const more = ["email", "status", "locale", "totpEnabled", "lastSignInAt", "lockedUntil", "createdAt"];
  // Often enough for the document to be compiled.
  for (const field of [...more, ...Array.from({ length: 5 }, () => "email"), "roles { id }"]) {
    const answer = await ask(`displayName ${field}`);
    expect(answer.errors?.[0]?.extensions, field).toMatchObject({
      code: "FORBIDDEN",
      requires: ["user:read"],
    });
    expect(JSON.stringify(answer)).not.toContain(home.admin.email);
  }

  const colleagues = async (search: string, fields = "displayName") =>
    core.execute(
      `query ($s: String) { colleagues(search: $s, first: 200) { nodes { ${fields} } } }`,
      { s: search },
      principal,
    );
  const found = await colleagues("");
  expect((found.data as { colleagues: { nodes: object[] } }).colleagues.nodes).toContainEqual({
    displayName,
  });
  expect(JSON.stringify(found)).not.toContain("theirs");
  expect((await colleagues(home.admin.email)).data).toEqual({ colleagues: { nodes: [] } });
  expect((await colleagues("", "email")).errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
});

test("many references are loaded with one query", async () => {
  const people = await Promise.all(
    Array.from({ length: 30 }, () => core.given.user(home.admin.principal.tenantId, ["viewer"])),
  );
  let queries = 0;
  core.opened.app.on("acquire", () => {
    queries += 1;
  });

  const { data } = await core.execute(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { id } } }`,
    { r: people.map(({ user }) => ({ __typename: "User", id: user.id })) },
    home.admin.principal,
  );

  expect((data as { _entities: { id: string }[] })._entities.map(({ id }) => id)).toEqual(
    people.map(({ user }) => user.id),
  );
  expect(queries).toBeLessThanOrEqual(2);
});

test("without any filter of ours, the database alone shows a request its own tenant and no secrets", async () => {
  const { tenantId } = home.admin.principal;
  const { app } = core.opened;
  const see = (sql: string) => inTenant(tenantId, async () => (await app.query(sql)).rows);

  expect(await see("SELECT DISTINCT tenant_id FROM saas_user_roles")).toEqual([{ tenant_id: tenantId }]);
  expect(await see("SELECT id FROM saas_tenants")).toEqual([{ id: tenantId }]);
  expect(await see(`SELECT id FROM saas_users WHERE id = '${foreign.userId}'`)).toEqual([]);
  expect(await see(`SELECT id FROM saas_user_sessions WHERE id = '${foreign.sessionId}'`)).toEqual([]);
  expect(await see(`SELECT id FROM saas_roles WHERE id = '${foreign.roleId}'`)).toEqual([]);
  for (const table of ["saas_webhook_endpoints", "saas_webhook_deliveries", "saas_webhook_replays"])
    expect(await see(`SELECT id FROM ${table}`), table).toEqual([]);
  for (const sql of [
    "SELECT password_hash FROM saas_users",
    "SELECT totp_secret FROM saas_users",
    "SELECT recovery_code_hashes FROM saas_users",
    "SELECT secret_hash FROM saas_api_keys",
    "SELECT * FROM saas_login_attempts",
    "UPDATE saas_users SET status = 'DISABLED'",
    "UPDATE saas_tenants SET plan = 'ENTERPRISE'",
    "INSERT INTO saas_permissions VALUES ('a:b', 'x', 'a', 'b', 'x', false)",
    "UPDATE saas_api_keys SET scopes = '{*:*}'",
    "UPDATE saas_user_sessions SET expires_at = 'infinity'",
    "UPDATE saas_unified_audit_logs SET action = 'nothing'",
    "DELETE FROM saas_unified_audit_logs",
    "INSERT INTO wegraph_audit_heads VALUES (gen_random_uuid(), 1, 'x')",
    "SELECT * FROM wegraph_outbox",
    "SELECT wegraph_ensure_partitions(1)",
    "SELECT wegraph_drop_partitions('saas_webhook_deliveries', 1)",
    "DELETE FROM saas_webhook_deliveries",
  ])
    await expect(see(sql), sql).rejects.toMatchObject({ code: "42501" });
});

test("outside any tenant a request sees nothing but the built-in roles", async () => {
  const counts = async (table: string) =>
    Number((await core.opened.app.query(`SELECT count(*) FROM ${table}`)).rows[0].count);

  for (const table of [
    "saas_tenants",
    "saas_users",
    "saas_user_roles",
    "saas_api_keys",
    "saas_user_sessions",
    "saas_unified_audit_logs",
    "saas_webhook_endpoints",
    "saas_webhook_deliveries",
    "saas_webhook_replays",
    "saas_monitor_rules",
    "saas_unified_alerts",
    "saas_alert_silences",
    "wegraph_system_alert_entries",
    "saas_reports",
  ])
    expect(await counts(table), table).toBe(0);
  expect(await counts("saas_roles")).toBe(builtInRoleKeys.length);
});
