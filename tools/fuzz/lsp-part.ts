import { draw } from "./input";
import { judgeSession } from "./judge";
import { lspSession, type Session } from "./lsp-messages";
import { play } from "./lsp-server";
import { each, PartResult } from "./part";
import { shrinkList } from "./shrink";

/** Plays sessions to servers of their own, until the time is over. A case is a session. */
export async function runSessions(
  count: number,
  seed: number,
  dist: string,
  jobs: number,
  until: number,
): Promise<PartResult> {
  const result = new PartResult("lsp", count);
  await each(count, jobs, until, async (n) => {
    const session = draw(lspSession, seed, n);
    const outcome = await play(session, dist);
    const id = `lsp/${n}`;
    const what = `${session.early.length + session.steps.length} messages`;
    result.inputs++;
    result.cases++;
    result.costs(id, what, { session: outcome.cpu }, outcome.bytes);
    for (const failure of judgeSession(outcome))
      result.found(failure, {
        id,
        what,
        text: written(session),
        extension: "json",
        shrink: async (ms) => written(await shrunk(session, failure.signature, dist, ms)),
      });
  });
  return result;
}

function written(session: Session): string {
  return `${JSON.stringify(session, undefined, 1)}\n`;
}

async function shrunk(session: Session, signature: string, dist: string, ms: number): Promise<Session> {
  const all = Object.entries(session).flatMap(([list, steps]) =>
    (steps as Session["steps"]).map((step) => ({ list: list as keyof Session, step })),
  );
  const sessionOf = (steps: typeof all): Session => {
    const of = (name: keyof Session) => steps.filter(({ list }) => list === name).map(({ step }) => step);
    return { early: of("early"), steps: of("steps"), last: of("last") };
  };
  const fails = async (steps: readonly (typeof all)[number][]) =>
    judgeSession(await play(sessionOf([...steps]), dist)).some((failure) => failure.signature === signature);
  return sessionOf(await shrinkList(all, fails, { tries: 60, ms }));
}
