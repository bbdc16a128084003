// Second step: folders with live counts, by offer, dialog or drop; and what is in Google Photos already.
import { useRef, useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Check } from '../../parts/choice.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { Icon, type IconName } from '../../parts/icon.tsx'
import {
  useAnswer,
  useCall,
  useChangeSettings,
  useExplain,
  useLanguage,
  useWindowState,
} from '../../state/use-window.tsx'
import { useAddFolder } from '../folders/add-folder.ts'
import { AlreadyChoice } from '../folders/already-setting.tsx'
import { FoldersInside } from '../folders/folders-inside.tsx'
import './folders-step.css'

type Offer = Output<'offerFolders'>['offers'][number]

const icons: Record<Offer['kind'], IconName> = {
  pictures: 'photo',
  desktop: 'computer',
  card: 'card',
  suggested: 'folder',
}

/** How often counts are asked for while they still grow. */
const countAgainMs = 700

/** The step itself. */
export function FoldersStep() {
  const { words } = useLanguage()
  const explain = useExplain()
  const own = words.firstRun.folders
  const sources = useWindowState((state) => state.status?.sources)
  const offers = useAnswer(
    'offerFolders',
    {},
    {
      revision: sources?.length ?? 0,
      repeatMs: ({ offers }) => (offers.some((offer) => offer.isCounting) ? countAgainMs : null),
    },
  )
  const { addByDialog } = useAddFolder()
  const call = useCall()
  const offered = new Set(offers.value?.offers.map((offer) => offer.sourceId))
  const others = (sources ?? []).filter((source) => !offered.has(source.sourceId))

  return (
    <>
      <p className="lead">{own.lead}</p>
      <div className="stack" role="group" aria-label={own.title} {...focusPlace}>
        {offers.value === null ? (
          <p className="soft" role="status">
            {offers.failure === null ? own.offering : explain(offers.failure).text}
          </p>
        ) : offers.value.offers.length === 0 ? (
          <p className="soft">{own.noOffers}</p>
        ) : (
          <ul className="offers" aria-label={own.offers}>
            {offers.value.offers.map((offer) => (
              <OfferLine
                key={offer.offerId}
                offer={offer}
                source={sources?.find((one) => one.sourceId === offer.sourceId)}
              />
            ))}
          </ul>
        )}
        {others.length > 0 && (
          <ul className="offers" aria-label={own.yours}>
            {others.map((source) => (
              <li key={source.sourceId} className="offer offer-added">
                <Icon name="folder" />
                <div className="choice-words">
                  <span className="choice-title">
                    <bdi>{source.name}</bdi>
                  </span>
                  <span className="choice-text">
                    <bdi className="path">{source.path}</bdi>
                  </span>
                  {source.watchProblem === 'network' && (
                    <Warning text={words.firstRun.warnings.network(source.scanEveryMs)} />
                  )}
                  <FoldersInside source={source} isCountShown />
                </div>
                <span className="offer-count soft">
                  {words.common.countAndSize(source.files, source.bytes)}
                </span>
                <IconButton
                  label={words.common.actionOn(words.common.remove, source.name)}
                  icon="close"
                  onPress={() => void call('removeSource', { sourceId: source.sourceId })}
                />
              </li>
            ))}
          </ul>
        )}
        <div className="row">
          <Button icon="plus" onPress={addByDialog}>
            {own.add}
          </Button>
          <span className="soft">{own.drop}</span>
        </div>
      </div>
      {sources?.length === 0 && <p className="soft small">{own.noneChosen}</p>}
      <Already />
    </>
  )
}

function Warning({ text }: { text: string }) {
  return (
    <span className="warning small">
      <Icon name="alert" size={16} />
      {text}
    </span>
  )
}

function OfferLine({ offer, source }: { offer: Offer; source: SourceView | undefined }) {
  const { words } = useLanguage()
  const call = useCall()
  // The tick follows the hand at once; the engine's answer settles it.
  const [wish, setWish] = useState<{ isWanted: boolean; isDone: boolean } | null>(null)
  const isSelected = wish?.isWanted ?? offer.sourceId !== null
  // One after the other, because a hand can be quicker than the answer that names the source.
  const last = useRef<Promise<string | null>>(Promise.resolve(null))
  const carryOut = async (isWanted: boolean, added: string | null): Promise<string | null> => {
    const sourceId = added ?? offer.sourceId
    const answer = isWanted
      ? await call('addOfferedFolder', { offerId: offer.offerId })
      : sourceId === null
        ? {}
        : await call('removeSource', { sourceId })
    const settled = answer === null ? null : { isWanted, isDone: true }
    // A newer wish is carried out next.
    setWish((now) => (now?.isWanted === isWanted ? settled : now))
    return answer !== null && 'sourceId' in answer ? answer.sourceId : null
  }
  const change = (isWanted: boolean): void => {
    setWish({ isWanted, isDone: false })
    last.current = last.current.then((added) => carryOut(isWanted, added))
  }
  if (wish?.isDone === true && wish.isWanted === (offer.sourceId !== null)) setWish(null)
  return (
    <li className="offer">
      <Check
        icon={icons[offer.kind]}
        title={offer.name}
        isSelected={isSelected}
        onChange={change}
        text={
          <>
            <bdi className="path">{offer.path}</bdi>
            {offer.isNetwork && <Warning text={words.firstRun.warnings.network(null)} />}
            {offer.onlineOnly > 0 && (
              <Warning text={words.firstRun.warnings.onlineOnly(offer.onlineOnly)} />
            )}
            {offer.libraries.length > 0 && (
              <Warning text={words.firstRun.warnings.libraries(offer.libraries)} />
            )}
          </>
        }
      />
      {source !== undefined && <FoldersInside source={source} isCountShown />}
      <span className="offer-count soft">
        {offer.isWhole || offer.isCounting
          ? words.common.countAndSize(offer.files, offer.bytes)
          : words.common.atLeast(words.common.countAndSize(offer.files, offer.bytes))}
        {offer.isCounting && <span className="small"> ({words.common.counting})</span>}
      </span>
    </li>
  )
}

/** Of all folders that are chosen here; the engine gives it to each. */
function Already() {
  const { words } = useLanguage()
  const already = useWindowState((state) => state.settings?.already ?? 'nothing')
  const changeSettings = useChangeSettings()
  return (
    <div className="stack-tight already-question">
      <AlreadyChoice already={already} onChange={(chosen) => changeSettings({ already: chosen })} />
      <p className="soft small">{words.firstRun.folders.alreadyNote}</p>
      <p className="soft small">{words.albums.firstRun}</p>
    </div>
  )
}
