// @vitest-environment jsdom
// The focus follows the heading of a new page, and never takes it from a person who has acted.
import { afterEach, expect, test } from "vitest";
import { arrive } from "./arrival";

afterEach(() => {
  dispatchEvent(new Event("keydown"));
  document.body.innerHTML = "";
});

function page(content: string): void {
  document.body.innerHTML = `<header><a href="/">fairlot</a></header><main>${content}</main>`;
}

/** Lets the observer of the page run. */
function settled(): Promise<void> {
  return Promise.resolve();
}

// G150
test("the heading has the focus, also where another element had it", () => {
  page("<h1>Settings</h1>");
  document.querySelector("a")?.focus();

  arrive();

  expect(document.activeElement?.textContent).toBe("Settings");
});

// G150
test("a heading that comes later, and one that takes its place, get the focus", async () => {
  page("<p>Loading</p>");
  arrive();
  expect(document.activeElement).toBe(document.body);

  for (const heading of ["Joining the lot", "Nitrile, powder free"]) {
    page(`<h1>${heading}</h1>`);
    await settled();
    expect(document.activeElement?.textContent).toBe(heading);
  }
});

// G150
test("once the person has acted the focus stays where it is", async () => {
  page("<p>Loading</p>");
  arrive();

  dispatchEvent(new Event("pointerdown"));
  page("<h1>Settings</h1>");
  await settled();

  expect(document.activeElement).toBe(document.body);
});
