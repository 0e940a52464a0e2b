/** What a depth-first walk knows of a node (Tarjan's algorithm). */
interface Mark {
  readonly order: number;
  low: number;
  onStack: boolean;
}

/** A node whose successors are being walked. */
interface Frame<Node> {
  readonly node: Node;
  readonly mark: Mark;
  readonly next: Iterator<Node>;
}

/** Walks a graph for its strongly connected components. The stack is explicit: chains may be longer than the engine's. */
class Walk<Node> {
  readonly groups: Node[][] = [];
  readonly #successors: (node: Node) => readonly Node[];
  readonly #marks = new Map<Node, Mark>();
  readonly #stack: Node[] = [];
  readonly #frames: Frame<Node>[] = [];

  constructor(successors: (node: Node) => readonly Node[]) {
    this.#successors = successors;
  }

  run(root: Node): void {
    if (this.#marks.has(root)) return;
    this.#open(root);
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) this.#advance(frame);
  }

  #open(node: Node): void {
    const mark = { order: this.#marks.size, low: this.#marks.size, onStack: true };
    this.#marks.set(node, mark);
    this.#stack.push(node);
    this.#frames.push({ node, mark, next: this.#successors(node)[Symbol.iterator]() });
  }

  #advance({ node, mark, next }: Frame<Node>): void {
    const step = next.next();
    if (step.done !== true) {
      const seen = this.#marks.get(step.value);
      if (seen === undefined) this.#open(step.value);
      else if (seen.onStack) mark.low = Math.min(mark.low, seen.order);
      return;
    }
    this.#frames.pop();
    const parent = this.#frames.at(-1);
    if (parent !== undefined) parent.mark.low = Math.min(parent.mark.low, mark.low);
    if (mark.low === mark.order) this.#close(node);
  }

  #close(root: Node): void {
    const group: Node[] = [];
    for (let node = this.#stack.pop(); node !== undefined; node = this.#stack.pop()) {
      const mark = this.#marks.get(node);
      if (mark !== undefined) mark.onStack = false;
      group.push(node);
      if (node === root) break;
    }
    this.groups.push(group);
  }
}

/** Groups of nodes that reach one another; each group comes after those that it leads to. */
export const groupCycles = <Node>(
  roots: Iterable<Node>,
  successors: (node: Node) => readonly Node[],
): readonly (readonly Node[])[] => {
  const walk = new Walk(successors);
  for (const root of roots) walk.run(root);
  return walk.groups;
};
