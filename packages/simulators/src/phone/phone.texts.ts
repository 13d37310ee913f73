export type Language = "zh-CN" | "en";

/** Headline and detail for each state, and the fixed words of the page. */
interface PhoneTexts {
  readonly title: string;
  readonly confirm: string;
  readonly confirmNew: string;
  readonly cancel: string;
  readonly note: string;
  readonly left: string;
  readonly unreachable: string;
  readonly states: Readonly<Record<string, readonly [headline: string, detail: string]>>;
}

export const phoneTexts: Readonly<Record<Language, PhoneTexts>> = {
  "zh-CN": {
    title: "企业微信（模拟手机）",
    confirm: "确认登录",
    confirmNew: "以新设备登录（需要验证码）",
    cancel: "取消",
    note: "这是 Wegraph 的模拟器，不会连接真实的企业微信。",
    left: "剩余 {seconds} 秒",
    unreachable: "暂时无法连接，正在重试…",
    states: {
      waiting_scan: ["正在识别二维码…", ""],
      waiting_confirm: ["{person}，确认登录吗？", "“{name}”将以您的身份登录企业微信"],
      verify_required: ["新设备需要验证", "请在管理后台输入下面的验证码"],
      online: ["已登录", "“{name}”已上线，可以关闭此页面"],
      offline: ["登录已结束", "请在管理后台重新获取二维码"],
      "offline.cancelled": ["已取消登录", "“{name}”没有登录"],
      "offline.qr_expired": ["二维码已过期", "请在管理后台刷新二维码后重新扫描"],
      "offline.verify_failed": ["验证码错误次数过多", "请在管理后台重新登录"],
      "offline.verify_expired": ["验证码已过期", "请在管理后台重新登录"],
      gone: ["二维码已失效", "请在管理后台获取新的二维码"],
    },
  },
  en: {
    title: "WeCom (simulated phone)",
    confirm: "Confirm log-in",
    confirmNew: "Log in as a new device (needs a code)",
    cancel: "Cancel",
    note: "This is Wegraph's simulator; the real WeCom is not involved.",
    left: "{seconds} s left",
    unreachable: "Cannot connect just now, trying again…",
    states: {
      waiting_scan: ["Reading the QR code…", ""],
      waiting_confirm: ["Log in, {person}?", "“{name}” will be logged in to WeCom as you"],
      verify_required: ["A new device needs a code", "Enter this verification code in the console"],
      online: ["Logged in", "“{name}” is online. You can close this page."],
      offline: ["The log-in has ended", "Get a new QR code in the console"],
      "offline.cancelled": ["Log-in cancelled", "“{name}” was not logged in"],
      "offline.qr_expired": ["The QR code has expired", "Refresh it in the console and scan again"],
      "offline.verify_failed": ["Too many wrong codes", "Log in again from the console"],
      "offline.verify_expired": ["The code has expired", "Log in again from the console"],
      gone: ["This QR code is no longer valid", "Get a new one in the console"],
    },
  },
};

/** The better loved of the two in an Accept-Language header; English when neither is in it. */
export function languageOf(header: string): Language {
  const ranked = header
    .split(",")
    .map((entry) => {
      const [tag = "", ...options] = entry.trim().toLowerCase().split(";");
      const quality = options
        .find((option) => option.trim().startsWith("q="))
        ?.trim()
        .slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality);
  const chosen = ranked.find(({ tag }) => /^(zh|en)\b/.test(tag));
  return chosen?.tag.startsWith("zh") ? "zh-CN" : "en";
}
