/** Pages whose code is loaded when they are first opened. */
import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react'
import { Loading } from '../controls/loading.js'

export type LoadPage<Props extends object> = () => Promise<{ readonly default: ComponentType<Props> }>

/** One component per loader: one that is made while it is shown would start anew each time that it waits. */
const known = new WeakMap<object, LazyExoticComponent<ComponentType<object>>>()

function pageOf<Props extends object>(load: LoadPage<Props>): ComponentType<Props> {
  let page = known.get(load)
  if (page === undefined) {
    // kept by its loader, which says what the properties are
    const loadAny = load as unknown as LoadPage<object>
    page = lazy(() =>
      loadAny().catch((error: unknown) => {
        // what could not be loaded is asked for again when it is opened again
        known.delete(load)
        throw error
      }),
    )
    known.set(load, page)
  }
  return page as unknown as ComponentType<Props> // as above
}

export interface LoadedPageProps<Props extends object> {
  readonly load: LoadPage<Props>
  readonly with: Props
}

export function LoadedPage<Props extends object>({ load, with: props }: LoadedPageProps<Props>) {
  const Content = pageOf(load)
  return (
    <Suspense fallback={<Loading />}>
      <Content {...props} />
    </Suspense>
  )
}
