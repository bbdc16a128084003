// Every word the user reads in the window, assembled for one language. English lives in words/, one file
// for each part of the window; a translation is another object of the type Words. Bakes in no layout.
import { createFormat, type Format } from './format.ts'
import { albumWords } from './words/albums.ts'
import { cardRunWords } from './words/card-runs.ts'
import { cardWords } from './words/cards.ts'
import { checkWords } from './words/check.ts'
import { clientGuideWords } from './words/client-guide.ts'
import { commonWords } from './words/common.ts'
import { failureWords } from './words/failures.ts'
import { firstRunWords } from './words/first-run.ts'
import { folderWords } from './words/folders.ts'
import { helpWords } from './words/help.ts'
import { historyWords } from './words/history.ts'
import { homeWords } from './words/home.ts'
import { photoSizeWords } from './words/photo-size.ts'
import { previewWords } from './words/preview.ts'
import { problemWords } from './words/problems.ts'
import { isPseudoLocale, pseudo } from './words/pseudo.ts'
import { keptForTags, keptOriginal, reasonWords, skipWords, stateNames } from './words/reasons.ts'
import { receiptWords } from './words/receipts.ts'
import { safetyWords } from './words/safety.ts'
import { aboutWords, settingsWords } from './words/settings.ts'
import { signInWords } from './words/sign-in.ts'
import { statusWords } from './words/status.ts'
import { undatedWords } from './words/undated.ts'

/** Every word of the window. */
export type Words = ReturnType<typeof english>

function english(format: Format) {
  return {
    common: commonWords(format),
    status: statusWords(format),
    failure: failureWords(format),
    skip: skipWords(format),
    reason: reasonWords(format),
    keptOriginal,
    keptForTags,
    stateNames,
    signIn: signInWords(format),
    clientGuide: clientGuideWords(format),
    firstRun: firstRunWords(format),
    help: helpWords(),
    home: homeWords(format),
    history: historyWords(format),
    safety: safetyWords(format),
    receipts: receiptWords(format),
    folders: folderWords(format),
    albums: albumWords(format),
    cards: cardWords(format),
    cardRuns: cardRunWords(format),
    undated: undatedWords(format),
    check: checkWords(format),
    photoSize: photoSizeWords(format),
    preview: previewWords(format),
    problems: problemWords(format),
    settings: settingsWords(format),
    about: aboutWords(),
  }
}

/** The words, the formats that go with them, and the direction they are read in. */
export type Language = {
  /** What `lang` says of the words. */
  tag: string
  direction: 'ltr' | 'rtl'
  words: Words
  format: Format
}

const isKnownLocale = (locale: string): boolean => {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0
  } catch {
    return false
  }
}

/** Chooses the language for a locale. There is English so far, with numbers and dates as the system has them. */
export function createLanguage(locale: string, platform: 'win32' | 'darwin' | 'linux'): Language {
  const kilo = platform === 'darwin' ? 1000 : 1024
  if (isPseudoLocale(locale)) {
    const format = createFormat('en', kilo)
    return {
      // The direction of menus follows the tag, and Chromium knows none for ar-XB.
      tag: locale === 'ar-XB' ? 'ar' : locale,
      direction: locale === 'ar-XB' ? 'rtl' : 'ltr',
      words: pseudo(english(format), locale),
      // Mirrored numbers and units would be a fault of this stand-in, not of the layout.
      format: locale === 'ar-XB' ? { ...pseudo(format, locale), locale: 'en' } : format,
    }
  }
  // English sentences with, say, Arabic digits or German month names read badly: only an English region is taken over.
  const isEnglish = locale.toLowerCase().startsWith('en') && isKnownLocale(locale)
  const format = createFormat(isEnglish ? locale : 'en', kilo)
  return { tag: isEnglish ? locale : 'en', direction: 'ltr', words: english(format), format }
}
