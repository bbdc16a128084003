// The help pages as they ship: the text of docs/*.md, each a file of its own in the bundle that is read when it is opened.
import type { HelpPage } from '../../state/window-state.ts'

/** Brings the text of each page. */
export const helpTexts: Record<HelpPage, () => Promise<{ default: string }>> = {
  'first-run': () => import('../../../../docs/first-run.md?raw'),
  'own-google-client': () => import('../../../../docs/own-google-client.md?raw'),
  troubleshooting: () => import('../../../../docs/troubleshooting.md?raw'),
  privacy: () => import('../../../../docs/privacy.md?raw'),
}
