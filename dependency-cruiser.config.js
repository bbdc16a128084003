// Where the check of imports finds its rules.
export { importRules as default } from './build/checks/import-rules.ts'
