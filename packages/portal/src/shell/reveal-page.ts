/**
 * While a panel or dialog is open, Fluent UI hides the page beneath it from screen readers (`aria-hidden` on what lies beside
 * it). When a link leads away before the panel has closed, its element is gone and nobody takes that back: the next page
 * is seen and not heard. So the page is revealed whenever nothing modal is left.
 */

/** @param page what Fluent UI hides: the element that the portal is rendered into */
export function revealPage(page: HTMLElement): void {
  const isCovered = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
  const reveal = () => {
    if (page.hasAttribute('aria-hidden') && !isCovered()) page.removeAttribute('aria-hidden')
  }
  const observer = new MutationObserver(reveal)
  // panels are rendered beside the page, within a child of the body each
  observer.observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['aria-hidden'],
  })
}
