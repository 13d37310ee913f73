import type { words as source } from "../en/share.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "有人与你分享了文件",
  protected: "该文件受密码保护。",
  password: "密码",
  download: "下载",
  started: "下载已开始。",
  again: "再次下载",
  left_other: "还可下载 {{count}} 次。",
  until: "有效期至 {{at}}。",
  wrong: "密码不正确。",
  locked: "密码错误次数过多，请 15 分钟后再试。",
  failed: "操作失败，请检查网络后重试。",
  over: {
    EXPIRED: "该链接已过期。",
    EXHAUSTED: "该链接的下载次数已用完。",
    REVOKED: "该链接已被分享者撤销。",
    FILE_GONE: "文件已不存在。",
    UNKNOWN: "链接无效，请确认复制完整。",
  },
  ask: "请联系分享者获取新的链接。",
};
