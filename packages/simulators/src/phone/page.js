// Runs in the browser: shows how the log-in stands and passes on what the owner decides.
const texts = JSON.parse(document.getElementById("texts").textContent);
const base = location.pathname.replace(/\/$/, "");
const part = (id) => document.getElementById(id);
let shown = { state: "waiting_scan" };

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function show(now) {
  shown = now;
  const key =
    now.state === "offline"
      ? texts[`offline.${now.reason}`]
        ? `offline.${now.reason}`
        : "offline"
      : now.state;
  const [headline, detail] = texts[key] ?? texts.gone;
  part("headline").textContent = fill(headline, now);
  part("detail").textContent = fill(detail, now);
  part("code").hidden = !now.code;
  part("code").textContent = now.code ?? "";
  part("actions").hidden = now.state !== "waiting_confirm";
  const isOver = now.state === "gone" || now.state === "offline";
  const mark = part("mark");
  mark.dataset.tone = now.state === "online" ? "good" : isOver ? "bad" : "";
  mark.textContent = now.state === "online" ? "✓" : isOver ? "×" : "";
  mark.style.backgroundImage =
    !isOver && now.state !== "online" && now.avatarUrl ? `url("${now.avatarUrl}")` : "";
  countDown();
}

function countDown() {
  const seconds = shown.expiresAt
    ? Math.max(0, Math.ceil((Date.parse(shown.expiresAt) - Date.now()) / 1000))
    : 0;
  part("left").textContent = seconds > 0 ? fill(texts.left, { seconds }) : "";
}

async function ask(path, body) {
  const options = body
    ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
    : {};
  try {
    const response = await fetch(base + path, options);
    show(await response.json());
  } catch {
    part("left").textContent = texts.unreachable;
  }
}

async function decide(path, body) {
  for (const button of document.querySelectorAll("button")) button.disabled = true;
  await ask(path, body);
  for (const button of document.querySelectorAll("button")) button.disabled = false;
}

part("confirm").addEventListener("click", () => void decide("/confirm", { newDevice: false }));
part("confirm-new").addEventListener("click", () => void decide("/confirm", { newDevice: true }));
part("cancel").addEventListener("click", () => void decide("/cancel", {}));
setInterval(countDown, 250);
setInterval(() => {
  const isUnderWay = shown.state.startsWith("waiting") || shown.state === "verify_required";
  if (isUnderWay && !document.hidden) void ask("/state");
}, 1000);
void ask("/scan", {});
