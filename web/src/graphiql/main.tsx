import "@fontsource-variable/inter/wght.css";
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { loadWords } from "../i18n/i18n.ts";
import { openSession } from "../session/openSession.ts";
import { signInPath } from "../session/returnPath.ts";
import { GraphiqlPage } from "./GraphiqlPage.tsx";
import { Waiting } from "./Waiting.tsx";
import { graphiqlPath } from "./path.ts";

const container = document.getElementById("root");
if (!container) throw new Error("The page has no #root.");
const root = createRoot(container);
const session = openSession();

const askAgainMs = 3_000;

function draw(): void {
  const { phase } = session.snapshot();
  if (phase === "signedOut") return window.location.replace(signInPath(graphiqlPath));
  root.render(
    <StrictMode>
      {phase === "signedIn" ? (
        <GraphiqlPage session={session} />
      ) : (
        <Waiting unreachable={phase === "unreachable"} />
      )}
    </StrictMode>,
  );
}

session.subscribe(draw);
// A server that restarts has signed nobody out: it is asked until it says.
setInterval(() => {
  if (session.snapshot().phase === "unreachable") void session.resume();
}, askAgainMs);
await Promise.all([session.resume(), loadWords("graphiql")]);
draw();
