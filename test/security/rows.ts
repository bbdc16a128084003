// What the security run is made of: the 20 rows of Electron's own security checklist, then what goes beyond it.
// Each row attacks or reads the running app; a row that finds fault throws.
import { canary } from './canary.ts'
import { contentPolicy, onlyOwnAddresses } from './content.ts'
import { bridgeIsSmall, everyCommand, strangers } from './door.ts'
import { engineRefusesStrangers } from './engine-link.ts'
import { fuses } from './electron.ts'
import { contextIsolation, noForbiddenSwitches, noNode, preference } from './preferences.ts'
import {
  confirmations,
  copiedSignIn,
  formulaNames,
  inheritedAppImage,
  longAnswers,
  neighbouringFile,
  slowPatterns,
} from './page-attacks.ts'
import { externalPages, navigation, newWindows, permissions, webviews } from './pages.ts'
import { privateAddresses } from './private-addresses.ts'
import type { Row } from './row.ts'
import { listenerAttacks } from './sign-in.ts'

const row = (id: string | number, item: string, test: Row['test']): Row => ({
  id: String(id),
  item,
  test,
})

/** Every row, in the order in which they run: the last ones end the app. */
export const rows: readonly Row[] = [
  row(1, 'only secure content', onlyOwnAddresses),
  row(2, 'no Node in the page', noNode),
  row(3, 'context isolation', contextIsolation),
  row(4, 'sandbox', preference('sandbox', true)),
  row(5, 'permissions', permissions),
  row(6, 'web security', preference('webSecurity', true)),
  row(7, 'content policy', contentPolicy),
  row(8, 'no insecure content', noForbiddenSwitches('allowRunningInsecureContent')),
  row(9, 'no experimental features', noForbiddenSwitches('experimentalFeatures')),
  row(10, 'no Blink features', noForbiddenSwitches('enableBlinkFeatures')),
  row(11, 'no webview tag', preference('webviewTag', false)),
  row(12, 'no webview is attached', webviews),
  row(13, 'navigation', navigation),
  row(14, 'new windows', newWindows),
  row(15, 'openExternal', externalPages),
  row(17, 'who calls, and with what', async (scene) => {
    const seen = [await strangers(scene), await everyCommand(scene)]
    return seen.join('; ')
  }),
  row(18, 'private protocols, no file:', privateAddresses),
  row(19, 'fuses', fuses),
  row(20, 'no Electron in the page', bridgeIsSmall),
  row('17', 'the engine refuses strangers', engineRefusesStrangers),
  row('S1', 'a copied sign-in of the app', copiedSignIn),
  row('S13', 'patterns that take long', slowPatterns),
  row('S24', 'answers that are long', longAnswers),
  row('S14', 'questions outside the page', confirmations),
  row('S17', 'names that are formulas', formulaNames),
  row('S19', 'an inherited AppImage', inheritedAppImage),
  row('S23', 'a file beside the report', neighbouringFile),
  row('RFC', 'sign-in listener', listenerAttacks),
  row('S11', 'no token, no home on disk', canary),
]
