import { AuthApi } from "./authApi.ts";
import { Session } from "./session.ts";
import { tabLock } from "./tabLock.ts";

/** The session of this tab, with the browser's own parts; the other pages of this origin share its cookie. */
export function openSession(): Session {
  const channel = new BroadcastChannel("wegraph.session");
  return new Session({
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
}
