import { createHash, createHmac, randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DemoLogin } from "./demo/people.ts";
import { keepScreenshot, openBrowser, visit } from "./testing/browser.ts";
import type { Locale } from "./testing/browser.ts";
import { Client, nodesOf } from "./testing/client.ts";
import type { Answer } from "./testing/client.ts";
import { borrowWegraph } from "./testing/sharedWegraph.ts";
import type { SharedWegraph } from "./testing/sharedWegraph.ts";
import { signIn } from "./testing/signIn.ts";

/** What a person reads on the way, in the language of the console. */
const words = {
  "zh-CN": {
    register: "登记设备",
    submit: "登记",
    kind: "类型",
    wristband: "手环",
    name: "名称",
    serialNumber: "序列号",
    patient: "患者",
    kept: "我已妥善保存密钥",
    done: "完成",
    live: "实时",
    alert: "心率过快",
    takeOn: "确认",
    note: "正在采取的措施",
    noted: "已电话联系家属",
    over: "恢复正常",
    heartRate: "心率",
    navigation: "健康告警",
    nobody: "没有符合条件的结果",
  },
  en: {
    register: "Register device",
    submit: "Register",
    kind: "Kind",
    wristband: "Wristband",
    name: "Name",
    serialNumber: "Serial number",
    patient: "Patient",
    kept: "I have put the key where it belongs",
    done: "Done",
    live: "Live",
    alert: "Heart rate is high",
    takeOn: "Take on",
    note: "What is being done",
    noted: "Called the family",
    over: "Back to normal",
    heartRate: "Heart rate",
    navigation: "Health alerts",
    nobody: "Nothing matches",
  },
} satisfies Record<Locale, Record<string, string>>;

let wegraph: SharedWegraph;
let browser: Browser;
let admin: Client;

beforeAll(async () => {
  wegraph = await borrowWegraph();
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
  const { email, password } = wegraph.demo("tenant_admin");
  admin = await new Client(wegraph.url).signedIn(email, password);
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

interface Patient {
  id: string;
  name: string;
  recordNumber: string;
}

/** One who has consented, and whom the demo's clinician looks after. */
async function newPatient(): Promise<Patient> {
  const { email, password } = wegraph.demo("clinician");
  const clinician = await new Client(wegraph.url).signedIn(email, password);
  const { viewer } = good<{ viewer: { user: { id: string } } }>(
    await clinician.ask("{ viewer { user { id } } }"),
  );
  const { createPatient } = good<{ createPatient: { patient: Patient } }>(
    await admin.ask(
      `mutation($input: CreatePatientInput!) { createPatient(input: $input) { patient { id name recordNumber } } }`,
      {
        input: {
          name: `韩雪梅${randomUUID().slice(0, 4)}`,
          sex: "FEMALE",
          birthDate: "1951-03-09",
          hasConsented: true,
          clinicianId: viewer.user.id,
        },
      },
    ),
  );
  return createPatient.patient;
}

interface Device {
  id: string;
  key: string;
}

/** In the console; its key is read off the screen, where it is shown once. */
async function registerDevice(page: Page, word: (typeof words)[Locale], patient: Patient): Promise<Device> {
  await page.goto(`${wegraph.url}/health/devices`);
  await page.getByRole("button", { name: word.register }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("combobox", { name: word.kind }).click();
  await page.getByRole("option", { name: word.wristband }).click();
  await form.getByLabel(word.name).first().fill(`Band ${patient.recordNumber}`);
  await form.getByLabel(word.serialNumber).fill(`SN-${randomUUID()}`);
  await form.getByRole("combobox", { name: word.patient }).fill(patient.recordNumber);
  await page.getByRole("option", { name: patient.recordNumber }).click();
  await form.getByRole("button", { name: word.submit, exact: true }).click();

  const shown = page.getByRole("dialog").filter({ has: page.locator("[data-secret]") });
  const key = await shown.locator("[data-secret]").innerText();
  const id = await shown.locator("code").first().innerText();
  const done = shown.getByRole("button", { name: word.done });
  expect(await done.isDisabled()).toBe(true);
  await shown.getByLabel(word.kept).check();
  await done.click();
  await page.getByText(key).waitFor({ state: "detached" });
  return { id, key };
}

/** As a device sends it. @returns what was stored */
async function send({ id, key }: Device, heartRate: number): Promise<unknown> {
  const at = new Date().toISOString();
  const body = JSON.stringify({
    ts: at,
    battery: 77,
    readings: [{ code: "8867-4", value: heartRate, unit: "/min", at }],
  });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const nonce = randomUUID();
  const digest = createHash("sha256").update(body).digest("hex");
  const signature = createHmac("sha256", key).update(`${timestamp}.${nonce}.${digest}`).digest("hex");
  const answer = await request(`${wegraph.url}/webhooks/devices/readings`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-device-id": id,
      "x-timestamp": timestamp,
      "x-nonce": nonce,
      "x-signature": `v1=${signature}`,
    },
    body,
  });
  expect(answer.statusCode).toBe(202);
  return answer.body.json();
}

describe.each(["zh-CN", "en"] as const)("in %s", (locale) => {
  const word = words[locale];

  test("a device is registered, and what it measures is on the open board at once, is taken on, and ends by itself", async () => {
    const patient = await newPatient();
    const atDesk = await visit(browser, { locale });
    await signIn(atDesk.page, wegraph.url, wegraph.demo("tenant_admin"), locale);
    const device = await registerDevice(atDesk.page, word, patient);
    await keepScreenshot(atDesk.page, `health-device-${locale}`);
    await atDesk.context.close();

    const { context, page, complaints } = await visit(browser, {
      locale,
      scheme: locale === "en" ? "dark" : "light",
    });
    await signIn(page, wegraph.url, wegraph.demo("clinician"), locale);
    await page.goto(`${wegraph.url}/health/alerts?record=${patient.recordNumber}`);
    await page.getByText(word.live, { exact: true }).first().waitFor();
    await page.getByText(word.nobody).waitFor();
    // Gone with the document: whatever appears from now on came by itself.
    await page.evaluate("document.body.setAttribute('data-never-reloaded', '')");

    expect(await send(device, 152)).toMatchObject({ accepted: 1, rejected: [] });
    const link = page.getByRole("main").getByRole("link", { name: word.alert });
    await link.waitFor({ timeout: 10_000 });
    await page.getByRole("main").getByText(/152/).first().waitFor();
    expect(await page.locator("body[data-never-reloaded]").count()).toBe(1);
    await keepScreenshot(page, `health-board-${locale}`);

    await link.click();
    await page.getByRole("heading", { name: new RegExp(word.alert) }).waitFor();
    await page.getByText(/152/).first().waitFor();
    await page.getByRole("button", { name: word.takeOn, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(word.note).fill(word.noted);
    await dialog.getByRole("button", { name: word.takeOn, exact: true }).click();
    await page.getByText(word.noted).first().waitFor();

    expect(await send(device, 78)).toMatchObject({ accepted: 1 });
    await page.getByText(word.over).first().waitFor();
    expect(await page.locator("body[data-never-reloaded]").count()).toBe(1);
    await keepScreenshot(page, `health-alert-${locale}`);

    await page.goto(`${wegraph.url}/health/patients/${patient.id}?tab=vitals`);
    const chart = page.getByRole("region", { name: word.heartRate });
    await chart.getByRole("img", { name: /78.*152/ }).waitFor();
    expect(await send(device, 71)).toMatchObject({ accepted: 1 });
    await chart.getByRole("img", { name: /71.*152/ }).waitFor();
    await keepScreenshot(page, `health-vitals-${locale}`);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test("roles see only theirs", async () => {
  const patient = await newPatient();
  const stranger = await clinicianOfNobody();
  const client = await new Client(wegraph.url).signedIn(stranger.email, stranger.password);

  // A colleague of whom the patient is not: as if there were no such file, in whatever way it is asked for.
  const seen = await client.ask(
    `query($id: ID!, $record: String!) {
      patient(id: $id) { id }
      patients(filter: { search: $record }, first: 5) { nodes { id } totalCount }
      healthAlerts(filter: { patientIds: [$id] }, first: 5) { nodes { id } totalCount }
      healthAlertSummary { open patients }
      healthOverview { patients { active } }
    }`,
    { id: patient.id, record: patient.recordNumber },
  );
  expect(seen.errors).toEqual([]);
  expect(seen.data).toEqual({
    patient: null,
    patients: { nodes: [], totalCount: 0 },
    healthAlerts: { nodes: [], totalCount: 0 },
    healthAlertSummary: { open: 0, patients: 0 },
    healthOverview: { patients: { active: 0 } },
  });
  const names = nodesOf<{ displayName: string }>(
    (await client.ask("{ colleagues(first: 200) { nodes { displayName } } }")).data,
    "colleagues",
  );
  expect(names).toContainEqual({ displayName: "沈文博" });
  const addresses = await client.ask("{ colleagues(first: 200) { nodes { email } } }");
  expect(addresses.errors[0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
  expect(JSON.stringify(addresses.data)).not.toContain("@");

  const outside = await visit(browser, { locale: "en" });
  await signIn(outside.page, wegraph.url, stranger, "en");
  await outside.page
    .getByRole("navigation")
    .first()
    .getByRole("link", { name: words.en.navigation })
    .waitFor();
  await outside.page.goto(`${wegraph.url}/health/patients/${patient.id}`);
  await outside.page.getByText("Patient not found").first().waitFor();
  expect(await outside.page.getByText(patient.name).count()).toBe(0);
  await outside.context.close();

  // Somebody without any right to health: no menu, no page, no answer.
  const viewer = wegraph.demo("viewer");
  const without = await new Client(wegraph.url).signedIn(viewer.email, viewer.password);
  for (const question of [
    "{ patients(first: 1) { nodes { id } } }",
    "{ healthAlerts(first: 1) { nodes { id } } }",
    "{ healthAlertSummary { open } }",
    "{ healthDevices(first: 1) { nodes { id } } }",
  ])
    expect((await without.ask(question)).errors, question).toMatchObject([
      { extensions: { code: "FORBIDDEN" } },
    ]);
  const { context, page } = await visit(browser, { locale: "en" });
  await signIn(page, wegraph.url, viewer, "en");
  const navigation = page.getByRole("navigation").first();
  await navigation.getByRole("link", { name: "WeCom accounts" }).waitFor();
  expect(await navigation.getByRole("link", { name: words.en.navigation }).count()).toBe(0);
  expect(await navigation.getByRole("link", { name: "Patients" }).count()).toBe(0);
  await page.goto(`${wegraph.url}/health/patients/${patient.id}`);
  await page.getByText("You have no access to this page").waitFor();
  expect(await page.getByText(patient.recordNumber).count()).toBe(0);
  await context.close();
});

/** A clinician who looks after nobody yet. */
async function clinicianOfNobody(): Promise<DemoLogin> {
  const { roles } = good<{ roles: { id: string; key: string }[] }>(await admin.ask("{ roles { id key } }"));
  const role = roles.find(({ key }) => key === "clinician") ?? expect.fail("no role of clinicians");
  const email = `new-${randomUUID()}@dawn.example`;
  const password = "a password for this journey";
  good(
    await admin.ask(`mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } } }`, {
      input: { email, displayName: "Dr. New", initialPassword: password, roleIds: [role.id] },
    }),
  );
  return { email, password, tenant: wegraph.demo("clinician").tenant, roles: ["clinician"] };
}

function good<T>({ data, errors }: Answer): T {
  expect(errors).toEqual([]);
  return data as T;
}
