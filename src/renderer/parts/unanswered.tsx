// What stands on a screen in place of an answer that is not there.
import type { Failure } from '../../shared/failure.ts'
import { useExplain, useLanguage, type Answer } from '../state/use-window.tsx'
import { Button } from './button.tsx'
import { Banner } from './card.tsx'

/** That it is on its way, or why there is none and the button that asks again. */
export function Unanswered({ answer }: { answer: Answer<unknown> }) {
  const { words } = useLanguage()
  return answer.failure === null ? (
    <p className="soft">{words.common.loading}</p>
  ) : (
    <Unavailable failure={answer.failure} again={answer.again} />
  )
}

/** Why there is no answer, and the button that asks again. */
export function Unavailable({
  title,
  failure,
  again,
}: {
  title?: string
  failure: Failure
  again(): void
}) {
  const { words } = useLanguage()
  const explain = useExplain()
  return (
    <Banner
      tone="bad"
      {...(title === undefined ? {} : { title })}
      action={<Button onPress={again}>{words.common.retry}</Button>}
    >
      {explain(failure).text}
    </Banner>
  )
}
