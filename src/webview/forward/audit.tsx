import type { JSX } from "preact";
import type { FlopsAudit } from "../../analysis/report";
import { formatCount } from "../../features/numbers";
import { exact } from "../common/format";
import { t } from "../common/words";
import type { Place } from "../protocol";

interface Props {
  audit: FlopsAudit;
  file: string;
  onReveal(place: Place): void;
}

/** A hand-written `flops()` beside what was derived from the operators, term by term. */
export function Audit({ audit, file, onReveal }: Props): JSX.Element {
  return (
    <details class="audit">
      <summary>
        <code>
          {audit.method}({audit.arguments})
        </code>{" "}
        {audit.verdict}
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("Term")}</th>
            <th scope="col">{t("Operator")}</th>
            <th scope="col">{t("Line")}</th>
            <th scope="col">In {audit.method}()</th>
          </tr>
        </thead>
        <tbody>
          {audit.terms.map(({ formula, op, line, stated }) => (
            <tr key={`${op}:${line}:${formula}`}>
              <td title={exact(formula)}>
                <code>{formatCount(formula)}</code>
              </td>
              <td>
                <code>{op}</code>
              </td>
              <td>
                {line !== null && (
                  <button type="button" class="plain" onClick={() => onReveal({ file, line })}>
                    {line}
                  </button>
                )}
              </td>
              <td class={stated ? "" : "bad"}>{stated ? "yes" : "missing"}</td>
            </tr>
          ))}
          {audit.extra.map((formula) => (
            <tr key={`extra:${formula}`}>
              <td title={exact(formula)}>
                <code>{formatCount(formula)}</code>
              </td>
              <td>{t("none")}</td>
              <td />
              <td class="bad">{t("matches no operator")}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Derived {formatCount(audit.derived)}</th>
            <td colSpan={3}>stated {audit.stated === null ? "not known" : formatCount(audit.stated)}</td>
          </tr>
        </tfoot>
      </table>
    </details>
  );
}
