/** What axe-core finds on a page, in words that lead to the place. Rules: WCAG as axe's own defaults have them. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export interface AxeScope {
  /** CSS; default: the whole page. */
  readonly include?: string
  /** Ids of axe's rules; default: all. */
  readonly rules?: readonly string[]
  /** Of the failure: "Overview, dark". Default: the page's address. */
  readonly where?: string
}

/** Impacts that fail a test. */
const grave: ReadonlySet<string> = new Set(['serious', 'critical'])

/** Serious and critical findings, one line for each place. */
export async function axeFindings(page: Page, scope: Omit<AxeScope, 'where'> = {}): Promise<readonly string[]> {
  const { include, rules } = scope
  // what is on its way in or out is half transparent, and its contrast means nothing
  await page.evaluate(async () => {
    const running = document.getAnimations().filter(({ playState, effect }) => {
      return playState === 'running' && effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY
    })
    await Promise.race([
      Promise.allSettled(running.map(({ finished }) => finished)),
      new Promise((done) => setTimeout(done, 1000)),
    ])
  })
  // in the page itself: the other mode opens an empty page for each look
  const builder = new AxeBuilder({ page }).setLegacyMode(true)
  // Fluent's ends of a tab order: they take the focus only to hand it on at once
  builder.exclude('[data-tabster-dummy]')
  if (include !== undefined) builder.include(include)
  if (rules !== undefined) builder.withRules([...rules])
  const { violations } = await builder.analyze()
  return violations
    .filter(({ impact }) => grave.has(impact ?? ''))
    .flatMap(({ id, impact, help, nodes }) =>
      nodes.map(({ target, html, failureSummary }) => {
        const why = (failureSummary ?? '').split('\n').slice(1).join(';').replace(/\s+/g, ' ').trim()
        return `${impact} ${id}: ${help} | ${target.join(' ')} | ${html.slice(0, 160)} | ${why}`
      }),
    )
}

/** Fails when axe finds anything serious or critical. */
export async function axe(page: Page, { where = page.url(), ...scope }: AxeScope = {}): Promise<void> {
  const found = await axeFindings(page, scope)
  expect(found, `accessibility of ${where}`).toEqual([])
}
