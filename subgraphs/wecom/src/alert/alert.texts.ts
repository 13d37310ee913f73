import { durationText } from "@wegraph/kit/durationText";
import type { AlertKind, AlertUnit } from "./alert.codes.ts";

export const textLanguages = ["ZH_CN", "EN"] as const;
export type TextLanguage = (typeof textLanguages)[number];

/** What a kind of alert is called, and what somebody who gets one should do. */
interface KindText {
  title: string;
  advice: string;
}

/** In the languages of the console; whoever sends notifications uses the same. */
export const alertTexts: Readonly<Record<AlertKind, Readonly<Record<TextLanguage, KindText>>>> = {
  OFFLINE_TOO_LONG: {
    ZH_CN: { title: "离线过久", advice: "打开账号查看离线原因，重新登录；如为有意下线，请正常退出登录。" },
    EN: {
      title: "Offline too long",
      advice: "Open the account, see why it left and log it in again; log it out properly if that is meant.",
    },
  },
  LOGIN_FAILED: {
    ZH_CN: { title: "登录失败", advice: "核对账号凭证与验证方式后重新登录；连续失败可能触发企业微信风控。" },
    EN: {
      title: "Log-in failed",
      advice: "Check the credentials and log in again; WeCom may block an account that keeps failing.",
    },
  },
  QR_EXPIRED: {
    ZH_CN: { title: "二维码过期", advice: "请持有该账号的成员准备好手机，再次登录并在有效期内扫码。" },
    EN: {
      title: "QR code expired",
      advice: "Have the member ready with their phone, log in again and scan the code in time.",
    },
  },
  RECOVERY_FAILED: {
    ZH_CN: {
      title: "自动恢复失败",
      advice: "自动恢复已用尽或超过五分钟，请人工重新登录，并检查服务商连接。",
    },
    EN: {
      title: "Recovery failed",
      advice:
        "It was not recovered by itself: log it in again by hand, and check the connection to the provider.",
    },
  },
  HEARTBEAT_LATE: {
    ZH_CN: {
      title: "心跳迟到",
      advice: "检查服务商或网络是否繁忙；若多个账号同时出现，请检查平台工作进程。",
    },
    EN: {
      title: "Heartbeat late",
      advice:
        "See whether the provider or the network is slow; if many accounts are late, look at the workers.",
    },
  },
  SEND_FAILURE_RATE_HIGH: {
    ZH_CN: {
      title: "发送失败率过高",
      advice: "在消息统计中查看失败原因并按建议处理；必要时暂停该账号的发送。",
    },
    EN: {
      title: "Many messages fail",
      advice:
        "See in the statistics why messages fail and follow the advice there; pause sending if need be.",
    },
  },
  SEND_LATENCY_HIGH: {
    ZH_CN: {
      title: "发送延迟过高",
      advice: "减少该账号的同时发送量，或将消息分配给更多账号；检查企业微信接口是否变慢。",
    },
    EN: {
      title: "Sending is slow",
      advice: "Send less at once or with more accounts; see whether WeCom's API has become slow.",
    },
  },
  FREQUENCY_LIMITED: {
    ZH_CN: { title: "被企业微信限频", advice: "暂缓发送；检查是否有其他系统使用同一应用调用接口。" },
    EN: {
      title: "Limited by WeCom",
      advice: "Send more slowly, and see whether another system calls with the same application.",
    },
  },
  QUEUE_BACKLOG: {
    ZH_CN: {
      title: "发送队列积压",
      advice: "检查账号是否在线、是否被限频；可将等待的消息改由其他账号发送。",
    },
    EN: {
      title: "Messages pile up",
      advice: "See whether the account is online or limited; waiting messages can go by other accounts.",
    },
  },
  DAILY_QUOTA_NEAR: {
    ZH_CN: {
      title: "当日额度将尽",
      advice: "其余消息请改由其他账号发送或安排到明天；额度于北京时间零点重置。",
    },
    EN: {
      title: "Daily quota nearly used",
      advice: "Send the rest with other accounts or tomorrow; the quota begins anew at midnight in Beijing.",
    },
  },
  CALLBACK_LATE: {
    ZH_CN: {
      title: "回调延迟或缺失",
      advice: "检查回调地址能否从公网访问，以及企业微信后台的接收消息配置。",
    },
    EN: {
      title: "Callbacks late or missing",
      advice:
        "See whether the callback address can be reached from outside, and what WeCom's console has for it.",
    },
  },
  CALLBACK_SIGNATURE_FAILURES: {
    ZH_CN: {
      title: "回调验签失败",
      advice: "核对 Token 与 EncodingAESKey 是否与企业微信后台一致；若来源可疑请检查日志。",
    },
    EN: {
      title: "Callbacks refused",
      advice: "Compare token and EncodingAESKey with WeCom's console; look at the log for who is calling.",
    },
  },
  CONTACT_SYNC_FAILED: {
    ZH_CN: {
      title: "联系人同步失败",
      advice: "查看同步记录中的错误；检查应用是否有客户联系权限，然后重新同步。",
    },
    EN: {
      title: "Contact sync failed",
      advice:
        "See the error of the last sync and whether the application may read customers; then sync again.",
    },
  },
  HEALTH_SCORE_LOW: {
    ZH_CN: { title: "健康分过低", advice: "在账号页查看健康分构成，优先处理扣分最多的一项。" },
    EN: {
      title: "Health score low",
      advice: "See on the account's page which part costs the most points, and begin there.",
    },
  },
  CREDENTIAL_EXPIRING: {
    ZH_CN: { title: "凭证即将失效", advice: "在到期前更新凭证，避免账号掉线与消息发送中断。" },
    EN: {
      title: "Credential expiring",
      advice: "Renew it before it ends, or the account goes offline and its messages wait.",
    },
  },
};

type CountedUnit = Exclude<AlertUnit, "MINUTES" | "SECONDS">;

const units: Readonly<Record<TextLanguage, Readonly<Record<CountedUnit, (value: string) => string>>>> = {
  ZH_CN: {
    PERCENT: (value) => `${value}%`,
    COUNT: (value) => value,
    POINTS: (value) => `${value} 分`,
    DAYS: (value) => `${value} 天`,
  },
  EN: {
    PERCENT: (value) => `${value} %`,
    COUNT: (value) => value,
    POINTS: (value) => `${value} points`,
    DAYS: (value) => `${value} days`,
  },
};

interface Measured {
  accountName: string;
  value: number;
  threshold: number;
  unit: AlertUnit;
}

export interface AlertText extends KindText {
  /** In one sentence: what, of which account, measured and allowed. */
  summary: string;
}

/** An alert in words. */
export function textOf(kind: AlertKind, measured: Measured, language: TextLanguage): AlertText {
  const { title, advice } = alertTexts[kind][language];
  const { accountName, unit } = measured;
  const [value, limit] = [measured.value, measured.threshold].map((each) => written(each, unit, language));
  const summary =
    language === "ZH_CN"
      ? `${accountName}：${title}，当前 ${value}，阈值 ${limit}`
      : `${accountName}: ${title}, now ${value}, limit ${limit}`;
  return { title, advice, summary };
}

function written(value: number, unit: AlertUnit, language: TextLanguage): string {
  if (unit === "MINUTES") return durationText(value * 60, language === "ZH_CN" ? "zh" : "en");
  if (unit === "SECONDS") return durationText(value, language === "ZH_CN" ? "zh" : "en");
  return units[language][unit](String(Math.round(value * 10) / 10));
}
