import { t } from "@vscode/l10n";
import type { DimJson, EntryAnalysis, ShapeJson, Unfollowed } from "../analysis/report";
import { firstOnly, fitting, narrow } from "./narrow";
import { formatQuantity, isZero, scaledProduct } from "./numbers";
import { formatValue, hasTensor, isPlain, isTensor, isUnknown } from "./shapes";
import type { Convention } from "./summary";

/** Characters that a row of lenses may have with its buttons: so many stand beside a side bar. Nothing is cut to fit; what has no room is left to the hover. */
export const ROW = 90;
/** What an editor puts between two lenses of a row. */
export const BETWEEN = " | ";
/** A product of more characters is a formula. */
const LONGEST_PRODUCT = 20;

/** What a class or function takes and gives, its parameters and its cost, as far as there is room: `37.8 k params · (64, 49, 96) → (64, 49, 96) · 145 M MACs`. */
export function subjectTitle(entry: EntryAnalysis, convention: Convention, room: number): string {
  const shapes = fitting(shapeForms(entry), room);
  const more = [paramsOf(entry), costOf(entry, convention)].filter((text) => text !== undefined);
  const kept = more.filter((_, n) => [...more.slice(0, n + 1), shapes].join(" · ").length <= room);
  return [...kept, shapes].join(" · ");
}

/** What `forward` costs and takes that has no place in the row of its class; empty where there is nothing more. */
export function forwardTitle(entry: EntryAnalysis, convention: Convention, classTitle: string, room: number): string {
  const cost = costOf(entry, convention);
  const own = cost === undefined || classTitle.includes(cost) ? [] : [cost];
  const inputs = inputsOf(entry);
  const named = inputs.map(({ name, value }) => `${name} ${narrow(value)}`);
  const forms = [named.join(", "), ...named.map((_, n) => listed(named, n + 1)).reverse()];
  const used = own.join("").length + 3;
  const found = inputs.length < 2 ? undefined : forms.find((form) => form.length + used <= room);
  return [...own, ...(found === undefined || classTitle.includes(found) ? [] : [found])].join(" · ");
}

/** Why there is nothing to tell of a class or function: its exception, or where that is. */
export function unfollowedTitle({ reason, raised }: Unfollowed, place: string, room: number): string {
  const exception = raised === true ? /^\w+/.exec(reason)?.[0] : undefined;
  return fitting(
    [
      t("could not be followed: {0} ({1})", reason.trim(), place),
      exception === undefined
        ? t("could not be followed, the hover says why ({0})", place)
        : t("could not be followed without a call: {0} in {1}", exception, place),
      t("could not be followed, the hover says why"),
    ],
    room,
  );
}

/** The choice among several calls: the shown one where there is room for it, else how many there are. */
export function choiceTitle(label: string, count: number, room: number): string {
  return fitting([`${t("in {0}", label)} ▾`, `${t("{0} calls", count)} ▾`], room);
}

function paramsOf({ totals: { params } }: EntryAnalysis): string | undefined {
  return isZero(params) ? undefined : inFew(params, "params");
}

/** The cost in the convention that the user chose; what has no MACs is told in FLOPs, and what has neither by nothing. */
function costOf({ totals: { macs, flops } }: EntryAnalysis, convention: Convention): string | undefined {
  if (convention === "macs" && !isZero(macs)) return inFew(macs, "MACs");
  return isZero(flops) ? undefined : inFew(flops, "FLOPs");
}

/** A count, or a short product with a count before it; a formula is told in the hover. */
function inFew(count: DimJson, unit: string): string | undefined {
  if (typeof count === "number") return formatQuantity(count, unit);
  const product = scaledProduct(count);
  return product === undefined || product.length > LONGEST_PRODUCT ? undefined : `${product} ${unit}`;
}

function inputsOf(entry: EntryAnalysis): EntryAnalysis["inputs"] {
  return entry.inputs.filter(({ value }) => hasTensor(value) || isUnknown(value));
}

/** What goes in and comes out, from the fullest form to the shortest: inputs give way to the output. */
function shapeForms(entry: EntryAnalysis): string[] {
  const inputs = inputsOf(entry);
  const assumed = entry.guessed === true ? `${t("assumed")} ` : "";
  const from = (form: (value: ShapeJson) => string): string[] => {
    if (inputs.length === 1) return [form(inputs[0].value)];
    const named = inputs.map(({ name, value }) => `${name} ${form(value)}`);
    return [named.join(", "), ...(named.length > 0 ? [listed(named, 1)] : [])];
  };
  const inputForms = [...[formatValue, narrow].flatMap(from), ""];
  return outputForms(entry.output).flatMap((to) =>
    inputForms.map((text) => `${assumed}${text === "" ? "" : `${text} `}→ ${to}`),
  );
}

/** The first of several, and how many more there are. */
function listed(texts: readonly string[], shown: number): string {
  const rest = texts.length - shown;
  return rest <= 0 ? texts.join(", ") : t("{0} and {1} more", texts.slice(0, shown).join(", "), rest);
}

function outputForms(output: ShapeJson): string[] {
  const reason = hasTensor(output) ? undefined : reasonIn(output);
  if (reason === undefined) return [formatValue(output), narrow(output), firstOnly(output)];
  return [
    t("not known: {0}", reason),
    t("not known: {0}", reason.split(":", 1)[0]),
    t("not known, the hover says why"),
  ];
}

/** Why something in a value is not known. */
function reasonIn(value: ShapeJson): string | undefined {
  if (isUnknown(value)) return value.unknown;
  if (isTensor(value) || isPlain(value)) return undefined;
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    const reason = reasonIn(item);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
