import "@fontsource-variable/inter/wght.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { translationsReady } from "../i18n/i18n.ts";
import { AuthApi } from "../session/authApi.ts";
import { Session } from "../session/session.ts";
import { tabLock } from "../session/tabLock.ts";
import { Root } from "./Root.tsx";

const channel = new BroadcastChannel("wegraph.session");

const session = new Session({
  api: new AuthApi((input, init) => fetch(input, init)),
  lock: tabLock(navigator.locks, localStorage),
  tabStorage: sessionStorage,
  // A channel reaches this origin's own tabs only; unlike a window's, its messages have no target.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  tellOtherTabs: (news) => channel.postMessage(news),
  onOtherTab: (listener) =>
    channel.addEventListener("message", (event: MessageEvent<unknown>) => listener(event.data)),
  now: () => Date.now(),
});

const container = document.getElementById("root");
if (!container) throw new Error("The page has no #root.");

// The two questions to the server go out together; neither waits for the other.
const resumed = session.resume();
await translationsReady;

createRoot(container).render(
  <StrictMode>
    <Root session={session} />
  </StrictMode>,
);
await resumed;
