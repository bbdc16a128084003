// Words around the help pages. The pages themselves are docs/*.md.
import type { HelpPage } from '../state/window-state.ts'

/** The words of the help. */
export function helpWords() {
  return {
    title: 'Shoebox help',
    pagesTitle: 'Pages of the help',
    pages: {
      'first-run': 'First run',
      'own-google-client': 'Your own Google client',
      troubleshooting: 'Troubleshooting',
      privacy: 'Privacy',
    } satisfies Record<HelpPage, string>,
  }
}
