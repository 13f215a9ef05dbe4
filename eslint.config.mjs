import { createRequire } from "node:module";

// ./onestop lint keeps its tools outside the repository and says where.
const tools = createRequire(process.env.ONESTOP_LINT_TOOLS ?? import.meta.url);
const js = tools("@eslint/js");
const globals = tools("globals");

export default [
  { ignores: ["var/", "node_modules/", "**/static/lib/"] },
  js.configs.recommended,
  {
    files: ["addons/**/*.js"],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "module",
      globals: { ...globals.browser, odoo: "readonly", luxon: "readonly" },
    },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-syntax": [
        "error",
        {
          // Odoo's modules are called by their name, never by their place.
          selector:
            "ImportDeclaration[source.value=/^(?!@|\\.\\.?\\u002f)/][source.value!='luxon']",
          message: 'Import from "@odoo/…", "@web/…", "@onestop_…/…" or "./…".',
        },
        {
          selector: "MemberExpression[property.name='innerHTML']",
          message: "Text of people would become markup: use textContent or a template.",
        },
      ],
    },
  },
  {
    files: ["addons/**/static/tests/**/*.js"],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ["*.mjs"],
    languageOptions: { globals: globals.node },
  },
];
