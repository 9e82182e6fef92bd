/** Names that a tool around the program puts in: notebooks and the configurations of their server, profilers, type checkers, Spark. */
export const TOOLS: ReadonlySet<string> = new Set(
  "_ profile reveal_type reveal_locals display get_ipython __IPYTHON__ get_config load_subconfig In Out spark dbutils sc sqlContext".split(
    " ",
  ),
);

/** Names of Python 2 and of another platform, which stand in code that asks for the version. */
export const ELSEWHERE: ReadonlySet<string> = new Set(
  "WindowsError unicode basestring long xrange raw_input unichr reduce file cmp execfile reload buffer intern coerce apply".split(
    " ",
  ),
);
