import { useEffect, useState } from "preact/hooks";

/** Colours for drawings on a canvas, which can't use the editor's CSS variables. */
export interface Theme {
  muted: string;
  grid: string;
  accent: string;
  font: string;
}

function currentTheme(): Theme {
  const style = getComputedStyle(document.body);
  const pick = (...names: string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(name).trim();
      if (value) return value;
    }
    return style.color;
  };
  return {
    muted: pick("--vscode-descriptionForeground", "--vscode-foreground"),
    grid: pick("--vscode-editorIndentGuide-background1", "--vscode-panel-border"),
    accent: pick("--vscode-charts-blue", "--vscode-textLink-foreground"),
    font: `11px ${pick("--vscode-font-family") || "sans-serif"}`,
  };
}

/** The theme's colours, anew when the user changes the theme: the editor then changes the body's class. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(currentTheme()));
    observer.observe(document.body, { attributeFilter: ["class"] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
