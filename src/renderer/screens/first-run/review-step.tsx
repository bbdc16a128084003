// Last step: everything chosen, each with a way back to it, and when to back up.
import { sinceOf } from '../../../shared/already.ts'
import { Button } from '../../parts/button.tsx'
import { Check, Radios, Switch } from '../../parts/choice.tsx'
import {
  useAnswer,
  useChangeSettings,
  useLanguage,
  useWindowState,
} from '../../state/use-window.tsx'
import { PreviewButton } from '../preview/preview-button.tsx'
import { Forecast } from './forecast.tsx'
import type { Step } from './steps.ts'
import './review-step.css'

/** The step itself. */
export function ReviewStep({ onChange }: { onChange(step: Step): void }) {
  const { words } = useLanguage()
  const own = words.firstRun.review
  const signIn = useWindowState((state) => state.status?.signIn)
  const sources = useWindowState((state) => state.status?.sources)
  const status = useWindowState((state) => state.status)
  const settings = useWindowState((state) => state.settings)
  const changeSettings = useChangeSettings()
  const app = useAnswer('getAppInfo', {}).value
  if (settings === null) return null
  const since = sinceOf(settings.already)
  const isSome = settings.already === 'some'
  const lines: { step: Step; name: string; text: string }[] = [
    {
      step: 'sign-in',
      name: own.account,
      text: signIn?.kind === 'signed-in' ? signIn.email : own.notSignedIn,
    },
    {
      step: 'folders',
      name: own.folders,
      text: sources?.map((source) => source.name).join(', ') || own.noFolders,
    },
    {
      step: 'folders',
      name: own.what,
      text: since !== null ? own.whatNew(since) : isSome ? own.whatSome : own.whatAll,
    },
    { step: 'size', name: own.size, text: words.common.photoSize[settings.photoSize] },
  ]
  return (
    <>
      <p className="lead">{own.lead}</p>
      {signIn?.kind === 'signed-in' && signIn.isUnconfirmed === true && (
        <p>{words.signIn.isThisYou(signIn.email)}</p>
      )}
      {status !== null && <Forecast status={status} settings={settings} />}
      {(sources?.length ?? 0) > 0 && (
        <div>
          <PreviewButton source={null} />
        </div>
      )}
      <dl className="review">
        {lines.map((line) => (
          <div key={line.name} className="review-line">
            <dt>{line.name}</dt>
            <dd>
              <bdi>{line.text}</bdi>
            </dd>
            <dd>
              <Button
                weight="quiet"
                onPress={() => onChange(line.step)}
                aria-label={words.common.actionOn(words.common.change, line.name)}
              >
                {words.common.change}
              </Button>
            </dd>
          </div>
        ))}
      </dl>
      <div className="stack-tight">
        <h2>{own.when}</h2>
        {app?.isStartAtLoginPossible !== false && (
          <Check
            title={own.startAtLogin}
            text={own.startAtLoginText}
            isSelected={settings.startAtLogin}
            onChange={(startAtLogin) => changeSettings({ startAtLogin })}
          />
        )}
        <Radios
          label={words.settings.network}
          isLabelShown={false}
          value={settings.network}
          choices={[
            { value: 'any', title: words.settings.networkAny },
            { value: 'wifi-and-cable', title: words.settings.networkWifi },
          ]}
          onChange={(network) => changeSettings({ network })}
        />
        <Switch
          title={words.settings.metered}
          text={words.settings.meteredText}
          isSelected={settings.pauseOnMetered}
          onChange={(pauseOnMetered) => changeSettings({ pauseOnMetered })}
        />
        <Switch
          title={words.settings.powerCharging}
          isSelected={settings.power === 'charging'}
          onChange={(isCharging) => changeSettings({ power: isCharging ? 'charging' : 'any' })}
        />
      </div>
    </>
  )
}
