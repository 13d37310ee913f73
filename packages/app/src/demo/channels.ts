import { randomUUID } from "node:crypto";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { anonymous } from "@wegraph/kit/principal";
import type { Core } from "@wegraph/core/subgraph";
import type { Logger } from "@wegraph/kit/log";

export interface ChannelFacts {
  slug: string;
  tenantId: string;
  /** In whose name the channels are made, and who gets their tests. */
  operator: { id: string; name: string };
  simulatorUrl: string;
  simulatorSmtpUrl: string | undefined;
}

/** Of a group robot at the simulated WeCom. */
export function robotKeyOf(slug: string): string {
  return `robot-${slug}`;
}

type Planned = [kind: string, name: string, settings: Record<string, string>];

/**
 * Channels of every kind, each with a test on its way: to the simulated vendors, by their real protocols. What arrives
 * there stands at the simulators' page /arrivals.
 */
export async function addChannels(core: Core, facts: ChannelFacts, log: Logger): Promise<void> {
  const graph = new LocalSubgraph(core.subgraph, log);
  const ask = async (query: string, input: object): Promise<unknown> => {
    const principal = {
      ...anonymous,
      kind: "USER" as const,
      ...facts.operator,
      tenantId: facts.tenantId,
      sessionId: randomUUID(),
      grants: [{ permission: "channel:*", scope: "TENANT" as const }],
    };
    const answer = await graph.execute({
      query,
      variables: { input },
      principal,
      correlationId: randomUUID(),
    });
    const [error] = answer.errors ?? [];
    if (error) throw new Error(`the demo was refused: ${error.message}`, { cause: error });
    return answer.data;
  };
  await ask(
    "mutation($input: SetNotificationPhoneInput!) { setNotificationPhone(input: $input) { preferences { phone } } }",
    { phone: "13800138000" },
  );
  for (const [kind, name, settings] of plannedFor(facts)) {
    const made = await ask(
      "mutation($input: CreateNotificationChannelInput!) { createNotificationChannel(input: $input) { channel { id } } }",
      { kind, name, settings: Object.entries(settings).map(([key, value]) => ({ name: key, value })) },
    );
    await ask(
      "mutation($input: TestNotificationChannelInput!) { testNotificationChannel(input: $input) { delivery { id } } }",
      { channelId: idIn(made) },
    );
  }
}

function plannedFor({ slug, simulatorUrl, simulatorSmtpUrl }: ChannelFacts): Planned[] {
  const there = `${simulatorUrl}/receivers`;
  const mail: Planned[] = simulatorSmtpUrl
    ? [
        [
          "EMAIL",
          "值班邮箱",
          {
            host: new URL(simulatorSmtpUrl).hostname,
            port: new URL(simulatorSmtpUrl).port,
            security: "NONE",
            from: `alerts@${slug}.example`,
          },
        ],
      ]
    : [];
  return [
    [
      "WECOM_ROBOT",
      "运维群机器人",
      { webhookUrl: `${simulatorUrl}/cgi-bin/webhook/send?key=${robotKeyOf(slug)}` },
    ],
    ...mail,
    [
      "DINGTALK_ROBOT",
      "钉钉值班群",
      { webhookUrl: `${there}/dingtalk/robot/send?access_token=signed-${slug}`, secret: "SECsimulator" },
    ],
    [
      "FEISHU_BOT",
      "飞书项目群",
      {
        webhookUrl: `${there}/feishu/open-apis/bot/v2/hook/signed-${slug}`,
        secret: "feishu-simulator",
      },
    ],
    [
      "ALIYUN_SMS",
      "值班短信",
      {
        accessKeyId: "simulator",
        accessKeySecret: "aliyun-simulator-secret",
        signName: "微图运维",
        templateCode: "SMS_460001",
        endpoint: `${there}/aliyun/`,
      },
    ],
    [
      "WEBHOOK",
      "工单系统",
      {
        url: `${there}/webhook/${slug}`,
        secret: `whsec_${Buffer.from(`the demo's signing secret of ${slug}`.padEnd(32, ".")).toString("base64")}`,
      },
    ],
  ];
}

function idIn(made: unknown): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the document says what comes back
  return (made as { createNotificationChannel: { channel: { id: string } } }).createNotificationChannel
    .channel.id;
}
