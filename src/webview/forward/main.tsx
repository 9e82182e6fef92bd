import { type JSX, render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { count } from "../common/format";
import { connect } from "../common/host";
import { markdownTable, textTable } from "../common/markdown";
import { initialTableState, type TableState, useTable } from "../common/table-state";
import { Toolbar } from "../common/toolbar";
import { countItems } from "../common/tree";
import { Treegrid } from "../common/treegrid";
import type { ForwardView, FromForward, Target, ToForward } from "../protocol";
import { forwardColumns } from "./columns";
import { Header } from "./header";
import { forwardTree } from "./rows";
import "../style.css";

interface State {
  target?: Target;
  table: TableState;
}

const host = connect<FromForward, ToForward, State>();

function Forward(): JSX.Element {
  const [view, setView] = useState<ForwardView>();
  useEffect(() => {
    host.listen((message) => setView(message.view));
    host.send({ type: "ready" });
  }, []);

  const entry = view?.entry;
  const items = useMemo(() => (entry ? forwardTree(entry.calls, entry.totals.flops) : []), [entry]);
  const columns = useMemo(() => forwardColumns(entry?.calls[0]?.file ?? undefined), [entry]);
  const table = useTable(items, host.state()?.table ?? initialTableState, (state) =>
    host.keep({ target: view?.target, table: state }),
  );
  useEffect(() => {
    if (view) host.keep({ target: view.target, table: table.state });
  }, [view, table.state]);

  if (!view) return <p class="nothing">Waiting for the analysis…</p>;
  return (
    <main>
      <Header view={view} onEntry={(id) => host.send({ type: "entry", id })} onRun={() => host.send({ type: "run" })} />
      {entry ? (
        <>
          <Toolbar
            filter={table.state.filter}
            onFilter={(filter) => table.change({ filter })}
            onExpandAll={(all) => table.change({ expansion: { all, rows: {} } })}
            onCopy={(format) =>
              host.send({
                type: "copy",
                text: (format === "text" ? textTable : markdownTable)(columns, table.rows),
              })
            }
            status={`${count(table.rows.length)} of ${count(countItems(items))} rows`}
          />
          <Treegrid
            label={`Forward pass of ${view.target.subject}`}
            columns={columns}
            rows={table.rows}
            rowHeight={24}
            selected={table.state.selected}
            onSelect={(row) => table.change({ selected: row.item.id })}
            onOpen={(row, focus) => row.item.value.place && host.send({ type: "reveal", place: row.item.value.place, focus })}
            onToggle={(row, expanded) => table.toggle(row.item.id, expanded)}
            rowClass={(row) => row.kind}
            scroll={table.state.scroll}
            onScroll={(scroll) => table.change({ scroll })}
            empty={table.state.filter ? `No row matches “${table.state.filter}”.` : "Nothing ran in this forward pass."}
          />
        </>
      ) : (
        <p class="nothing">{view.reason ?? "There is no analysis of this class."}</p>
      )}
    </main>
  );
}

render(<Forward />, document.body);
