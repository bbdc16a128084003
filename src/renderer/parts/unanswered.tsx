// What stands on a screen in place of an answer that is not there.
import { useLanguage, type Answer } from '../state/use-window.tsx'
import { Button } from './button.tsx'
import { Banner } from './card.tsx'

/** That it is on its way, or why there is none and the button that asks again. */
export function Unanswered({ answer }: { answer: Answer<unknown> }) {
  const { words } = useLanguage()
  return answer.failure === null ? (
    <p className="soft">{words.common.loading}</p>
  ) : (
    <Banner tone="bad" action={<Button onPress={answer.again}>{words.common.retry}</Button>}>
      {words.failure(answer.failure).text}
    </Banner>
  )
}
