/** An answer of the explain engine for people: the cause, what was considered, what would help. */
import {
  Body1,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import type { AccessAnswer } from '../../api/access.js'
import { CopyButton } from '../../controls/copy-button.js'

const useStyles = makeStyles({
  root: { display: 'grid', gap: '12px', maxInlineSize: '960px', marginBlock: '12px', overflowWrap: 'anywhere' },
  list: { margin: 0, paddingInlineStart: '20px', display: 'grid', gap: '4px' },
  command: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, direction: 'ltr' },
})

export interface ExplanationProps {
  readonly answer: AccessAnswer
  /** Level of its headings, where it is part of something. */
  readonly heading?: 'h2' | 'h4'
}

export function Explanation({ answer, heading = 'h2' }: ExplanationProps) {
  const styles = useStyles()
  const { explanation, decision, reason } = answer
  const isAllowed = decision === 'allowed'
  const sections = [
    { title: 'What was considered', sentences: explanation?.considered?.map(({ sentence }) => sentence) },
    { title: 'What nearly matched', sentences: explanation?.nearMisses?.map(({ sentence }) => sentence) },
    { title: 'Notes', sentences: explanation?.hints?.map(({ sentence }) => sentence) },
  ]
  return (
    <div className={styles.root}>
      <MessageBar intent={isAllowed ? 'success' : 'error'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{isAllowed ? 'Allowed' : 'Denied'}</MessageBarTitle>
          {explanation?.summary ?? reason}
        </MessageBarBody>
      </MessageBar>
      {sections.map(({ title, sentences = [] }) =>
        sentences.length === 0 ? null : (
          <section key={title}>
            <Subtitle2 as={heading} block>
              {title}
            </Subtitle2>
            <ul className={styles.list}>
              {sentences.map((sentence) => (
                <li key={sentence}>
                  <Body1>{sentence}</Body1>
                </li>
              ))}
            </ul>
          </section>
        ),
      )}
      {(explanation?.remedies ?? []).length === 0 ? null : (
        <section>
          <Subtitle2 as={heading} block>
            What would allow it
          </Subtitle2>
          <ul className={styles.list}>
            {explanation?.remedies?.map(({ sentence, command }) => (
              <li key={sentence}>
                <Body1>{sentence}</Body1>
                {command === undefined ? null : (
                  <div>
                    <code className={styles.command}>{command}</code>
                    <CopyButton text={command} label="Copy command" />
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
