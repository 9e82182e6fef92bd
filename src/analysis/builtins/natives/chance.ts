import type { Chance } from "../../trace/executor";
import { NotExecuted } from "../../trace/executor";
import type { TensorMachine } from "../../trace/port";
import { native, PyFloat, PyLong, type Value } from "../../values";

function of(m: TensorMachine, generator: Value): Chance {
  return m.executor!.chance(generator as object);
}

/** Numbers of chance, where a program runs on numbers: each generator is an object of the program. */
export const chance: Record<string, Value> = {
  _executes: native("_executes()", (m: TensorMachine) => m.executor !== undefined),
  _seed_chance: native("_seed_chance(generator, seed)", (m: TensorMachine, { generator, seed }) => {
    const given = seed instanceof PyLong ? seed.value : seed;
    if (given === null) return null;
    if (typeof given === "object" || typeof given === "string")
      throw new NotExecuted("random numbers are computed for seeds that are integers", m.place());
    of(m, generator!).seed(BigInt(given as number | bigint | boolean));
    return null;
  }),
  _random_bits: native("_random_bits(generator, count)", (m: TensorMachine, { generator, count }) => {
    const bits = of(m, generator!).bits(Number(count));
    return bits <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bits) : new PyLong(bits);
  }),
  _random_float: native("_random_float(generator)", (m: TensorMachine, { generator }) => {
    return new PyFloat(of(m, generator!).uniform());
  }),
  _random_gauss: native("_random_gauss(generator)", (m: TensorMachine, { generator }) => {
    return new PyFloat(of(m, generator!).gauss());
  }),
};
