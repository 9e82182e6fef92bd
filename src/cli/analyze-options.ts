/** What is analysed, and how. */
export interface AnalyzeOptions {
  /**
   * Plain Python among the source's names, and `torch`, `nn` and `F`: `Net()(torch.empty(1, 3, 224, 224))`. Its forward pass is analysed then, as
   * `shapescope trace` does; without it the whole file, as `shapescope facts` does.
   */
  call?: string;
  /** Absolute path that the source is of: places in the answer name it, and imports start from its folder. Default: a path at which nothing is. */
  file?: string;
  /** Other sources that it imports, by their path below the folder of `file`: `{"layers/attention.py": "…"}`. */
  files?: Readonly<Record<string, string>>;
  /** Absolute folders on the disk from which imports are read, like entries of `PYTHONPATH`. Default: none. */
  roots?: readonly string[];
  /** Version of PyTorch whose rules and messages hold: `2.1`. Default: that of the one below `roots`, else the newest that is known. */
  torch?: string;
}
