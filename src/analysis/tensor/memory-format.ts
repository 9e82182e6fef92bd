/** Names of `torch.memory_format`; `unknown` is one that is not known. */
const FORMATS = ["contiguous_format", "preserve_format", "channels_last", "channels_last_3d", "unknown"] as const;

export type MemoryFormat = (typeof FORMATS)[number];

/** The format of that name, with or without its module: `torch.channels_last`. */
export function memoryFormat(name: string): MemoryFormat | undefined {
  return FORMATS.find((format) => format === name || `torch.${format}` === name);
}
