// The whole window: language, theme, first run or the app with its sidebar, notices and what is said aloud.
// Leaves each screen to screens/ and every decision about uploads to the engine.
import { useDeferredValue, useEffect } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import './parts/tokens.css'
import './parts/base.css'
import { Announcer } from './parts/announcer.tsx'
import { DropArea } from './parts/drop-area.tsx'
import { keepFocus } from './parts/focus-keeper.ts'
import { Notices } from './parts/notices.tsx'
import { Screen } from './parts/screen.tsx'
import { Sidebar } from './parts/sidebar.tsx'
import { StandInMark } from './parts/stand-in-mark.tsx'
import { AboutScreen } from './screens/about/about.tsx'
import { CheckScreen } from './screens/check/check.tsx'
import { FirstRun } from './screens/first-run/first-run.tsx'
import { useAddFolder } from './screens/folders/add-folder.ts'
import { FoldersScreen } from './screens/folders/folders.tsx'
import { HelpDialog } from './screens/help/help.tsx'
import { HistoryScreen } from './screens/history/history.tsx'
import { SafetyScreen } from './screens/history/safety.tsx'
import { HeroCard } from './screens/home/hero-card.tsx'
import { HomeScreen } from './screens/home/home.tsx'
import { ProblemsScreen } from './screens/problems/problems.tsx'
import { TroubleshootScreen } from './screens/problems/troubleshoot.tsx'
import { ReceiptsScreen } from './screens/receipts/receipts.tsx'
import { SettingsScreen } from './screens/settings/settings.tsx'
import { SignInWait } from './screens/sign-in/sign-in-wait.tsx'
import { UndatedScreen } from './screens/undated/undated.tsx'
import type { Session } from './state/session.ts'
import { useLanguage, useWindowState, WindowContext } from './state/use-window.tsx'
import type { Route } from './state/window-state.ts'
import type { Language } from './words.ts'
import './app.css'

/** The app around a session. */
export function App({ session, language }: { session: Session; language: Language }) {
  return (
    <WindowContext value={{ session, language }}>
      <I18nProvider locale={language.tag}>
        <Window />
      </I18nProvider>
    </WindowContext>
  )
}

function Window() {
  const { words } = useLanguage()
  const theme = useWindowState((state) => state.settings?.theme ?? 'system')
  const firstRunStep = useWindowState((state) => state.settings?.firstRunStep ?? null)
  const hasEngineFailed = useWindowState((state) => state.engine.state === 'failed')
  // A new screen is made in small steps between which clicks and keys are heard; until then the old one stays.
  const route = useDeferredValue(useWindowState((state) => state.route))

  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }, [theme])
  useEffect(() => keepFocus(document), [])

  const { addByDrop } = useAddFolder()

  return (
    <DropArea hint={words.folders.dropActive} onDrop={addByDrop} isWindow>
      {firstRunStep === 'done' ? (
        <div className="window">
          <a className="skip-link" href="#content">
            {words.common.skipToContent}
          </a>
          <Sidebar />
          <main className="content" id="content" tabIndex={-1}>
            <SignInWait isShownBelow={route.to === 'home' || route.to === 'settings'} />
            <CurrentScreen route={route} />
          </main>
          <Notices />
        </div>
      ) : (
        <div className="window window-alone">
          {hasEngineFailed ? (
            // Nothing else can be shown, and nothing of the first run can be done.
            <main className="content" id="content">
              <Screen title={words.home.title}>
                <HeroCard />
              </Screen>
            </main>
          ) : firstRunStep === null ? (
            <main className="waiting" aria-label={words.common.loading} />
          ) : (
            <FirstRun step={firstRunStep} />
          )}
          <Notices />
        </div>
      )}
      <HelpDialog />
      <StandInMark />
      <Announcer />
    </DropArea>
  )
}

function CurrentScreen({ route }: { route: Route }) {
  switch (route.to) {
    case 'home':
      return <HomeScreen />
    case 'history':
      // Another filter from another screen is another history.
      return <HistoryScreen key={JSON.stringify(route.filter)} initialFilter={route.filter} />
    case 'folders':
      return <FoldersScreen />
    case 'problems':
      return <ProblemsScreen />
    case 'troubleshoot':
      return <TroubleshootScreen />
    case 'safety':
      return <SafetyScreen />
    case 'receipts':
      return <ReceiptsScreen />
    case 'undated':
      return <UndatedScreen />
    case 'check':
      return <CheckScreen key={route.sourceId} sourceId={route.sourceId} />
    case 'settings':
      return <SettingsScreen section={route.section} />
    case 'about':
      return <AboutScreen />
  }
}
