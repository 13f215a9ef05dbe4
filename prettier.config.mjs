import { createRequire } from "node:module";

// ./onestop lint keeps its tools outside the repository and says where.
const tools = createRequire(process.env.ONESTOP_LINT_TOOLS ?? import.meta.url);

export default {
  printWidth: 88,
  plugins: [tools.resolve("@prettier/plugin-xml")],
  // White space in a view is text that a person may see: it stays as written.
  xmlWhitespaceSensitivity: "preserve",
  xmlSelfClosingSpace: true,
  overrides: [{ files: ["*.xml", "*.js", "*.scss"], options: { tabWidth: 4 } }],
};
