// After a form came back with problems, the list of them is read first.
export function leadToProblems(root) {
  root.querySelector(".problems")?.focus();
}
