import type { PyClass, PyFunction } from "../values";

/** A class of a real module. */
interface RecordedClass {
  /** Its own and its instances', with spaces between them. */
  attributes: string;
  /** Dotted names of bases that are recorded themselves. */
  bases?: readonly string[];
  /** It answers for names that nobody declared. */
  open?: boolean;
}

/** What a module has in one version or another, as `tools/record/names.py` found it. */
export interface RecordedModule {
  names: string;
  classes: Record<string, RecordedClass>;
  /** By `function` or `Class.method`: `a,/,b=,*args,c,d=,**kwargs`, one for each way of calling it. */
  signatures: Record<string, readonly string[]>;
  /** What is not listed exists in no version; `"names"`: of its names, not of what its classes have. */
  complete?: true | "names";
}

/** How a call passes its arguments. */
interface Passed {
  positional: number;
  keywords: readonly string[];
}

interface Formal {
  positionalOnly: string[];
  positional: string[];
  keywordOnly: string[];
  required: Set<string>;
  anyPositional: boolean;
  anyKeyword: boolean;
}

/**
 * The names, attributes and signatures of the real modules behind the prelude's stand-ins. A stand-in holds a part of them:
 * what it lacks is an error only where the recording says that the real module lacks it too.
 */
export class Recorded {
  private readonly modules = new Map<string, RecordedModule | undefined>();
  private readonly names = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly read: (module: string) => string | undefined,
    /** Whether the installed version of a library is known to lack what a module or a class has in another one. */
    private readonly lacks: (owner: string, name: string) => boolean = () => false,
  ) {}

  /** Whether the module has a name; undefined where that is not known. */
  hasName(module: string, name: string): boolean | undefined {
    const found = this.module(module);
    if (found === undefined) return undefined;
    if (this.namesOf(module, found).has(name)) return !this.lacks(module, name);
    return found.complete !== undefined && !name.startsWith("_") ? false : undefined;
  }

  /** All public names of a module. */
  publicNames(module: string): readonly string[] {
    const found = this.module(module);
    return found === undefined ? [] : [...this.namesOf(module, found)];
  }

  /** Whether a module belongs to Python's own library in one version or another. */
  isStandard(module: string): boolean {
    return this.hasName("", module.split(".")[0]) === true;
  }

  /** Whether one of the classes, or an instance of it, has an attribute; undefined where that is not known. */
  hasAttribute(classes: readonly PyClass[], name: string): boolean | undefined {
    const answers = classes.map((cls) => this.classHas(cls.module, cls.name, name));
    if (answers.includes(true)) return true;
    return answers.includes(undefined) || (name.startsWith("_") && !name.startsWith("__")) ? undefined : false;
  }

  /**
   * Whether a recorded signature takes so many positional arguments and these keywords; undefined where none is recorded.
   * A method's own class may be a private one: it is looked up in `mro`, the classes of the object that it is called on.
   */
  takes(fn: PyFunction, positional: number, keywords: readonly string[], mro: readonly PyClass[]): boolean | undefined {
    const method = fn.qualname.slice(fn.qualname.lastIndexOf(".") + 1);
    for (const cls of fn.qualname.includes(".") ? mro : []) {
      const found = this.signaturesOf(cls.module, `${cls.name}.${method}`);
      if (found !== undefined) return found.some((text) => accepts(text, { positional, keywords }));
    }
    // One function may stand for several: `average = mean`.
    const aliases = [...fn.module.globals].filter(([, value]) => value === fn).map(([name]) => name);
    // What `_functools` has is recorded where it is public: in `functools`.
    const home = fn.module.name.replace(/^_/, "");
    const found = [fn.qualname, ...aliases].flatMap((name) => this.signaturesOf(home, name) ?? []);
    if (found.length === 0) return undefined;
    return found.some((text) => accepts(text, { positional, keywords }));
  }

  /** Signatures of a function, or of `Class.method`, in a module or the package around it. */
  signaturesOf(module: string, name: string): readonly string[] | undefined {
    return this.inPackages(module, ({ signatures }) =>
      Object.hasOwn(signatures, name) ? signatures[name] : undefined,
    );
  }

  /** Whether a class, which need not be loaded, or one of its instances has an attribute; undefined where that is not known. */
  classHas(module: string, cls: string, name: string): boolean | undefined {
    return this.inPackages(module, ({ classes, complete }) => {
      if (!Object.hasOwn(classes, cls)) return undefined;
      const { attributes, bases = [], open } = classes[cls];
      if (attributes.split(" ").includes(name)) return { has: !this.lacks(`${module}.${cls}`, name) };
      const inherited = bases.map((base) => {
        const at = base.lastIndexOf(".");
        return this.classHas(base.slice(0, at), base.slice(at + 1), name);
      });
      if (inherited.includes(true)) return { has: true };
      return { has: complete !== true || open === true || inherited.includes(undefined) ? undefined : false };
    })?.has;
  }

  /** Looks in a module and the packages around it: `numpy._array` stands for a part of `numpy`. */
  private inPackages<T>(name: string, look: (module: RecordedModule) => T | undefined): T | undefined {
    for (let path = name; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf(".")))) {
      const module = this.module(path);
      const found = module && look(module);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private namesOf(name: string, module: RecordedModule): ReadonlySet<string> {
    let names = this.names.get(name);
    if (names === undefined) {
      names = new Set(module.names.split(" "));
      this.names.set(name, names);
    }
    return names;
  }

  private module(name: string): RecordedModule | undefined {
    if (!this.modules.has(name)) {
      const text = this.read(name);
      this.modules.set(name, text === undefined ? undefined : (JSON.parse(text) as RecordedModule));
    }
    return this.modules.get(name);
  }
}

/** Whether a signature takes so many positional arguments and these keywords. */
export function accepts(signature: string, { positional, keywords }: Passed): boolean {
  const { positionalOnly, positional: named, keywordOnly, required, anyPositional, anyKeyword } = parse(signature);
  const places = [...positionalOnly, ...named];
  if (positional > places.length && !anyPositional) return false;
  const filled = new Set(places.slice(0, positional));
  const byName = new Set([...named, ...keywordOnly]);
  for (const keyword of keywords) {
    if (byName.has(keyword) ? filled.has(keyword) : !anyKeyword) return false;
    filled.add(keyword);
  }
  return [...required].every((name) => filled.has(name));
}

/** Reads `a,/,b=,*args,c,d=,**kwargs`. */
function parse(signature: string): Formal {
  const formal: Formal = {
    positionalOnly: [],
    positional: [],
    keywordOnly: [],
    required: new Set(),
    anyPositional: false,
    anyKeyword: false,
  };
  let into = formal.positional;
  for (const part of signature.split(",")) {
    if (part === "") continue;
    if (part === "/") {
      formal.positionalOnly = formal.positional;
      formal.positional = into = [];
    } else if (part.startsWith("**")) formal.anyKeyword = true;
    else if (part.startsWith("*")) {
      formal.anyPositional = part !== "*";
      into = formal.keywordOnly;
    } else {
      const name = part.replace("=", "");
      into.push(name);
      if (name === part) formal.required.add(name);
    }
  }
  return formal;
}
