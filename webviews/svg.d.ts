declare module '*.svg' {
  const markup: string;
  // biome-ignore lint/style/noDefaultExport: the build gives a text file as its default.
  export default markup;
}
