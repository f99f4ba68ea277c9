// Which screen an address names.
import { expect, test } from "vitest";
import { route } from "./routes";

test.each([
  ["/", { screen: "events" }],
  ["/lots/0199", { screen: "lot", lot: "0199" }],
  ["/lots/a%20b/", { screen: "lot", lot: "a b" }],
  ["/lots/%E0%A4%A", { screen: "unknown" }],
  ["/events/new", { screen: "set-up" }],
  ["/events/0199/set-up/rules", { screen: "set-up" }],
  ["/events/0199/check", { screen: "set-up" }],
  ["/events/0199", { screen: "unknown" }],
  ["/lots", { screen: "unknown" }],
  ["/lot/0199", { screen: "unknown" }],
])("%s names a screen, or is said to name none", (path, named) => {
  expect(route(path)).toEqual(named);
});
