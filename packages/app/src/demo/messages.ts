import type { DemoTenant } from "./demoTenant.ts";

const templates = [
  {
    name: "预约提醒",
    content: { type: "TEXT", text: "{{name}}，您好！明天 {{time}} 有一位客户预约了您，请提前十分钟到岗。" },
  },
  {
    name: "排班通知",
    content: {
      type: "MARKDOWN",
      text: '**本周排班已更新**\n{{name}}，您的班次：<font color="info">{{shift}}</font>\n如需调整请在今天 18:00 前回复。',
    },
  },
  {
    name: "满意度周报",
    content: {
      type: "LINK_CARD",
      title: "{{name}} 的服务周报",
      description: "本周服务 {{count}} 位客户，点击查看评价明细。",
      url: "https://example.com/reports/weekly",
      buttonText: "查看",
    },
  },
];
const shifts = ["早班 08:00–16:00", "中班 10:00–18:00", "晚班 14:00–22:00"];

interface Member {
  userid: string;
  name: string;
  status: number;
}

/** Templates, approved; batches to the corp's members, a few messages that cannot arrive, and one for tomorrow. */
export async function sendMessages(tenant: DemoTenant): Promise<void> {
  const ids = await addTemplates(tenant);
  const { members } = await tenant.atWecom<{ members: Member[] }>("GET", "/members");
  const active = members.filter(({ status }) => status === 1);
  const [reminder, roster, report] = ids;
  await send(tenant, "本周排班通知", roster, active.slice(0, 40), (member, n) => ({
    name: member.name,
    shift: shifts[n % shifts.length] ?? "",
  }));
  await send(tenant, "客服满意度周报", report, active.slice(5, 25), (member, n) => ({
    name: member.name,
    count: String(12 + ((n * 7) % 31)),
  }));
  // Somebody who has left: a batch that shows what failed, why, and what to do.
  const gone = { userid: "left.the.company", name: "离职成员", status: 5 };
  await send(tenant, "明日预约提醒", reminder, [...active.slice(10, 22), gone], (member, n) => ({
    name: member.name,
    time: `${9 + (n % 8)}:30`,
  }));
  const [first] = active;
  if (!first) return;
  await tenant.ask("mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }", {
    input: {
      recipient: { kind: "MEMBER", id: first.userid },
      content: { type: "TEXT", text: "明早九点例会，请带上本周的客户反馈。" },
      corpId: tenant.facts.corp.id,
      scheduledAt: new Date(Date.now() + 20 * 60 * 60_000).toISOString(),
      idempotencyKey: `demo-${tenant.facts.slug}-scheduled`,
    },
  });
}

async function addTemplates(tenant: DemoTenant): Promise<string[]> {
  const ids: string[] = [];
  for (const { name, content } of templates) {
    const { createMessageTemplate: made } = await tenant.ask<{
      createMessageTemplate: { messageTemplate: { id: string } };
    }>(
      "mutation($input: CreateMessageTemplateInput!) { createMessageTemplate(input: $input) { messageTemplate { id } } }",
      { input: { name, content } },
    );
    await tenant.ask(
      "mutation($input: DecideMessageTemplateInput!) { decideMessageTemplate(input: $input) { messageTemplate { id } } }",
      { input: { templateId: made.messageTemplate.id, version: 1, decision: "APPROVE" } },
    );
    ids.push(made.messageTemplate.id);
  }
  return ids;
}

async function send(
  tenant: DemoTenant,
  name: string,
  templateId: string | undefined,
  members: readonly Member[],
  variablesOf: (member: Member, n: number) => Record<string, string>,
): Promise<void> {
  const recipients = members.map((member, n) => ({
    recipient: { kind: "MEMBER", id: member.userid },
    variables: Object.entries(variablesOf(member, n)).map(([key, value]) => ({ name: key, value })),
  }));
  const input = {
    name,
    templateId,
    recipients,
    corpId: tenant.facts.corp.id,
    idempotencyKey: `demo-${tenant.facts.slug}-${name}`,
  };
  await tenant.ask(
    "mutation($input: SendMessageBatchInput!) { sendMessageBatch(input: $input) { messageBatch { id } } }",
    { input },
  );
}
