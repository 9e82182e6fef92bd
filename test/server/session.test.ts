import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Session } from "../../src/server/session";
import { attention } from "../fixtures/made-up";
import { MadeUpService } from "./editor";

const [a, b] = ["file:///p/a.py", "file:///p/b.py"];
const insertion = [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "# " }];

let service: MadeUpService;
let session: Session;
let events: string[];

beforeEach(() => {
  service = new MadeUpService();
  events = [];
  session = new Session(service, () => ({ budgetMs: 100, folders: [] }), {
    working: ({ uri }) => void events.push(`working ${uri}`),
    answered: ({ uri }) => void events.push(`answered ${uri}`),
    failed: ({ uri }) => void events.push(`failed ${uri}`),
    givenUp: ({ uri }, why) => void events.push(`given up ${uri}: ${why}`),
    closed: (uri) => void events.push(`closed ${uri}`),
    log: (message) => void events.push(message),
  });
});

afterEach(() => session.dispose());

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 2));
}

it("lets the edited document go first and comes back to the other", async () => {
  session.open(a, attention, 1);
  await until(() => events.includes(`answered ${a}`));
  service.held = true;
  session.open(b, attention, 1);
  await until(() => events.includes(`working ${b}`));
  session.change(a, insertion, 2);
  expect(service.cancelled).toBe(1);
  service.release();
  await until(() => events.includes(`answered ${b}`));
  expect(events.slice(events.indexOf(`working ${b}`))).toEqual([
    `working ${b}`,
    `working ${a}`,
    `answered ${a}`,
    `working ${b}`,
    `answered ${b}`,
  ]);
});

it("waits for an analysis that knows of the change, not for one that was under way and ended all the same", async () => {
  session.open(a, attention, 1);
  await until(() => events.includes(`answered ${a}`));
  service.held = true;
  session.reanalyzeAll();
  await until(() => events.filter((event) => event === `working ${a}`).length === 2);
  service.deaf = true;
  const document = session.get(a)!;
  document.give("Attention", "Attention(96, 3)(torch.empty(1, 49, 96))");
  const again = session.again(document);
  service.release();
  await again;
  expect(service.given).toEqual([{ subject: "Attention", call: "Attention(96, 3)(torch.empty(1, 49, 96))" }]);
  expect(events.filter((event) => event === `answered ${a}`)).toHaveLength(3);
});

it("analyses the other open documents again after an edit: they may import it", async () => {
  session.open(a, attention, 1);
  session.open(b, attention, 1);
  await until(() => events.filter((event) => event.startsWith("answered")).length === 2);
  session.change(a, insertion, 2);
  await until(() => events.filter((event) => event === `answered ${b}`).length === 2);
});

it("drops what is on its way for a document that was closed", async () => {
  service.held = true;
  session.open(a, attention, 1);
  const answer = session.answer(a);
  await until(() => events.includes(`working ${a}`));
  session.close(a);
  service.release();
  expect(await answer).toBeUndefined();
  expect(events).toEqual([`working ${a}`, `closed ${a}`]);
});

it("has no answer for a document that is not open", async () => {
  expect(await session.answer(a)).toBeUndefined();
});

describe("a failure", () => {
  it("is logged once, and waits for nobody", async () => {
    service.analyze = () => ({ outcome: Promise.resolve({ failed: "of a fault" }), cancel() {} });
    session.open(a, attention, 1);
    expect(await session.answer(a)).toBeUndefined();
    session.change(a, insertion, 2);
    await until(() => events.filter((event) => event === `failed ${a}`).length === 2);
    expect(events.filter((event) => event.includes("could not"))).toEqual([
      "/p/a.py could not be analysed: of a fault",
    ]);
  });
});

describe("switched off", () => {
  it("nothing is analysed until it is on again", async () => {
    session.enabled = false;
    session.open(a, attention, 1);
    expect(await session.answer(a)).toBeUndefined();
    expect(service.analyzed).toEqual([]);
    session.enabled = true;
    expect((await session.answer(a))?.answer.view.subjects.map(({ name }) => name)).toEqual(["Attention"]);
  });
});

it("tells what is given up, keeps what is on screen, and tries an edited text again", async () => {
  session.open(a, attention, 1);
  await until(() => events.includes(`answered ${a}`));
  const before = session.get(a)?.answer;
  service.givenUp.set(`# ${attention}`, "it was stuck for 4 s");
  session.change(a, insertion, 2);
  await until(() => events.includes(`given up ${a}: it was stuck for 4 s`));
  expect(session.get(a)).toMatchObject({ answer: before, problems: { errors: 0, warnings: 0 } });
  events.length = 0;
  session.change(a, insertion, 3);
  await until(() => events.includes(`answered ${a}`));
});

it("does not tell what was given up of a text that is another one by now", async () => {
  service.givenUp.set(attention, "it was stuck for 4 s");
  service.held = true;
  session.open(a, attention, 1);
  await until(() => events.includes(`working ${a}`));
  session.get(a)!.change(insertion, 2);
  service.release();
  session.change(a, insertion, 3);
  await until(() => events.includes(`answered ${a}`));
  expect(events.filter((event) => event.startsWith("given up"))).toEqual([]);
});

it("lets a hover that comes first go without an answer where the text is given up", async () => {
  service.givenUp.set(attention, "it was stuck for 4 s");
  session.open(a, attention, 1);
  expect(await session.answer(a)).toBeUndefined();
});

it.each([
  ["file:///c%3A/p/net.py", "c:/p/net.py"],
  ["file:///C:/p/net.py", "c:/p/net.py"],
  ["file:///p/net.py", "/p/net.py"],
])("analyses %s as %s", async (uri, file) => {
  session.open(uri, attention, 1);
  await until(() => events.includes(`answered ${uri}`));
  expect([service.analyzed, service.texts.get(file)]).toEqual([[file], attention]);
});
