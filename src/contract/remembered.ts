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
    for (const key of keys.slice(0, f.length)) {
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
