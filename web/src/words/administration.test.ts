// Which pages of administrators a person may open, and the words of events.
import { expect, test } from "vitest";
import { person } from "../../test/fixtures";
import {
  administrationPage,
  administrationPages,
  eventAuthor,
  eventFrom,
  eventKind,
  eventPerson,
  eventsAddress,
} from "./administration";

// G88, G163
test("each role opens the pages that are for it", () => {
  const lead = { ...person("observer"), places: [{ role: "observer" as const, org: "RFS", lead: true }] };

  expect(administrationPages(person("admin"))).toEqual(["service", "organisations", "security-events"]);
  expect(administrationPages(lead)).toEqual(["organisations", "security-events"]);
  expect(administrationPages(person("auditor"))).toEqual(["security-events"]);
  expect(administrationPages(person("supplier"))).toEqual([]);
});

test("the address of the events keeps what was asked for", () => {
  const address = eventsAddress("0199", "signed_in");

  expect(administrationPage(address)).toEqual({ page: "security-events", person: "0199", kind: "signed_in" });
  expect(eventsAddress(null, null)).toBe("/settings/security-events");
  expect(administrationPage("/settings/nothing")).toBeNull();
  expect(administrationPage("/settings/?x")).toBe("own");
});

// G107
test("an event is told in words, and what is not kept any more is said", () => {
  const event = { id: "e", at: "2026-11-30T09:02:30.000000Z", kind: "second_factor_off" };

  expect(eventKind("second_factor_off")).toBe("A code from an app was taken off");
  expect(eventKind("new_kind")).toBe("New kind");
  expect(eventPerson(event)).toBe("Nobody who is known here");
  expect(eventPerson({ ...event, person: "0199" })).toBe("A person who was erased or has no name");
  expect(eventAuthor({ ...event, person: "0199" })).toBe("No other person");
  expect(eventAuthor({ ...event, person: "0199", by: "0199", by_name: "Ann" })).toBe("The person");
  expect(eventAuthor({ ...event, person: "0199", by: "0200", by_name: "Bea" })).toBe("Bea");
  expect(eventFrom(event)).toBe("Not kept");
  expect(eventFrom({ ...event, address: "192.0.2.7", device: "Firefox" })).toBe("192.0.2.7, Firefox");
});
