import { type Dim, equal, product } from "../../dims";
import { deviceType } from "../../tensor/device";
import { isComplex, isFloating, promoteTypes } from "../../tensor/dtype";
import { channelsLast, isContiguous, stridesOf } from "../../tensor/layout";
import type { MemoryFormat } from "../../tensor/memory-format";
import { DTypeObject, Tensor } from "../../tensor/tensor";
import { retainGradient } from "../../trace/autograd";
import { refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import { classes, PyList, PyTuple, type Value } from "../../values";
import type { OpContext } from "../context";
import { canCast } from "../dispatch";
import { free, type Op, op } from "../registry";
import { ranksOfFormats } from "../shape/memory-format";

/** What a tensor tells about itself, and functions on dtypes and shapes: nothing is computed, nothing is traced. */

function size(items: readonly Dim[]): Value {
  return new PyTuple(items, classes.Size);
}

/** Whether a tensor lies in memory as a format says; undefined where that is not known. */
function isLaidOut(self: Tensor, format: MemoryFormat, at: OpContext): boolean | undefined {
  if (format === "contiguous_format") return isContiguous(self.shape, self.layout, at.assumptions);
  const rank = ranksOfFormats[format];
  if (rank === undefined) return undefined;
  if (self.rank !== rank) return false;
  const strides = stridesOf(self.shape, self.layout);
  if (strides === undefined) return undefined;
  const wanted = channelsLast(self.shape);
  // The strides of sizes 1 do not matter.
  const same = strides.map((stride, n) => self.shape[n] === 1 || equal(stride, wanted[n], at.assumptions));
  return same.includes(false) ? false : same.includes(undefined) ? undefined : true;
}

function question(name: string, answer: (self: Tensor) => boolean | undefined, names = [`Tensor.${name}`]): Op {
  return op(`${name}(Tensor self) -> bool`, {
    as: names,
    out: ({ self }, at) => ({
      value: answer(self) ?? at.unknownValue("where a tensor is kept is not followed", "bool"),
    }),
    doc: "a property",
  });
}

/** The sizes of a shape argument: a number or a sequence of them. */
function shapeOf(value: Value, at: OpContext): readonly Dim[] {
  const items = value instanceof PyTuple || value instanceof PyList ? value.items : [value];
  return items.map((item) => at.dim(item) ?? at.unknown("a size is not known"));
}

/** False where two shapes provably do not broadcast. */
function compatible(a: readonly Dim[], b: readonly Dim[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.every((dim, n) => {
    const other = long[n + long.length - short.length];
    return equal(dim, other) !== false || equal(dim, 1) !== false || equal(other, 1) !== false;
  });
}

/** The tensors of a list or tuple; undefined where there is none. */
function shownTensors(value: Value): Tensor[] | undefined {
  const items = value instanceof PyTuple || value instanceof PyList ? value.items : undefined;
  return items?.filter((item) => item instanceof Tensor);
}

export const properties = [
  op("size(Tensor self, int? dim=None) -> any", {
    as: ["Tensor.size"],
    out: ({ self, dim }, at) => ({ value: dim === null ? size(self.shape) : self.shape[at.realAxis(dim, self.rank)] }),
    doc: "(...) -> sizes",
  }),
  op("stride(Tensor self, int? dim=None) -> any", {
    as: ["Tensor.stride"],
    out: ({ self, dim }, at) => {
      const strides = stridesOf(self.shape, self.layout);
      if (strides === undefined)
        return { value: at.unknownValue("the strides are not known", dim === null ? "any" : "int") };
      return { value: dim === null ? new PyTuple(strides) : strides[at.realAxis(dim, self.rank)] };
    },
    doc: "(...) -> strides",
  }),
  op("storage_offset(Tensor self) -> int", {
    as: ["Tensor.storage_offset"],
    out: ({ self }, at) => ({
      value: self.base === undefined ? 0 : at.unknownValue("offsets of views are not followed", "int"),
    }),
    doc: "(...) -> int",
  }),
  op("numel(Tensor self) -> int", {
    as: ["torch.numel", "Tensor.numel", "Tensor.nelement"],
    out: ({ self }) => ({ value: product(self.shape) }),
    doc: "(...) -> number of elements",
  }),
  op("is_pinned(Tensor self, Device? device=None) -> bool", {
    as: ["Tensor.is_pinned"],
    out: (_, at) => ({ value: at.unknownValue("where a tensor is kept is not followed", "bool") }),
    doc: "(...) -> bool",
  }),
  op("dim(Tensor self) -> int", {
    as: ["Tensor.dim", "Tensor.ndimension"],
    out: ({ self }) => ({ value: self.rank }),
    doc: "(...) -> number of dimensions",
  }),
  op("element_size(Tensor self) -> int", {
    as: ["Tensor.element_size"],
    out: ({ self }) => ({ value: self.itemsize }),
    doc: "(...) -> bytes an element",
  }),
  op("get_device(Tensor self) -> int", {
    as: ["Tensor.get_device", "torch.get_device"],
    out: ({ self: { device } }, at) => {
      const type = deviceType(device);
      if (type === undefined) return { value: at.unknownValue("the device is not known", "int") };
      return { value: type === "cpu" ? -1 : Number(device!.split(":")[1] ?? 0) };
    },
    doc: "(...) -> device number",
  }),
  op("data_ptr(Tensor self) -> int", {
    as: ["Tensor.data_ptr"],
    out: (_, at) => ({ value: at.unknownValue("tensors have no address here", "int") }),
    doc: "(...) -> address",
  }),
  op("is_contiguous(Tensor self, *, MemoryFormat? memory_format=None) -> bool", {
    as: ["Tensor.is_contiguous"],
    out: ({ self, memory_format }, at) => {
      const answer = isLaidOut(self, memory_format ?? "contiguous_format", at);
      return { value: answer ?? at.unknownValue("the strides are not known", "bool") };
    },
    doc: "(...) -> bool",
  }),
  op("__len__(Tensor self) -> int", {
    as: ["Tensor.__len__"],
    out: ({ self }, at) => ({
      value: self.rank === 0 ? at.fail("scalar", "len() of a 0-d tensor", "TypeError") : self.shape[0],
    }),
    doc: "(N, ...) -> N",
  }),
  op("__contains__(Tensor self, any element) -> bool", {
    as: ["Tensor.__contains__"],
    out: (_, at) => at.unknown("it depends on the data"),
    doc: "(...), element -> bool",
  }),
  question("is_floating_point", (self) => isFloating(self.dtype), [
    "torch.is_floating_point",
    "Tensor.is_floating_point",
  ]),
  question("is_complex", (self) => isComplex(self.dtype), ["torch.is_complex", "Tensor.is_complex"]),
  question("is_signed", (self) => self.dtype !== "bool" && self.dtype !== "uint8", [
    "torch.is_signed",
    "Tensor.is_signed",
  ]),
  question("is_conj", ({ dtype }) => (isComplex(dtype) ? undefined : false), ["torch.is_conj", "Tensor.is_conj"]),
  // Of a real tensor too: `x.conj().imag`.
  ...["is_neg", "is_inference"].map((name) => question(name, () => undefined, [`torch.${name}`, `Tensor.${name}`])),
  ...["is_shared", "is_coalesced"].map((name) => question(name, () => undefined)),
  op("has_names(Tensor self) -> bool", {
    as: ["Tensor.has_names"],
    until: "1.13",
    out: () => ({ value: false }),
    doc: "(...) -> bool",
  }),
  op("is_same_size(Tensor self, Tensor other) -> bool", {
    devices: "first",
    as: ["torch.is_same_size", "Tensor.is_same_size"],
    out: ({ self, other }, at) => {
      if (self.rank !== other.rank) return { value: false };
      const answers = self.shape.map((dim, n) => equal(dim, other.shape[n], at.assumptions));
      if (answers.includes(false)) return { value: false };
      return { value: answers.includes(undefined) ? at.unknownValue("sizes are symbolic", "bool") : true };
    },
    doc: "(...), (...) -> bool",
  }),
  op("requires_grad_(Tensor self, bool requires_grad=True) -> Tensor", {
    as: ["Tensor.requires_grad_"],
    cost: free,
    out: ({ self, requires_grad }) => {
      self.requiresGrad = requires_grad;
      return { value: self };
    },
    doc: "(...) -> (...)",
  }),
  op(
    "backward(Tensor self, Tensor? gradient=None, bool? retain_graph=None, bool create_graph=False, any inputs=None) -> any",
    {
      as: ["Tensor.backward"],
      out: ({ self, gradient, retain_graph, create_graph, inputs }, at) => {
        const one = equal(self.numel(), 1, at.assumptions);
        if (self.requiresGrad && gradient === null && one === false)
          at.fail("gradient", "grad can be implicitly created only for scalar outputs");
        if (gradient !== null) {
          const alike =
            gradient.rank === self.rank &&
            self.shape.every((dim, n) => equal(dim, gradient.shape[n], at.assumptions) !== false);
          if (self.requiresGrad && !alike)
            at.fail(
              "gradient",
              `Mismatch in shape: grad_output[0] has a shape of torch.Size(${sizes(gradient.shape)}) and output[0] has a shape of torch.Size(${sizes(self.shape)}).`,
            );
        }
        at.backward([self], {
          retained: retain_graph ?? create_graph,
          creates: create_graph,
          gradient: gradient ?? undefined,
          inputs: inputs instanceof Tensor ? [inputs] : shownTensors(inputs),
        });
        const retained = retain_graph ?? create_graph;
        at.note("backward", self, create_graph ? "creates" : retained ? "retains" : "frees");
        return { value: null };
      },
      doc: "() -> None",
    },
  ),
  op("register_hook(Tensor self, any hook) -> any", {
    as: ["Tensor.register_hook"],
    out: ({ self, hook }, at) => ({
      value: at.hookOn(self, hook) ?? at.unknownValue("hooks on gradients are not followed", "any"),
    }),
    doc: "(...), hook -> handle",
  }),
  op("retain_grad(Tensor self) -> any", {
    as: ["Tensor.retain_grad"],
    out: ({ self }, at) => {
      retainGradient(self);
      at.retainGradient(self);
      return { value: null };
    },
    doc: "(...) -> None",
  }),
  op("result_type(Operand tensor, Operand other) -> any", {
    as: ["torch.result_type", "torch.result_type(scalar, tensor)", "torch.result_type(scalar1, scalar2)"],
    out: ({ tensor, other }, at) => ({ value: DTypeObject.of(at.resultType([tensor, other])) }),
    doc: "(...), (...) -> dtype",
  }),
  op("promote_types(ScalarType type1, ScalarType type2) -> any", {
    as: ["torch.promote_types"],
    out: ({ type1, type2 }) => ({ value: DTypeObject.of(promoteTypes(type1, type2)) }),
    doc: "dtype, dtype -> dtype",
  }),
  op("can_cast(ScalarType from_, ScalarType to) -> bool", {
    as: ["torch.can_cast"],
    since: "2.15",
    out: ({ from_, to }) => ({ value: canCast(from_, to) }),
    doc: "dtype, dtype -> bool",
  }),
  op("can_cast.older(ScalarType from, ScalarType to) -> bool", {
    as: ["torch.can_cast"],
    until: "1.13",
    out: ({ from, to }) => ({ value: canCast(from, to) }),
    doc: "dtype, dtype -> bool",
  }),
  op("broadcast_shapes(any[] shapes) -> any", {
    as: ["torch.broadcast_shapes"],
    out: ({ shapes }, at) => {
      if (!Array.isArray(shapes)) at.unknown("the shapes are not known");
      const all = shapes.map((shape) => shapeOf(shape, at));
      let before: readonly Dim[] = [];
      for (const [n, shape] of all.entries()) {
        if (!compatible(shape, before)) at.refuse(refusals.noCommonShape(before, shape, n));
        before = at.broadcast(before, shape);
      }
      return { value: size(at.broadcast(...all)) };
    },
    doc: "(...), (...) -> sizes",
  }),
];
