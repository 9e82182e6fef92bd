import { expect, it } from "vitest";
import { numbersOf } from "./programs";

/** `torch.signal.windows`, as PyTorch 2.15 computes them. */
const recorded: [name: string, args: Record<string, number | boolean | number[]>, values: number[]][] = [
  ["bartlett", { M: 5 }, [0, 0.5, 1, 0.5, 0]],
  ["blackman", { M: 5, sym: false }, [0, 0.20077, 0.84923, 0.84923, 0.20077]],
  ["cosine", { M: 5 }, [0.309017, 0.809017, 1, 0.809017, 0.309017]],
  ["cosine", { M: 4, sym: false }, [0.309017, 0.809017, 1, 0.809017]],
  ["exponential", { M: 5, tau: 2 }, [0.367879, 0.606531, 1, 0.606531, 0.367879]],
  ["exponential", { M: 4, tau: 2, sym: false }, [0.367879, 0.606531, 1, 0.606531]],
  ["gaussian", { M: 5, std: 1.5 }, [0.411112, 0.800737, 1, 0.800737, 0.411112]],
  ["general_cosine", { M: 5, a: [0.5, 0.3, 0.2] }, [0.4, 0.3, 1, 0.3, 0.4]],
  ["general_hamming", { M: 5, alpha: 0.6 }, [0.2, 0.6, 1, 0.6, 0.2]],
  ["hamming", { M: 5 }, [0.08, 0.54, 1, 0.54, 0.08]],
  ["hann", { M: 5, sym: false }, [0, 0.345492, 0.904508, 0.904508, 0.345491]],
  ["hann", { M: 1 }, [1]],
  ["kaiser", { M: 5, beta: 8 }, [0.002339, 0.368973, 1, 0.368973, 0.002339]],
  ["nuttall", { M: 5 }, [0.000363, 0.226982, 1, 0.226982, 0.000363]],
];

function python(value: number | boolean | number[]): string {
  return typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);
}

it.each(recorded)("%s %j", async (name, args, values) => {
  const given = Object.entries(args).map(([key, value]) => `${key}=${python(value)}`);
  const [window] = (await numbersOf(`return torch.signal.windows.${name}(${given.join(", ")})`)) as number[][];
  expect(window).toHaveLength(values.length);
  window!.forEach((value, n) => {
    expect(value).toBeCloseTo(values[n]!, 5);
  });
});
