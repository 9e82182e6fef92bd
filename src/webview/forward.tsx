import { type JSX, render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { FillResult, ForwardResult, MemoryResult } from "../server/protocol";
import { CallFormFields } from "./common/call-form";
import { connect } from "./common/host";
import { initialTableState, Table, type TableState } from "./common/table";
import { depth } from "./common/tree";
import type { Column } from "./common/treegrid";
import { t } from "./common/words";
import { forwardColumns } from "./forward/columns";
import { Header } from "./forward/header";
import { Memory } from "./forward/memory";
import { type ForwardRow, forwardTree } from "./forward/rows";
import type { ForwardView, FromForward, Target, ToForward } from "./protocol";
import "./style.css";
import "./memory.css";

/** What the page keeps while it is hidden, moved, or the window is reloaded. */
interface State {
  target?: Target;
  table: TableState;
  /** Memory is shown. */
  memory?: boolean;
}

const host = connect<FromForward, ToForward, State>();

/** The forward pass step by step, module by module. */
function Forward(): JSX.Element {
  const [view, setView] = useState<ForwardView>();
  const [filled, setFilled] = useState<FillResult>();
  const [table, setTable] = useState(host.state()?.table ?? initialTableState);
  const [memory, setMemory] = useState<MemoryResult>();
  const [showsMemory, setShowsMemory] = useState(host.state()?.memory ?? true);
  useEffect(() => {
    host.listen((message) => {
      if (message.type === "forward") setView(message.view);
      else if (message.type === "memory") setMemory(message.memory);
      else setFilled(message.result);
    });
    host.send({ type: "ready" });
  }, []);
  useEffect(() => host.send({ type: "memory", shown: showsMemory }), [showsMemory]);
  useEffect(() => {
    if (view) host.keep({ target: view.target, table, memory: showsMemory });
  }, [view, table, showsMemory]);

  const forward = view?.forward;
  const items = useMemo(() => (forward ? forwardTree(forward) : []), [forward]);
  const columns = useMemo(() => (forward ? columnsOf(forward, depth(items)) : []), [forward, items]);
  if (!view) return <p class="nothing">{t("Loading…")}</p>;
  return (
    <main>
      <Header
        view={view}
        onEntry={(id) => host.send({ type: "entry", id })}
        onRun={() => host.send({ type: "run" })}
        onReveal={(place) => host.send({ type: "reveal", place, focus: false })}
      >
        <Memory
          memory={memory}
          open={showsMemory}
          onOpen={setShowsMemory}
          onSetting={(change) => host.send({ type: "memorySetting", change })}
          onPickDevice={() => host.send({ type: "pickDevice" })}
          onReveal={(place) => host.send({ type: "reveal", place, focus: false })}
        />
      </Header>
      {view.form && (
        <details class="sizes" open>
          <summary class="head">{t("Give the sizes numbers")}</summary>
          <CallFormFields view={view.form} result={filled} action="Show" send={host.send} />
        </details>
      )}
      {forward ? (
        <Table
          label={t("Forward pass of {0}", view.target.subject)}
          items={items}
          columns={columns}
          state={table}
          onState={setTable}
          place={(row) => row.place}
          onReveal={(place, focus) => host.send({ type: "reveal", place, focus })}
          onCopy={(text) => host.send({ type: "copy", text })}
          rowClass={(row) => row.kind}
          rowHeight={24}
          empty={t("No operator ran in this forward pass.")}
        />
      ) : (
        <p class="nothing">{view.reason ?? t("Waiting for the analysis…")}</p>
      )}
    </main>
  );
}

function columnsOf({ file, convention, entry }: ForwardResult, levels: number): Column<ForwardRow>[] {
  return forwardColumns({ file, levels }, convention, typeof entry.totals[convention] === "string");
}

render(<Forward />, document.body);
