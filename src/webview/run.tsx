import { type JSX, render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { FillResult } from "../server/protocol";
import { CallFormFields } from "./common/call-form";
import { connect } from "./common/host";
import { initialTableState, Table, type TableState } from "./common/table";
import { depth, findItem, type TreeItem } from "./common/tree";
import { t } from "./common/words";
import { type ForwardRow, forwardTree } from "./forward/rows";
import type { FromRun, RunView, Target, ToRun } from "./protocol";
import { runColumns } from "./run/columns";
import { Details } from "./run/details";
import { agreement, type Executed, withSteps } from "./run/executed";
import { Header } from "./run/header";
import { Learning } from "./run/learning";
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
  const columns = useMemo(
    () => runColumns({ file: forward?.file, levels: depth(items) }, executed),
    [forward, items, executed],
  );
  const differing = useMemo(() => countDiffering(items, executed), [items, executed]);
  if (!view) return <p class="nothing">{t("Loading…")}</p>;

  const learnt = "learnt" in view.status ? view.status.learnt : undefined;
  // Until a step is chosen, the last one that ran is shown: the result.
  const selected = (findItem(items, table.selected) ?? lastExecuted(items, executed))?.value;
  const done = (row: ForwardRow): boolean => row.step === undefined || executed.has(row.step);
  return (
    <main>
      <Header
        view={view}
        differing={differing}
        onCancel={() => host.send({ type: "cancel" })}
        onAgain={(seed, learn) => host.send({ type: "again", seed, ...(learn && { learn }) })}
        onSizes={() => host.send({ type: "sizes" })}
        onReveal={(place) => host.send({ type: "reveal", place, focus: false })}
      >
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
            step={selected?.step === undefined ? undefined : executed.get(selected.step)}
            file={forward.file}
          />
        </div>
      )}
    </main>
  );
}

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
