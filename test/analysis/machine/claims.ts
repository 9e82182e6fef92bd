import { analyze } from "../support";

export interface Case {
  /** `main()` begins with it, or defines it. */
  program: string;
  /** What `main()` gave in CPython, under many answers of the conditions: the result's `repr`, or `raises Type`. */
  outcomes: string[];
}

/** What a printed value may be: a number, a tuple of such, or anything. */
type Claim = { options: (string | Claim[])[] } | "anything";

/** Reads `(1 or 2, <unknown>) or 3`. */
function parse(text: string): Claim {
  let at = 0;
  const eat = (token: string) => {
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const one = (): string | Claim[] | undefined => {
    const word = /^(?:<unknown>|-?\d+(?:\.\d+)?|None|True|False)/.exec(text.slice(at))?.[0];
    if (word !== undefined) {
      at += word.length;
      return word === "<unknown>" ? undefined : word;
    }
    const end = text[at] === "[" ? "]" : ")";
    if (!eat("(") && !eat("[")) throw new Error(`${text} at ${at}`);
    const items: Claim[] = [];
    while (!eat(end)) {
      items.push(alternatives());
      eat(", ");
    }
    return items;
  };
  const alternatives = (): Claim => {
    const options = [one()];
    while (eat(" or ")) options.push(one());
    return options.includes(undefined) ? "anything" : { options: options as (string | Claim[])[] };
  };
  return alternatives();
}

/** Whether a claim leaves room for what happened. */
function admits(claim: Claim, happened: Claim): boolean {
  if (claim === "anything" || happened === "anything") return claim === "anything";
  const [actual] = happened.options;
  return claim.options.some((option) => {
    if (typeof option === "string" || typeof actual === "string") return option === actual;
    return option.length === actual.length && option.every((item, n) => admits(item, actual[n]));
  });
}

/** Nobody knows what these give; a function of the program raises nothing that is not seen. */
const HELPERS = "from elsewhere import flag, many, u\ndef c(): return flag\n";

/** What is claimed of a program; undefined where it is not followed to its end, or comes to a loop that nothing leaves. */
function claimOf(program: string): { fails: boolean; claim: string } | undefined {
  const { failures, repr, stopped, value } = analyze(`${HELPERS}${program}\nresult = main()\n`);
  if (stopped !== undefined || failures.some((failure) => failure.startsWith("SystemExit"))) return undefined;
  if (failures.length > 0) return { fails: true, claim: failures[0] };
  return value("result") === undefined ? undefined : { fails: false, claim: repr("result") };
}

/** What CPython came to and the analysis leaves no room for; undefined where the program is not followed to its end. */
export function contradictionOf({ program, outcomes }: Case): { claim: string; impossible: string[] } | undefined {
  const claimed = claimOf(program);
  if (claimed === undefined) return undefined;
  const { fails, claim } = claimed;
  // What fails in every run may fail elsewhere first; what gives a value in one may fail in another.
  const returned = outcomes.filter((happened) => !happened.startsWith("raises"));
  return { claim, impossible: fails ? returned : returned.filter((one) => !admits(parse(claim), parse(one))) };
}
