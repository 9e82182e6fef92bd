import { type JSX, render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { FillResult, LookResult } from "../server/protocol";
import { CallFormFields } from "./common/call-form";
import { connect } from "./common/host";
import { initialTableState, Table, type TableState } from "./common/table";
import { depth, findItem, type TreeItem } from "./common/tree";
import { t } from "./common/words";
import { type ForwardRow, forwardTree } from "./forward/rows";
import type { Export, FromRun, RunView, Target, ToRun } from "./protocol";
import { comparable, runColumns } from "./run/columns";
import { Depth } from "./run/depth";
import { Details } from "./run/details";
import { agreement, type Executed, withSteps } from "./run/executed";
import { csvOf, jsonOf, pngOf } from "./run/exports";
import { Header } from "./run/header";
import { type RanStep, ranSteps } from "./run/insight";
import { Insight } from "./run/insight-bar";
import { Learning } from "./run/learning";
import type { Look } from "./run/look";
import "./style.css";
import "./learning.css";

/** What the page keeps while it is hidden, moved, or the window is reloaded. */
interface State {
  target?: Target;
  table: TableState;
}

const host = connect<FromRun, ToRun, State>();

/** One execution on random input: every step with its shape, its numbers and a picture. */
function Run(): JSX.Element {
  const [view, setView] = useState<RunView>();
  const [filled, setFilled] = useState<FillResult>();
  const [executed, setExecuted] = useState<Executed>(new Map());
  const [deep, setDeep] = useState(false);
  const [table, setTable] = useState(host.state()?.table ?? initialTableState);
  useEffect(() => {
    host.listen((message) => {
      switch (message.type) {
        case "run":
          setView(message.view);
          setExecuted(withSteps(new Map(), message.view.steps));
          break;
        case "progress":
          setView((before) => before && { ...before, status: message.status });
          setExecuted((before) => withSteps(before, message.steps));
          break;
        case "filled":
          setFilled(message.result);
          break;
        case "looked":
          looking.get(message.turn)?.(message.result);
          looking.delete(message.turn);
          break;
        case "edited":
          setView((before) => before && { ...before, edited: true });
      }
    });
    host.send({ type: "ready" });
  }, []);
  useEffect(() => {
    if (view) host.keep({ target: view.target, table });
  }, [view, table]);

  const forward = view?.forward;
  const items = useMemo(() => (forward ? forwardTree(forward) : []), [forward]);
  const { reference } = view ?? {};
  const before = useMemo(() => reference && withSteps(new Map(), reference.steps), [reference]);
  const columns = useMemo(
    () => runColumns({ file: forward?.file, levels: depth(items) }, executed, before),
    [forward, items, executed, before],
  );
  const ran = useMemo(() => ranSteps(items, executed), [items, executed]);
  const differing = useMemo(() => countDiffering(items, executed), [items, executed]);
  if (!view) return <p class="nothing">{t("Loading…")}</p>;

  const learnt = "learnt" in view.status ? view.status.learnt : undefined;
  // Until a step is chosen, the last one that ran is shown: the result.
  const selected = (findItem(items, table.selected) ?? lastExecuted(items, executed))?.value;
  const step = selected?.step === undefined ? undefined : executed.get(selected.step);
  const select = (item: TreeItem<ForwardRow>): void => setTable((before) => withSelected(before, items, item));
  const done = (row: ForwardRow): boolean => row.step === undefined || executed.has(row.step);
  return (
    <main>
      <Header
        view={view}
        differing={differing}
        onCancel={() => host.send({ type: "cancel" })}
        onAgain={(seed, trains, learn) => host.send({ type: "again", seed, trains, ...(learn && { learn }) })}
        onWeights={(forget) => host.send({ type: "weights", forget })}
        onSizes={() => host.send({ type: "sizes" })}
        onReveal={(place) => host.send({ type: "reveal", place, focus: false })}
      >
        {ran.length > 0 && view.status.state !== "running" && (
          <Insight
            ran={ran}
            deep={deep}
            reference={reference?.label}
            onDeep={() => setDeep(!deep)}
            onSelect={select}
            onCompare={(on) => host.send({ type: "compare", on })}
            onExport={(format) => {
              const content = exported(format, view, ran);
              if (content !== undefined) host.send({ type: "export", file: { format, content } });
            }}
          />
        )}
        {deep && ran.length > 0 && <Depth ran={ran} onSelect={select} />}
        {learnt && <Learning learnt={learnt} />}
      </Header>
      {view.form && <CallFormFields view={view.form} result={filled} action={t("Run")} send={host.send} />}
      {forward && view.status.state !== "empty" && view.status.state !== "asking" && (
        <div class="split">
          <div class="tablepart">
            <Table
              label={t("Execution of {0}", view.target.subject)}
              items={items}
              columns={columns}
              state={table}
              onState={setTable}
              place={(row) => row.place}
              onReveal={(place, focus) => host.send({ type: "reveal", place, focus })}
              onCopy={(text) => host.send({ type: "copy", text })}
              rowClass={(row) => `${row.kind} ${done(row) ? "" : "pending"}`}
              rowHeight={32}
              empty={t("No operator ran in this forward pass.")}
            />
          </div>
          <Details
            row={selected}
            step={step}
            other={step && before && comparable(step, before.get(step.index))}
            file={forward.file}
            look={look}
          />
        </div>
      )}
    </main>
  );
}

/** The row is selected, and what it stands in is open. */
function withSelected(
  before: TableState,
  items: readonly TreeItem<ForwardRow>[],
  { id }: TreeItem<ForwardRow>,
): TableState {
  const rows: Record<string, boolean> = { ...before.expansion.rows };
  const open = (siblings: readonly TreeItem<ForwardRow>[]): void => {
    for (const item of siblings) {
      if (!id.startsWith(`${item.id}/`)) continue;
      rows[item.id] = true;
      open(item.children);
    }
  };
  open(items);
  return { ...before, filter: "", expansion: { ...before.expansion, rows }, selected: id };
}

/** The bytes of what is drawn of the selected step, or a text of all steps. */
function exported(format: Export["format"], view: RunView, ran: readonly RanStep[]): string | undefined {
  if (format === "json") return jsonOf(view, ran);
  return format === "csv" ? csvOf(ran) : pngOf(document.querySelector(".look"));
}

const looking = new Map<number, (result: LookResult | undefined) => void>();
let turns = 0;

const look: Look = (at) =>
  new Promise((resolve) => {
    looking.set(++turns, resolve);
    host.send({ type: "look", turn: turns, at });
  });

function lastExecuted(items: readonly TreeItem<ForwardRow>[], executed: Executed): TreeItem<ForwardRow> | undefined {
  for (const item of items.toReversed()) {
    if (item.value.step !== undefined && executed.get(item.value.step)?.executed) return item;
    const inside = lastExecuted(item.children, executed);
    if (inside) return inside;
  }
  return undefined;
}

function countDiffering(items: readonly TreeItem<ForwardRow>[], executed: Executed): number {
  let differing = 0;
  for (const { value, children } of items) {
    if (value.step !== undefined && agreement(value, executed.get(value.step)) === "differs") differing++;
    differing += countDiffering(children, executed);
  }
  return differing;
}

render(<Run />, document.body);
