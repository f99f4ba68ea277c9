/** Starts the application. Owns the entry point and the style sheets, nothing else. */
import "../styles/main.scss";
import { render } from "preact";
import { reportSessionTo } from "../api/request";
import { liveRegions } from "../live/announcer/live-regions";
import { Session } from "../live/session";
import { App } from "./app";
import { loadAhead } from "./screens";

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

const voice = liveRegions(byId("spoken-politely"), byId("spoken-at-once"));
const session = new Session(() => location.reload());
reportSessionTo(session);
loadAhead(location.pathname);
render(<App session={session} voice={voice} />, byId("app"));
