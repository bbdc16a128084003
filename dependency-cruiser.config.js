// Where the check of imports finds its rules.
export { importRules as default } from './build/import-rules.ts'
