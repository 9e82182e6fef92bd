import type * as ast from "../../../syntax/ast";
import type { Value } from "../../values";
import { annotate } from "../annotations";
import type { Exec } from "../machine";
import { compileClass } from "./classes";
import { compileExpression } from "./expressions";
import { compileFunction } from "./functions";
import { compileTry, compileWith } from "./guarded";
import { compileImport, compileImportFrom } from "./imports";
import { compileFor, compileWhile } from "./loops";
import { compileMatch } from "./match";
import { storeName } from "./names";
import { compileRaised } from "./raised";
import { compileRefusal, operandsOf, raiseOf } from "./refusals";
import { compileDelete, compileSpread, compileTarget } from "./targets";
import type { Unit } from "./unit";
import { seesUnused } from "./unused";

export function compileBlock(unit: Unit, body: readonly ast.Stmt[]): Exec {
  if (body.length === 0) return nothing;
  const parts = body.map((statement) => compileStatement(unit, statement));
  if (parts.length === 1) return parts[0];
  return (frame) => {
    for (let n = 0; n < parts.length; n++) {
      const completion = parts[n](frame);
      if (completion !== undefined) return completion;
    }
    return undefined;
  };
}

export function compileStatement(unit: Unit, node: ast.Stmt): Exec {
  const plain = compilePlain(unit, node);
  return unit.held ? held(plain) : plain;
}

/** What a statement has evaluated is held until it ends. */
function held(plain: Exec): Exec {
  return (frame) => {
    const { holders } = frame.machine.state;
    if (holders === undefined) return plain(frame);
    const height = holders.height;
    const completion = plain(frame);
    holders.handOver(height);
    return completion;
  };
}

function compilePlain(unit: Unit, node: ast.Stmt): Exec {
  switch (node.kind) {
    case "ExprStmt": {
      if (node.value.kind === "Str") return nothing;
      const value = compileExpression(unit, node.value, seesUnused(unit, node.value));
      return (frame) => {
        frame.machine.step();
        value(frame);
        return undefined;
      };
    }
    case "Assign": {
      const spread = compileSpread(unit, node);
      if (spread !== undefined)
        return (frame) => {
          frame.machine.step();
          spread(frame);
          return undefined;
        };
      const value = compileExpression(unit, node.value);
      const targets = node.targets.map((target) => compileTarget(unit, target, node));
      if (targets.length === 1) {
        const target = targets[0];
        return (frame) => {
          frame.machine.step();
          target(frame, value(frame));
          return undefined;
        };
      }
      return (frame) => {
        frame.machine.step();
        const result = value(frame);
        for (const target of targets) target(frame, result);
        return undefined;
      };
    }
    case "AugAssign":
      return compileAugmented(unit, node);
    case "AnnAssign": {
      const annotated = unit.scope.kind !== "function" && node.target.kind === "Name" ? node.target.id : undefined;
      const value = node.value === null ? undefined : compileExpression(unit, node.value);
      const target = node.value === null ? undefined : compileTarget(unit, node.target, node);
      return (frame) => {
        if (value !== undefined) target!(frame, value(frame));
        if (annotated !== undefined) annotate(frame, unit, annotated, node.annotation);
        return undefined;
      };
    }
    case "Return": {
      const value = node.value === null ? undefined : compileExpression(unit, node.value);
      return (frame) => {
        frame.returned = value === undefined ? null : value(frame);
        frame.at = node;
        return "return";
      };
    }
    case "If": {
      const test = compileExpression(unit, node.test);
      const [body, orelse] = unit.under(node.test, () => [
        compileBlock(unit, node.body),
        compileBlock(unit, node.orelse),
      ]);
      const raise = raiseOf(node.body);
      if (raise !== undefined) return compileRefusal(unit, node, raise, body, orelse);
      return (frame) => {
        frame.machine.step();
        const condition = test(frame);
        frame.at = node.test;
        const truth = frame.machine.decide(condition);
        if (truth !== undefined) return truth ? body(frame) : orelse(frame);
        return frame.machine.forkStatements(frame, condition, body, orelse);
      };
    }
    case "For":
      return compileFor(unit, node);
    case "While":
      return compileWhile(unit, node);
    case "Break":
      return () => "break";
    case "Continue":
      return () => "continue";
    case "FunctionDef": {
      const make = compileFunction(unit, node);
      const decorators = node.decorators.map((decorator) => ({
        node: decorator,
        value: compileExpression(unit, decorator),
      }));
      const store = storeName(unit, { kind: "Name", id: node.name, ...node.nameSpan });
      return (frame) => {
        const values = decorators.map((decorator) => decorator.value(frame));
        let result: Value = make(frame);
        for (let n = values.length - 1; n >= 0; n--) {
          frame.at = decorators[n].node;
          result = frame.machine.decorate(values[n], result);
        }
        store(frame, result);
        return undefined;
      };
    }
    case "ClassDef":
      return compileClass(unit, node);
    case "With":
      return compileWith(unit, node);
    case "Try":
      return compileTry(unit, node);
    case "Raise": {
      const exception = node.exc === null ? undefined : compileRaised(unit, node.exc);
      const cause = node.cause === null ? undefined : compileExpression(unit, node.cause);
      const about = unit.subjects();
      return (frame) => {
        const value = exception?.(frame);
        const from = cause?.(frame);
        frame.at = node;
        return frame.machine.raiseStatement(frame, value, from, about);
      };
    }
    case "Assert": {
      const tests = operandsOf(node.test, "and").map((test) => ({
        test: compileExpression(unit, test),
        about: unit.under(test, () => unit.subjects()),
      }));
      const message = node.msg === null ? undefined : compileExpression(unit, node.msg);
      return (frame) => {
        for (const { test, about } of tests) {
          const condition = test(frame);
          frame.at = node;
          frame.machine.assertStatement(frame, condition, node.test, () => message?.(frame), about);
        }
        return undefined;
      };
    }
    case "Import":
      return compileImport(unit, node);
    case "ImportFrom":
      return compileImportFrom(unit, node);
    case "Delete": {
      const targets = node.targets.map((target) => compileDelete(unit, target));
      return (frame) => {
        for (const target of targets) target(frame);
        return undefined;
      };
    }
    case "Match":
      return compileMatch(unit, node);
    default:
      return nothing;
  }
}

const nothing: Exec = () => undefined;

function compileAugmented(unit: Unit, node: ast.AugAssign): Exec {
  const right = compileExpression(unit, node.value);
  const { op, target } = node;
  if (target.kind === "Name") {
    const load = compileExpression(unit, target);
    const store = compileTarget(unit, target, node);
    return (frame) => {
      const current = load(frame);
      const operand = right(frame);
      frame.at = node;
      store(frame, frame.machine.inplace(op, current, operand));
      return undefined;
    };
  }
  if (target.kind === "Attribute") {
    const object = compileExpression(unit, target.value);
    const attr = unit.mangle(target.attr);
    return (frame) => {
      const owner = object(frame);
      frame.at = target;
      const current = frame.machine.getattr(owner, attr);
      const operand = right(frame);
      frame.at = node;
      frame.machine.setattr(owner, attr, frame.machine.inplace(op, current, operand));
      return undefined;
    };
  }
  if (target.kind === "Subscript") {
    const object = compileExpression(unit, target.value);
    const index = compileExpression(unit, target.slice);
    return (frame) => {
      const owner = object(frame);
      const at = index(frame);
      frame.at = target;
      const current = frame.machine.getitem(owner, at);
      const operand = right(frame);
      frame.at = node;
      frame.machine.setitem(owner, at, frame.machine.inplace(op, current, operand));
      return undefined;
    };
  }
  return nothing;
}
