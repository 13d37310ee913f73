import { launch } from "./launcher.mjs";

await launch("bench");
