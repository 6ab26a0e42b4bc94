/** A tutorial as the portal plays it: each step has the words that are on the page, a picture, and what is clicked. */
import type { Page } from '@playwright/test'
import type { TestCloud } from '../support/test-cloud.ts'

/** Where a step is taken. */
export interface Place {
  readonly page: Page
  readonly cloud: TestCloud
  /** Of the portal, as people type it. */
  readonly origin: string
}

export interface Step {
  /** What is done, with the words of the page in quotes. */
  readonly words: string
  /** For somebody who does it for the first time. */
  readonly explanation: string
  /** Of the picture, without its number. */
  readonly picture: string
  /** Leaves the page as the picture shows it. */
  readonly act: (place: Place) => Promise<void>
}

export interface Part {
  readonly heading: string
  readonly steps: readonly Step[]
}

export interface Tutorial {
  /** Of its file and folder. */
  readonly name: string
  readonly title: string
  readonly introduction: string
  readonly group: string
  readonly machine: string
  readonly parts: readonly Part[]
  /** What is the same without the portal, or different from Microsoft's text. */
  readonly notes: readonly string[]
}

export interface NumberedStep extends Step {
  readonly number: number
  /** `01-sign-in.png` */
  readonly file: string
}

export interface NumberedPart extends Part {
  readonly steps: readonly NumberedStep[]
}

/** Steps are numbered through all parts. */
export function numberSteps({ parts }: Pick<Tutorial, 'parts'>): readonly NumberedPart[] {
  let number = 0
  return parts.map((part) => ({
    ...part,
    steps: part.steps.map((step) => {
      number++
      return { ...step, number, file: `${String(number).padStart(2, '0')}-${step.picture}.png` }
    }),
  }))
}

/** The text of `docs/tour/{name}.md`. */
export function writeTour(tutorial: Tutorial): string {
  const { name, title, introduction, notes } = tutorial
  const parts = numberSteps(tutorial).flatMap(({ heading, steps }) => [
    `## ${heading}`,
    ...steps.flatMap(({ number, words, explanation, file }) => [
      `### ${number}. ${words}`,
      explanation,
      `![${plain(words)}](${name}/${file})`,
    ]),
  ])
  const made = '<!-- Made by `npm run tour` from `e2e/portal/tour`; edit there. -->'
  return `${[made, `# ${title}`, introduction, ...parts, '## Good to know', ...notes.map((note) => `- ${note}`)].join('\n\n')}\n`
}

const plain = (text: string): string => text.replace(/[[\]`"]/g, '')
