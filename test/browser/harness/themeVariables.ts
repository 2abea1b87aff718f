export type Theme = 'dark' | 'light' | 'contrast';

type Colours = {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly border: string;
  readonly button: string;
  readonly link: string;
  readonly error: string;
  readonly class: string;
};

const colours: Readonly<Record<Theme, Colours>> = {
  dark: {
    background: '#1f1f1f',
    foreground: '#cccccc',
    muted: '#9d9d9d',
    border: '#2b2b2b',
    button: '#0078d4',
    link: '#4daafc',
    error: '#f85149',
    class: 'vscode-dark',
  },
  light: {
    background: '#ffffff',
    foreground: '#3b3b3b',
    muted: '#616161',
    border: '#e5e5e5',
    button: '#005fb8',
    link: '#005fb8',
    error: '#c72e0f',
    class: 'vscode-light',
  },
  contrast: {
    background: '#000000',
    foreground: '#ffffff',
    muted: '#e0e0e0',
    border: '#6fc3df',
    button: '#000000',
    link: '#21a6ff',
    error: '#ff6b6b',
    class: 'vscode-high-contrast',
  },
};

/** The variables that VS Code gives its webviews and that our pages use, for one theme. */
export function themeVariables(theme: Theme): Readonly<Record<string, string>> {
  const colour = colours[theme];
  return {
    '--theme-class': colour.class,
    '--vscode-font-family': 'DejaVu Sans, sans-serif',
    '--vscode-font-size': '13px',
    '--vscode-editor-font-family': 'DejaVu Sans Mono, monospace',
    '--vscode-editor-background': colour.background,
    '--vscode-editor-foreground': colour.foreground,
    '--vscode-foreground': colour.foreground,
    '--vscode-descriptionForeground': colour.muted,
    '--vscode-errorForeground': colour.error,
    '--vscode-panel-border': colour.border,
    '--vscode-widget-border': colour.border,
    '--vscode-contrastBorder': theme === 'contrast' ? colour.border : 'transparent',
    '--vscode-focusBorder': colour.button,
    '--vscode-button-background': colour.button,
    '--vscode-button-foreground': '#ffffff',
    '--vscode-textLink-foreground': colour.link,
    '--vscode-charts-foreground': colour.foreground,
    '--vscode-charts-lines': colour.border,
    '--vscode-charts-blue': colour.link,
    '--vscode-charts-red': colour.error,
    '--vscode-charts-yellow': '#8a6d00',
    '--vscode-charts-green': '#388a34',
    '--vscode-charts-orange': '#d18616',
    '--vscode-charts-purple': '#652d90',
    '--vscode-progressBar-background': colour.button,
  };
}
