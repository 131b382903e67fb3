/** The texts of the member pages in English: one file for the browser to fetch. */
export const english = import.meta.glob<Record<string, unknown>>(
  ['../../locales/en/*.json', '!**/{check,letters,phone,public}.json'],
  { import: 'default', eager: true },
)
