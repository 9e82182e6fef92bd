import { Source } from "../../syntax/source";
import type { PreludeSources, SourceCache, SourceHost } from "../host";
import { folderOf } from "../paths";
import { explain } from "../trace/raise";
import { Instance, orElse, type Place, PyList, PyModule, Unknown, type Value } from "../values";
import { Stopped } from "../work";
import { starNames } from "./compile/module";
import { Environment } from "./environment";
import { ImportedNames } from "./imported-names";
import { Lazy } from "./lazy";
import type { Frame, Interpreter, Libraries, Modules } from "./machine";
import { Recorded } from "./recorded";
import { mentions, namesakes } from "./roots";
import { SearchPath } from "./search-path";
import { likeliestFirst, typedImports } from "./type-checking";

/** Where a module's code is. */
interface Found {
  source: () => Source | undefined;
  file: string | undefined;
  isPackage: boolean;
  /** The project's own prelude rather than a file of the user's. */
  prelude: boolean;
}

/** Prelude packages that only stand in where the user has not installed the real one: its source says more than a substitute. */
const STAND_INS = new Set(["timm", "fvcore"]);

/** Units for a character of a module's text that is read and parsed as far as it is used. */
const READ_WORK = 1 / 8;

/** Units for a character in which a name is looked for. */
const SEARCH_WORK = 1 / 64;

/** The prelude and installed libraries: they do not change while the process lives. */
export function isLibrary(module: PyModule): boolean {
  return module.file === undefined || module.isInstalled;
}

/** What a compiled module is made of: https://docs.python.org/3/extending/ */
const COMPILED = [".pyx", ".c", ".cpp", ".cu", ".rs"];

/** Where a project says what is built: https://packaging.python.org/en/latest/guides/packaging-binary-extensions */
const BUILD_SCRIPTS = ["setup.py", "setup.cfg", "pyproject.toml", "meson.build", "CMakeLists.txt"];

/** So far above a package its build script may be. */
const FOLDERS_ABOVE = 6;

/** Finds and loads modules. One for each analysis; parsed sources are shared. */
export class Importer implements Modules {
  private readonly modules = new Map<string, PyModule>();
  private readonly loaders = new Map<PyModule, (() => void) | undefined>();

  /** Packages that were not found and without which a program does not go on: they are taken to be there, and unknown. */
  readonly presumed = new Set<string>();
  /** The handlers in which the project does without a package that was not found. */
  readonly standIns: Place[] = [];

  /** Whether a module of the project did without a package that was not found. */
  lacksPackages = false;
  /** Whether a module of the project has asked for a package that is not there, and may have set names to None in its place. */
  asksInVain = false;
  /** Whether what is loaded of the project is for one run alone. */
  isApart = false;
  /** What the program does to the places where modules are searched for. */
  private search: SearchPath;
  private readonly loading = new Set<PyModule>();
  private readonly imported = new ImportedNames();
  private readonly replaced = new WeakSet<PyModule>();
  private adopted: PyModule | undefined;
  /** What the modules have that the prelude stands in for. */
  readonly recorded: Recorded;
  /** What is installed below the import roots. */
  readonly environment: Environment;

  constructor(
    private readonly machine: Interpreter,
    private readonly host: SourceHost,
    private readonly prelude: PreludeSources,
    private readonly sources: SourceCache,
    private readonly roots: readonly string[],
    private readonly libraries: Libraries,
  ) {
    this.recorded = new Recorded(
      (name) => prelude.recorded?.(name),
      (owner, name) => libraries.operators.lacks(owner, name, machine.torch),
    );
    this.environment = new Environment(host, roots);
    this.search = new SearchPath(host, roots);
  }

  searchIn(folder: string | undefined, isFirst: boolean): void {
    this.search.add(folder, isFirst, this.adopted?.file);
  }

  /** The module object, not loaded yet; undefined where there is no such module. */
  find(name: string): PyModule | undefined {
    const { top } = this.machine;
    const isKept = top !== undefined && top.fn === undefined && isLibrary(top.module);
    this.imported.add(name, isKept ? top.module.name : undefined);
    const known = this.modules.get(name);
    if (known !== undefined) return known;
    const found = this.locate(name);
    if (found === undefined) return undefined;
    const module = new PyModule(
      name,
      found.file,
      found.isPackage ? name : name.slice(0, Math.max(0, name.lastIndexOf("."))),
      found.file !== undefined && this.environment.isInstalled(found.file),
    );
    this.modules.set(name, module);
    this.loaders.set(module, () => this.execute(module, found));
    identify(module, found.isPackage);
    return module;
  }

  /** Runs the module's body where that has not been done. A circular import sees what is there so far. */
  load(module: PyModule): void {
    const loader = this.loaders.get(module);
    if (loader === undefined) return;
    this.loaders.set(module, undefined);
    this.loading.add(module);
    try {
      this.machine.loading(module, module.name, loader, (reason) => {
        module.beyond ??= this.machine.unknown(reason);
      });
    } catch (error) {
      // What was cut off is dropped whole.
      if (error instanceof Stopped) this.drop(module);
      throw error;
    } finally {
      this.loading.delete(module);
    }
  }

  /** Whether a module could be imported; undefined where it depends on what is installed. */
  isAvailable(name: string): boolean | undefined {
    const [top] = name.split(".");
    if (top === "torch") return this.inPrelude(name) !== undefined || undefined;
    if (this.inRoots(name) !== undefined || this.recorded.isStandard(top)) return true;
    if (!this.environment.isKnown || this.isLibrary(top)) return undefined;
    let asking = this.machine.top;
    while (asking?.source.prelude === true) asking = asking.caller;
    if (asking !== undefined && this.isOfProgram(asking.module)) this.asksInVain = true;
    return false;
  }

  /** The version of an installed distribution, null where it is not installed; undefined where that is not known. */
  get python(): number | undefined {
    return this.environment.python;
  }

  version(distribution: string): string | null | undefined {
    const found = this.environment.version(distribution);
    if (found !== undefined) return found;
    if (!this.environment.isKnown || this.isLibrary(distribution)) return undefined;
    return null;
  }

  /** A module that puts another object in its own place while it runs. */
  replace(module: PyModule): void {
    module.beyond ??= new Unknown(`\`${module.name}\` puts another module in its own place`);
    if (this.adopted !== module) this.replaced.add(module);
  }

  /** What a module that put another object in its own place gives for a name, by its branch for type checkers. */
  typed(module: PyModule, name: string): Value | undefined {
    if (!this.replaced.has(module) || name.startsWith("__")) return undefined;
    const home = this.typedHome(module, name, new Set());
    if (home === undefined || home.module === module) return undefined;
    const found = this.machine.findattr(home.module, home.name);
    if (found !== undefined) module.globals.set(name, found);
    return found;
  }

  /** The module that a name comes from, and what it is called there. */
  private typedHome(
    module: PyModule,
    name: string,
    seen: Set<PyModule>,
  ): { module: PyModule; name: string } | undefined {
    const source = this.sources.get(module.file ?? "");
    if (source === undefined || seen.has(module)) return undefined;
    seen.add(module);
    const target = (one: { module: string; level: number }) => this.home(module, one);
    const imports = typedImports(source);
    for (const one of imports) {
      if (one.bound !== name || one.name === "*") continue;
      const found = target(one);
      if (found !== undefined) return { module: found, name: one.name };
    }
    const stars = imports.filter((one) => one.name === "*");
    for (const star of likeliestFirst(stars, name)) {
      const found = target(star);
      const text = found && this.sources.get(found.file ?? "");
      if (found === undefined || text === undefined) continue;
      this.machine.pay(text.text.length * SEARCH_WORK);
      // A package that replaces itself too is asked the same way.
      if (text.text.includes("TYPE_CHECKING") && found.globals.has("__path__")) {
        const deeper = this.typedHome(found, name, seen);
        if (deeper !== undefined) return deeper;
      }
      if (
        text.text.includes(name) &&
        (starNames(text)?.includes(name) ?? this.machine.findattr(found, name) !== undefined)
      )
        return { module: found, name };
    }
    return undefined;
  }

  /** Makes a file that is analysed the module of its name, so that imports of it elsewhere find the same. */
  adopt(name: string, source: Source): PyModule {
    const isPackage = source.file.endsWith("/__init__.py");
    const module = new PyModule(
      name,
      source.file,
      isPackage ? name : name.slice(0, Math.max(0, name.lastIndexOf("."))),
      this.environment.isInstalled(source.file),
    );
    identify(module, isPackage);
    this.modules.set(name, module);
    this.adopted = module;
    return module;
  }

  /** Whether a file is the one that is analysed, rather than one that it imports. */
  isAnalysed(file: string): boolean {
    return this.adopted?.file === file;
  }

  /** Forgets the modules whose files may have changed: all but the prelude and installed libraries. */
  forgetOwnFiles(): void {
    this.lacksPackages = false;
    this.asksInVain = false;
    this.presumed.clear();
    this.standIns.length = 0;
    this.imported.clear();
    this.search = new SearchPath(this.host, this.roots);
    for (const module of this.ownModules()) this.drop(module);
  }

  kindOf(path: string): "file" | "folder" | null | undefined {
    if (!this.environment.isInstalled(path)) return undefined;
    if (this.host.isFile(path)) return "file";
    return this.host.isFolder(path) ? "folder" : null;
  }

  entriesOf(path: string): readonly string[] | undefined {
    return this.kindOf(path) === "folder" ? this.environment.entries(path) : undefined;
  }

  textOfFile(path: string): string | undefined {
    const text = this.kindOf(path) === "file" ? this.host.read(path) : undefined;
    if (text !== undefined) this.machine.pay(text.length * SEARCH_WORK);
    return text;
  }

  textOf(module: PyModule): string | undefined {
    return this.sources.get(module.file ?? "")?.text;
  }

  /** Whether the program has imported a module, itself or through what it imports. */
  isLoaded(name: string): boolean {
    const module = this.modules.get(name);
    return module !== undefined && (!isLibrary(module) || this.imported.has(name));
  }

  ownModules(): PyModule[] {
    return [...this.modules.values()].filter((module) => !isLibrary(module));
  }

  ownFiles(): string[] {
    return this.ownModules().flatMap(({ file }) => file ?? []);
  }

  unload(name: string): void {
    const module = this.modules.get(name);
    if (module !== undefined && !isLibrary(module) && module !== this.adopted) this.modules.delete(name);
  }

  private drop(module: PyModule): void {
    if (this.modules.get(module.name) === module) this.modules.delete(module.name);
    this.loaders.delete(module);
  }

  /** Runs among modules of its own: the project's are loaded anew, and forgotten afterwards however it ends. Libraries are the same. */
  apart<T>(run: () => T): T {
    const { adopted, lacksPackages, asksInVain, isApart, search } = this;
    const own = this.ownModules();
    for (const { name } of own) this.modules.delete(name);
    this.isApart = true;
    this.search = new SearchPath(this.host, this.roots);
    try {
      return this.imported.apart(run);
    } finally {
      for (const module of this.ownModules()) this.drop(module);
      for (const module of own) this.modules.set(module.name, module);
      Object.assign(this, { adopted, lacksPackages, asksInVain, isApart, search });
    }
  }

  submodule(module: PyModule, name: string): PyModule | undefined {
    return module.globals.has("__path__") ? this.find(`${module.name}.${name}`) : undefined;
  }

  /** A module of the prelude or of the machine's own. */
  isLibrary(name: string): boolean {
    return this.inPrelude(name) !== undefined;
  }

  private locate(name: string): Found | undefined {
    const [top] = name.split(".");
    const own = this.inPrelude(name);
    if (own !== undefined && !STAND_INS.has(top)) return own;
    if (top === "torch") return undefined;
    return this.inRoots(name) ?? own;
  }

  private inPrelude(name: string): Found | undefined {
    const entry = this.prelude.get(name);
    if (entry !== undefined) {
      const file = `<prelude>/${name}`;
      const source = () => preludeSource(this.prelude, file, entry);
      return { source, file: undefined, isPackage: entry.isPackage, prelude: true };
    }
    if (this.libraries.modules.has(name))
      return { source: () => undefined, file: undefined, isPackage: false, prelude: true };
    if (this.libraries.operators.has(name))
      return { source: () => undefined, file: undefined, isPackage: true, prelude: true };
    return undefined;
  }

  private inRoots(name: string): Found | undefined {
    const path = name.replaceAll(".", "/");
    const { roots } = this.search;
    for (const root of roots) {
      for (const [file, isPackage] of [
        [`${root}/${path}/__init__.py`, true],
        [`${root}/${path}.py`, false],
      ] as const) {
        if (this.host.isFile(file)) return { source: () => this.sources.get(file), file, isPackage, prelude: false };
      }
    }
    const at = path.lastIndexOf("/");
    for (const root of roots) {
      const folder = at < 0 ? root : `${root}/${path.slice(0, at)}`;
      const file = this.environment.extension(folder, path.slice(at + 1));
      if (file !== undefined) return { source: () => undefined, file, isPackage: false, prelude: false };
    }
    // A folder alone is a package where no root has another one.
    const folder = roots.map((root) => `${root}/${path}`).find((one) => this.host.isFolder(one));
    return folder === undefined
      ? undefined
      : { source: () => undefined, file: folder, isPackage: true, prelude: false };
  }

  private execute(module: PyModule, found: Found): void {
    if (found.prelude) {
      for (const [name, value] of this.libraries.operators.of(module.name, this.machine.torch))
        module.globals.set(name, value);
      const natives = this.libraries.modules.get(module.name);
      if (natives !== undefined)
        for (const [name, value] of Object.entries(natives(this.machine))) module.globals.set(name, value);
    }
    const source = found.source();
    if (source === undefined) {
      // An installed package goes before a folder without `__init__.py`.
      if (!found.prelude)
        module.beyond ??= this.machine.unknown(
          found.isPackage
            ? `a package \`${module.name}\` may be installed that goes before the folder`
            : `\`${module.name}\` is compiled code, which is not followed`,
        );
      return;
    }
    if (!found.prelude) this.machine.pay(source.text.length * READ_WORK);
    if (this.mayBeNamesake(module, source))
      module.beyond ??= this.machine.unknown(`a package \`${module.name}\` may be installed that is meant instead`);
    this.machine.runModule(module, source, found.prelude);
  }

  /**
   * Whether an installed package of the same name may be meant: the folder that the analysed file lies in is a package
   * of that name only where its parent is an import root, and there is nothing in its `__init__.py`.
   */
  private mayBeNamesake(module: PyModule, source: Source): boolean {
    const folder = /^(.*\/)__init__\.py$/.exec(module.file ?? "")?.[1];
    const isTop = folder !== undefined && !module.name.includes(".");
    return isTop && source.text.trim() === "" && this.adopted?.file?.startsWith(folder) === true;
  }

  /** The module of a dotted name. */
  import(name: string, certain: boolean): Value {
    return this.find(name) ?? this.missing(name, certain && !this.isNotFollowed(name));
  }

  /**
   * What an import statement binds. `import a.b` gives `a`. `import a.b as c` (`whole`) takes what the package `a` has under the name: a function
   * of a module's own name hides that module.
   */
  bound(name: string, whole: boolean, certain: boolean): Value {
    const module = this.import(name, certain);
    if (!whole) {
      const [top] = name.split(".");
      return module instanceof PyModule ? (this.find(top) ?? this.missing(top, certain)) : module;
    }
    const dot = name.lastIndexOf(".");
    const parent = dot < 0 ? undefined : this.find(name.slice(0, dot));
    const found = parent && this.machine.findattr(parent, name.slice(dot + 1));
    return found === undefined || found instanceof Unknown ? module : found;
  }

  /** The module that `from <dots>module import …` names in another, or undefined. */
  home(within: PyModule, { module, level }: { module: string; level: number }): PyModule | undefined {
    return this.find(absolute(within, module, level));
  }

  /** The module that `from <dots>module import …` names where a frame is, with its full name. */
  resolve(frame: Frame, module: string, level: number): { name: string; module: PyModule | undefined } {
    const name = absolute(frame.module, module, level);
    return { name, module: this.find(name) };
  }

  /** One name of `from module import name`. */
  importName(frame: Frame, moduleName: string, level: number, name: string, lazily: boolean): Value {
    const { name: full, module } = this.resolve(frame, moduleName, level);
    if (module === undefined) return this.missing(full, this.machine.tryDepth > 0 && !this.isNotFollowed(full));
    // A package that imports its own submodule finds the submodule, not the name that is about to be bound.
    const own = module === frame.module ? this.submodule(module, name) : undefined;
    if (own !== undefined) return own;
    // What a script imports from itself is what it has defined.
    const bound = module === frame.module ? module.globals.get(name) : undefined;
    if (bound !== undefined) return bound;
    const load = (): Value => {
      const found = this.machine.findattr(module, name);
      if (found !== undefined) return found;
      if (module.globals.get("__incomplete__") !== undefined)
        return this.machine.unknown(`\`${full}.${name}\` could not be read`);
      if (this.isLibrary(module.name)) {
        const has = this.recorded.hasName(module.name, name);
        if (has === false || (has === undefined && this.machine.tryDepth > 0))
          return this.machine.raise("ImportError", `cannot import name '${name}' from '${full}'`, {
            kind: "import",
            module: full,
            name,
          });
        return this.machine.unknown(`\`${full}.${name}\` is not known to ShapeScope`);
      }
      if (this.isUnfinished(module, name))
        return this.machine.unknown(`\`${full}.${name}\` is not there yet: the modules import each other`);
      const elsewhere = this.elsewhere(module, name, frame.module);
      if (elsewhere !== undefined) return elsewhere;
      if (this.mayBeCompiled(module, name)) return this.machine.unknown(`\`${full}.${name}\` may be a compiled module`);
      return this.machine.raise("ImportError", `cannot import name '${name}' from '${full}'`, {
        kind: "import",
        module: full,
        name,
      });
    };
    if (!lazily || this.machine.tryDepth > 0) return load();
    const place = frame.twin();
    return new Lazy((machine) => machine.within(place.twin(), load));
  }

  /** Whether a package may have a module that is no Python: there is a source for it, or it is named as such modules are, or its project's build makes it. */
  private mayBeCompiled(module: PyModule, name: string): boolean {
    if (!module.globals.has("__path__") || module.file === undefined) return false;
    const folder = module.file.replace(/\/__init__\.py$/, "");
    if (name.startsWith("_") || COMPILED.some((suffix) => this.host.isFile(`${folder}/${name}${suffix}`))) return true;
    return this.isBuilt(folder, name);
  }

  /** Whether what builds a project speaks of a module: it may make it. */
  private isBuilt(folder: string, name: string): boolean {
    const word = new RegExp(`\\b${name}\\b`);
    const parts = folder.split("/");
    for (let depth = parts.length; depth > Math.max(0, parts.length - FOLDERS_ABOVE); depth--)
      for (const script of BUILD_SCRIPTS)
        if (word.test(this.host.read([...parts.slice(0, depth), script].join("/")) ?? "")) return true;
    return false;
  }

  /**
   * Whether a name may come later in a module that is being loaded. Python would not always find it there, but loads in
   * another order: a file that is analysed is a module here before its package is.
   */
  isUnfinished(module: PyModule, name: string): boolean {
    return (
      (module === this.adopted || this.loading.has(module)) &&
      this.sources.get(module.file ?? "")?.text.includes(name) === true
    );
  }

  /** What a module lacks that another of its name has, which the program means where it is started in another folder. */
  elsewhere(module: PyModule, name: string, asking: PyModule | undefined): Unknown | undefined {
    if (isLibrary(module)) return undefined;
    const around = [module, asking, this.adopted].flatMap((one) => one?.file ?? []);
    const sys = this.modules.get("sys")?.globals.get("path");
    const isReplaced = sys !== undefined && !(sys instanceof Instance && sys.cls.name === "_Path");
    // What is imported may not have run yet.
    const isMentioned = () => this.ownModules().some((one) => this.textOf(one)?.includes("sys.path") === true);
    const others = this.search.isChanged || isReplaced || isMentioned() ? this.search.namesakes(module.name) : [];
    for (const file of [...namesakes(module.name, around, this.search.roots, this.host), ...others]) {
      if (file === module.file) continue;
      const text = this.host.read(file) ?? "";
      this.machine.pay(text.length * SEARCH_WORK);
      if (mentions(text, name) || text.includes("import *") || text.includes("__getattr__"))
        return this.machine.unknown(`\`${module.name}\` may be another module of that name, which has \`${name}\``);
    }
    return undefined;
  }

  /** Whether a module is PyTorch's or Python's own, as far as the prelude has it. */
  isPrelude(name: string): boolean {
    return this.libraries.operators.has(name) || this.prelude.get(name) !== undefined;
  }

  star(frame: Frame, moduleName: string, level: number): [string, Value][] {
    const { name, module } = this.resolve(frame, moduleName, level);
    if (module === undefined) {
      const missing = this.missing(name, this.machine.tryDepth > 0 && !this.isNotFollowed(name));
      if (missing instanceof Unknown) frame.module.beyond ??= missing;
      return [];
    }
    const source =
      this.loaders.get(module) === undefined
        ? undefined
        : module.file === undefined
          ? undefined
          : this.sources.get(module.file);
    const names = source === undefined ? undefined : starNames(source);
    if (names !== undefined) return names.map((item) => [item, new Lazy((m) => m.getattr(module, item))]);
    this.load(module);
    frame.module.beyond ??= module.beyond;
    const listed = module.globals.get("__all__");
    const all =
      listed === undefined
        ? undefined
        : this.machine.list(listed instanceof Lazy ? listed.force(this.machine) : listed);
    // Names that are not known may be any.
    if (listed !== undefined && !(Array.isArray(all) && all.every((item) => typeof item === "string")))
      frame.module.beyond ??= this.machine.unknown(`what \`${module.name}.__all__\` lists is not known`);
    if (Array.isArray(all))
      return all
        .filter((item) => typeof item === "string")
        .map((item) => [item, orElse(module.globals.get(item), () => new Lazy((m) => m.getattr(module, item)))]);
    const own = [...module.globals].filter(([key]) => !key.startsWith("_"));
    if (!this.isLibrary(module.name)) return own;
    // What the real module has beside it is bound too, and not known.
    const further = this.recorded.publicNames(module.name).filter((item) => !module.globals.has(item));
    return [...own, ...further.map((item): [string, Value] => [item, new Lazy((m) => m.getattr(module, item))])];
  }

  /** A module that exists, without a stand-in: one of Python's own, or of a package that has one. */
  private isNotFollowed(name: string): boolean {
    const at = name.lastIndexOf(".");
    if (at < 0) return this.recorded.isStandard(name);
    const parent = name.slice(0, at);
    return this.recorded.hasName(parent, name.slice(at + 1)) ?? (!this.isLibrary(parent) && this.isNotFollowed(parent));
  }

  /** Whether a module is the program's own: where a library's own file is analysed, one of the same library. */
  private isOfProgram(module: PyModule): boolean {
    if (!isLibrary(module)) return true;
    const [top] = module.name.split(".");
    return this.adopted?.isInstalled === true && this.adopted.name.split(".")[0] === top;
  }

  private missing(name: string, certain: boolean): Value {
    const importing = this.machine.top?.module;
    if (certain && importing !== undefined && this.isOfProgram(importing)) this.lacksPackages = true;
    if (certain && !this.presumed.has(name)) {
      const raised = this.machine.exception("ModuleNotFoundError", [`No module named '${name}'`]);
      explain(raised.exception, { kind: "import", module: name });
      raised.absent = name;
      throw raised;
    }
    const reason = this.isNotFollowed(name) ? "is not followed" : "could not be imported: it was not found";
    return new Unknown(`\`${name}\` ${reason}`, this.machine.place(), "any");
  }
}

/** The full name of a module that is named with leading dots inside another. */
function absolute(within: PyModule, module: string, level: number): string {
  if (level === 0) return module;
  const parts = within.packageName === "" ? [] : within.packageName.split(".");
  const base = parts.slice(0, parts.length - (level - 1));
  return [...base, ...(module === "" ? [] : [module])].join(".");
}

/** The names that a module has before its first statement runs. */
function identify(module: PyModule, isPackage: boolean): void {
  const { globals } = module;
  globals.set("__name__", module.name);
  globals.set("__package__", module.packageName);
  globals.set("__doc__", null);
  for (const name of ["__spec__", "__loader__", "__cached__"])
    globals.set(name, new Unknown("how a module was found is not followed"));
  globals.set("__builtins__", new Unknown("it is a module here and a dict there"));
  if (module.file !== undefined) globals.set("__file__", module.file);
  if (isPackage) globals.set("__path__", new PyList(module.file === undefined ? [] : [folderOf(module.file)]));
}

/** A prelude does not change while the process lives: its trees are shared by all analyses. */
const preludeTrees = new WeakMap<PreludeSources, Map<string, Source>>();

function preludeSource(
  prelude: PreludeSources,
  file: string,
  entry: NonNullable<ReturnType<PreludeSources["get"]>>,
): Source {
  let trees = preludeTrees.get(prelude);
  if (trees === undefined) {
    trees = new Map();
    preludeTrees.set(prelude, trees);
  }
  let source = trees.get(file);
  if (source === undefined) {
    source = new Source(file, entry.text ?? "", entry.tree());
    trees.set(file, source);
  }
  return source;
}
