// Writes syntaxes/shapescope.tmLanguage.json: `node tools/grammar.mjs`. The expressions are composed here, where they can be read.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const operator = String.raw`\s*(?://|\*\*|[-+*/%^])\s*`;
const number = String.raw`-?\d+`;

/** Words that people write for a dimension in full. Other long words are prose. */
const words =
  "batch|seq|time|dim|dims|head|heads|channel|channels|height|width|depth|length|len|token|tokens|hidden|embed|feature|features|vocab|class|classes|frame|frames|point|points|query|queries|key|keys|size|in|out";
/** A name that can stand for a dimension without context: short, or with an underscore or a digit, or one of the words. */
const name = String.raw`(?:[A-Za-z][A-Za-z]?[A-Za-z]?\b(?!\w)|[A-Za-z]\w*[_\d]\w*|(?:${words})\b)`;
const atom = String.raw`(?:${number}|${name}|\((?:[\w\s]|//|[-+*/%])+\))`;
/** A product or sum may have longer names in it. */
const dim = String.raw`(?:\.\.\.|\*|(?:${number}|[A-Za-z]\w*)(?:${operator}(?:${number}|[A-Za-z]\w*))+|${atom}(?:${operator}${atom})*)`;

/** `(B, N, C)`, `[2, 3]`, `(N,)`; each with a comma at least. */
const bracketed = String.raw`[(\[]\s*${dim}\s*(?:,\s*${dim}\s*)*,?\s*[)\]]`;
const withComma = String.raw`(?=[(\[][^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*,)`;
const arrow = String.raw`\s*(?:->|→|=>)\s*`;
const chain = `${withComma}${bracketed}(?:${arrow}${bracketed})*`;

/** `nH, Wh*Ww, Wh*Ww` and `B x T x C`: the whole comment, with a capital letter or a product in it. */
const bareList = String.raw`(?=[^,]*,)(?=.*(?:[A-Z]|\w\s*\*\s*\w))(?!\s*(?:OK|TODO|XXX|NB)\b)${dim}(?:\s*,\s*${dim})+`;
const crossed = String.raw`(?=.*[A-Z])${dim}(?:\s+[x×]\s+${dim})+`;
/** `x:` before a shape; other tools' directives are not names. */
const label = String.raw`(?:(?!(?:noqa|type|pylint|pyright|mypy|ruff|fmt|isort|flake8|nosec|pragma)\b)[A-Za-z_][\w.]*\s*[:=]\s*)?`;

/** jaxtyping's dtypes (https://docs.kidger.site/jaxtyping/api/array/). */
const dtypes =
  "Shaped|Bool|Num|Inexact|Real|Float(?:8\\w+|16|32|64)?|BFloat16|Complex(?:64|128)?|Integer|U?Int(?:2|4|8|16|32|64)?|Key|PRNGKeyArray";

const scope = (kind) => `${kind}.shapescope`;
const capture = (...names) => Object.fromEntries(names.map((each, index) => [index + 1, each]));
const shapes = { name: scope("meta.shape"), patterns: [{ include: "#dims" }] };

export const grammar = {
  $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
  name: "ShapeScope",
  scopeName: "shapescope.injection",
  // Not again inside what it marked: an injection applies to the text of its own captures too.
  injectionSelector:
    "L:source.python comment.line.number-sign -meta.shape, L:source.python -comment -string -meta.shape",
  patterns: [{ include: "#directive" }, { include: "#comment" }, { include: "#annotation" }],
  repository: {
    directive: {
      begin: String.raw`(?<=#)\s*(shapescope)(:)`,
      beginCaptures: capture(
        { name: scope("keyword.other.directive") },
        { name: scope("punctuation.separator.directive") },
      ),
      end: "$",
      contentName: scope("meta.embedded.call"),
      patterns: [{ include: "source.python" }],
    },
    comment: {
      patterns: [
        { match: String.raw`(?<=#)\s*${label}(${chain})(?=\s*$|\s+[^\s,]|[.,;])`, captures: capture(shapes) },
        { match: String.raw`(?<=#)\s*${label}(${bareList}|${crossed})\s*$`, captures: capture(shapes) },
      ],
    },
    annotation: {
      match: String.raw`\b(${dtypes})(\[)(\s*[A-Za-z_][\w.]*(?:\s*\|\s*[A-Za-z_][\w.]*)*\s*)(,)\s*([rf]?["'])([^"'\n]*)(["'])(\])`,
      captures: capture(
        { name: "support.type.python" },
        { name: "punctuation.definition.arguments.begin.python" },
        { patterns: [{ include: "source.python" }] },
        { name: "punctuation.separator.element.python" },
        { name: "string.quoted.single.python punctuation.definition.string.begin.python" },
        { name: "string.quoted.single.python meta.shape.shapescope", patterns: [{ include: "#axes" }] },
        { name: "string.quoted.single.python punctuation.definition.string.end.python" },
        { name: "punctuation.definition.arguments.end.python" },
      ),
    },
    dims: {
      patterns: [
        { match: String.raw`->|→|=>|//|\*\*|[-+*/%^×]|(?<=\s)x(?=\s)`, name: scope("keyword.operator") },
        { match: String.raw`\d+`, name: scope("constant.numeric.dimension") },
        { match: String.raw`\.\.\.`, name: scope("constant.language.ellipsis") },
        { match: String.raw`[A-Za-z_]\w*`, name: scope("variable.parameter.dimension") },
        { match: String.raw`[()\[\],]`, name: scope("punctuation.definition.shape") },
      ],
    },
    axes: {
      patterns: [{ match: String.raw`[*#?]+(?=[\w_])|=`, name: scope("keyword.operator.axis") }, { include: "#dims" }],
    },
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL("../syntaxes/shapescope.tmLanguage.json", import.meta.url);
  writeFileSync(file, `${JSON.stringify(grammar, null, 2)}\n`);
}
