import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "./words";

interface Props {
  filter: string;
  onFilter(text: string): void;
  onExpandAll(expanded: boolean): void;
  onCopy(format: "text" | "markdown"): void;
  /** Says how many rows there are, after every change of the filter. */
  status: string;
  children?: ComponentChildren;
}

/** Filter, expand and collapse all, copy: what the tables of both panels offer. */
export function Toolbar(props: Props): JSX.Element {
  const [copied, setCopied] = useState("");
  const copy = (format: "text" | "markdown"): void => {
    props.onCopy(format);
    setCopied(format === "text" ? t("Copied as text") : t("Copied as Markdown"));
    setTimeout(() => setCopied(""), 2000);
  };
  return (
    <div class="toolbar" role="toolbar" aria-label={t("Table")}>
      <input
        class="filter"
        type="search"
        placeholder={t("Filter by name, class, shape or line")}
        aria-label={t("Filter rows")}
        value={props.filter}
        onInput={(event) => props.onFilter(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") props.onFilter("");
          if (event.key === "ArrowDown") document.querySelector<HTMLElement>("[role=treegrid]")?.focus();
        }}
      />
      <button type="button" onClick={() => props.onExpandAll(true)}>
        {t("Expand all")}
      </button>
      <button type="button" onClick={() => props.onExpandAll(false)}>
        {t("Collapse all")}
      </button>
      <button type="button" onClick={() => copy("text")}>
        {t("Copy text")}
      </button>
      <button type="button" onClick={() => copy("markdown")}>
        {t("Copy Markdown")}
      </button>
      {props.children}
      <span class="status" role="status">
        {copied || props.status}
      </span>
    </div>
  );
}
