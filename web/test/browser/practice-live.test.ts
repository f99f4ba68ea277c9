// A practice on a real server: a buyer plays a draft from its check, and a restart of the server ends it.
import { test } from "vitest";
import { shoot } from "./browser";
import { useServer } from "./real-stage";
import { expectAccessible } from "./waiting";

const stage = useServer();

const GLOVES = {
  title: "Examination gloves",
  practice: true,
  contact: { name: "Ann Field", telephone: "0114 496 0000" },
  trusts: [{ ods: "RFS", name: "Chesterfield Royal Hospital" }],
  bidders: [
    { id: "acme", name: "Acme Medical Ltd" },
    { id: "bolt", name: "Bolt Gloves plc" },
    { id: "calder", name: "Calder Healthcare Ltd" },
  ],
  lots: [
    {
      title: "Nitrile gloves",
      opens_at: "now",
      duration_s: 7_200,
      items: [
        {
          id: "nitrile-m",
          description: "Nitrile glove, medium",
          unit: "box of 100",
          volumes: { RFS: "12000" },
          baselines: { RFS: "3.20" },
        },
      ],
      rules: { ceiling: "38000", min_decrement: { absolute: "120" } },
      bidders: [{ bidder: "acme" }, { bidder: "bolt" }, { bidder: "calder" }],
    },
  ],
};

// G56, G154
test("a buyer plays a draft from its check until the server restarts", async () => {
  const { event: draft } = await stage.server.draft(GLOVES);
  const page = await stage.addedAt("buyer", "partnership", "ann", `/events/${draft}/check`);
  await page.getByLabel("Speed").selectOption("20 times as fast");

  await page.getByRole("button", { name: "Play this auction" }).click();

  await page.getByText("Practice. Nothing follows from it.").waitFor();
  await page.getByText("Acme Medical Ltd").first().waitFor();
  await page
    .getByText(/(Ltd|plc) leads with £/)
    .first()
    .waitFor();
  await expectAccessible(page);
  await shoot(page, "practice-live");
  await stage.server.kill();
  await stage.server.restart();
  await page.getByRole("heading", { name: "The practice has ended" }).waitFor();
  await page.getByRole("link", { name: "Back to check and publish" }).click();
  await page.getByRole("heading", { name: "Check and publish" }).waitFor();
});
