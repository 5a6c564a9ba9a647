/** Pure functions that are asked the same thing again and again. */

type Node<V> = { below?: WeakMap<object, Node<V>>; answer?: { value: V } };

/**
 * `f`, computed once for each list of objects as long as these live. They must not change after the first call, and
 * `f` has to name every parameter, none of them with a default.
 */
export function remembered<K extends object[], V>(f: (...keys: K) => V): (...keys: K) => V {
  const root: Node<V> = {};
  return (...keys) => {
    let node = root;
    // without what a caller like `map` gives beside
    for (let i = 0; i < f.length; i++) {
      const key = keys[i] as object;
      node.below ??= new WeakMap();
      let next = node.below.get(key);
      if (next === undefined) {
        next = {};
        node.below.set(key, next);
      }
      node = next;
    }
    node.answer ??= { value: f(...keys) };
    return node.answer.value;
  };
}

/** Texts that are kept: they come again soon or never. */
const TEXTS = 4096;

/** The same for a text, which cannot be seen to be needed no more: all are dropped when there are many. */
export function rememberedText<V>(f: (text: string) => V): (text: string) => V {
  const answers = new Map<string, V>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (answers.size >= TEXTS) answers.clear();
    const value = f(text);
    answers.set(text, value);
    return value;
  };
}
