import { expect, test } from "vitest";
import { acs3Signature, sha256 } from "./acs3.ts";
import { dingtalkSign } from "./dingtalkRobot.ts";
import { feishuSign } from "./feishuBot.ts";
import { tc3Signature } from "./tc3.ts";

const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("Aliyun's own example of signature V3 comes out to the letter", () => {
  expect(
    acs3Signature(
      {
        method: "POST",
        path: "/",
        query: {
          RegionId: "cn-shanghai",
          ImageId: "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        },
        headers: {
          host: "ecs.cn-shanghai.aliyuncs.com",
          "x-acs-action": "RunInstances",
          "x-acs-content-sha256": emptyHash,
          "x-acs-date": "2023-10-26T10:22:32Z",
          "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
          "x-acs-version": "2014-05-26",
        },
      },
      "YourAccessKeySecret",
    ),
  ).toEqual({
    canonicalQuery: "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
    hashedCanonicalRequest: "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
    signature: "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    signedHeaders: "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version",
  });
});

test("a SendSms with Chinese words is signed over its RFC 3986 form", () => {
  expect(
    acs3Signature(
      {
        method: "POST",
        path: "/",
        query: {
          PhoneNumbers: "13800138000",
          SignName: "测试签名",
          TemplateCode: "SMS_123456789",
          TemplateParam: '{"code":"1234"}',
          OutId: "out-1",
        },
        headers: {
          host: "dysmsapi.aliyuncs.com",
          "x-acs-action": "SendSms",
          "x-acs-content-sha256": sha256(""),
          "x-acs-date": "2026-11-22T00:00:00Z",
          "x-acs-signature-nonce": "0123456789abcdef0123456789abcdef",
          "x-acs-version": "2017-05-25",
        },
      },
      "testsecret",
    ),
  ).toMatchObject({
    hashedCanonicalRequest: "ca5fb77b0b2bfd70e3a128473d75dd37da89cc6e5f67e455340d7d0d7d0ec8b3",
    signature: "c7f4f03b863ba9f147478887ae7b26940fa028a5a75f6e3a43b7086fc95b5bbc",
  });
});

test("Tencent's own example of TC3 comes out to the letter", () => {
  expect(
    tc3Signature(
      {
        service: "cvm",
        host: "cvm.tencentcloudapi.com",
        contentType: "application/json; charset=utf-8",
        body: String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`,
        timestampSeconds: 1_551_113_065,
      },
      "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
    ),
  ).toEqual({
    credentialScope: "2019-02-25/cvm/tc3_request",
    signedHeaders: "content-type;host",
    hashedCanonicalRequest: "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031",
    signature: "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
  });
});

test("a SendSms is signed with its action, and dated by UTC", () => {
  expect(
    tc3Signature(
      {
        service: "sms",
        host: "sms.tencentcloudapi.com",
        contentType: "application/json; charset=utf-8",
        action: "SendSms",
        body: '{"PhoneNumberSet":["+8613800138000"],"SmsSdkAppId":"1400006666","SignName":"测试","TemplateId":"1110","TemplateParamSet":["4370"]}',
        timestampSeconds: 1_795_305_600,
      },
      "testsecret",
    ),
  ).toMatchObject({
    credentialScope: "2026-11-22/sms/tc3_request",
    signature: "7985b6d717d310d09e1cefdee0b917f20ee6d6962e9da9207f1e064ee8f8909e",
  });
});

test("DingTalk signs time and secret with the secret, Feishu nothing with both", () => {
  expect(dingtalkSign("SECdemo", 1_577_262_236_757)).toBe("sLRlUUvzoOXn5DR/+o+s6tOqX+bWe3JGaZ7JQ7844l8=");
  expect(feishuSign("demo", "1599360473")).toBe("l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
});
