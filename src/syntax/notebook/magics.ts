/**
 * What IPython adds to Python, taken out of a cell: https://ipython.readthedocs.io/en/stable/interactive/reference.html
 * The lines stay as many as they are, and what stays Python keeps its columns.
 */

/** Cell magics whose cell is Python still. */
const OF_PYTHON = new Set(["time", "timeit", "capture", "prun", "python", "python3", "debug", "memit", "mprun"]);

/** Line magics, and aliases of shell commands, that IPython knows without `%` where the line is no Python otherwise. */
const WITHOUT_PERCENT = new Set(
  "alias autoreload bookmark cat cd clear colors conda config cp debug dhist dirs edit env history less lf lk ll load load_ext loadpy ls lsmagic lx macro magic man matplotlib mkdir more mv notebook page paste pdb pdef pdoc pfile pinfo pip popd prun psearch psource pushd pwd pycat pylab quickref rehashx reload_ext reset rm rmdir run save sc store sx system tb time timeit unalias uv who who_ls whos xdel xmode".split(
    " ",
  ),
);

/** Magics after which the notebook has names that its text does not bind. */
const BRINGS_NAMES = new Set(["run", "pylab", "load", "loadpy", "store", "macro"]);

/** A line of Python that binds names nobody knows. */
const UNKNOWN_NAMES = "from __ipython__ import *";

/** What IPython puts into every notebook, as a line of Python. No module has this name, so that nothing is known of them. */
export const PROLOGUE =
  "from __ipython__ import display, get_ipython, In, Out, exit, quit, _, __, ___, _i, _ii, _iii, _ih, _oh, _dh, _exit_code";

/** The input or output of the cell that was run as the so-manieth, which IPython binds too. */
export const NUMBERED = /^_i?\d+$/;

/** Lines of a cell as Python. */
export function pythonOfCell(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  const cellMagic = first < 0 ? null : /^%%(\w+)/.exec(lines[first]);
  if (cellMagic !== null) {
    if (!OF_PYTHON.has(cellMagic[1])) return lines.map(() => "");
    const captured = cellMagic[1] === "capture" ? /^%%capture\s+([A-Za-z_]\w*)/.exec(lines[first])?.[1] : undefined;
    const head = captured === undefined ? "" : `${captured} = get_ipython()`;
    return [...lines.slice(0, first).map(() => ""), head, ...pythonOfCell(lines.slice(first + 1))];
  }
  const python: string[] = [];
  let state: State = { quote: "", depth: 0, continued: false };
  let magic = false;
  for (const line of lines) {
    // The rest of a shell line or a magic that goes on behind a backslash.
    const replaced = magic
      ? ""
      : state.quote === "" && state.depth === 0 && !state.continued
        ? replacement(line)
        : undefined;
    if (replaced !== undefined) {
      python.push(replaced);
      magic = /\\\s*$/.test(line);
      continue;
    }
    python.push(line);
    state = after(line, state);
  }
  return python;
}

/** Statements that may not stand behind a colon. */
const COMPOUND = /^(if|for|while|try|with|def|class|async|match)\b/;

/** What stands for a line in Python; undefined where it is Python as it is. */
function replacement(line: string): string | undefined {
  const [, indent, rest] = /^(\s*)(.*)$/.exec(line)!;
  const magic = /^%{1,2}(\w+)/.exec(rest) ?? (isWithoutPercent(rest) ? /^(\w+)/.exec(rest) : null);
  if (magic !== null) {
    // `%time x = f()` runs the statement, which keeps its column.
    const timed = /^(%?(?:time|timeit|prun|memit)\s+)([A-Za-z_(].*)$/.exec(rest);
    if (timed !== null && !COMPOUND.test(timed[2])) return `${indent}${"if 1:".padEnd(timed[1].length)}${timed[2]}`;
    return indent + (BRINGS_NAMES.has(magic[1]) && indent === "" ? UNKNOWN_NAMES : "pass");
  }
  if (/^[!?,;/]/.test(rest) || /^[\w.[\]'"]*\w\s*\?{1,2}\s*$/.test(rest)) return `${indent}pass`;
  const assigned = /^([A-Za-z_][\w.,\s[\]]*=\s*)[!%](?!=)/.exec(rest);
  return assigned === null ? undefined : `${indent}${assigned[1]}get_ipython()`;
}

/** A line magic without its `%`: a name that IPython knows, and behind it what no expression goes on with. */
function isWithoutPercent(rest: string): boolean {
  const [, name, more] = /^(\w+)(.*)$/.exec(rest) ?? [];
  if (name === undefined || !WITHOUT_PERCENT.has(name)) return false;
  return /^\s+[\w~/.'"-]/.test(more) && !/^\s+(in|is|if|and|or|not|for|else)\b/.test(more) && !/^\s+-\s/.test(more);
}

interface State {
  /** The quotes that the text at the end of a line is within, or "". */
  quote: string;
  /** Brackets that are open. */
  depth: number;
  /** The line ends with a backslash. */
  continued: boolean;
}

/** Where a line of Python leaves off. */
function after(line: string, { quote, depth }: State): State {
  const token = /'''|"""|\\.|['"#()[\]{}]/gs;
  for (let match = token.exec(line); match !== null; match = token.exec(line)) {
    const [text] = match;
    if (text.startsWith("\\")) continue;
    if (quote !== "") {
      if (text === quote) quote = "";
      else if (text.length === 3 && text[0] === quote) {
        quote = "";
        token.lastIndex = match.index + 1;
      }
    } else if (text === "#") break;
    else if (/['"]/.test(text)) quote = text;
    else depth += /[([{]/.test(text) ? 1 : -1;
  }
  const continued = /\\$/.test(line);
  // A string in single quotes ends with its line.
  return { quote: quote.length === 1 && !continued ? "" : quote, depth: Math.max(0, depth), continued };
}
