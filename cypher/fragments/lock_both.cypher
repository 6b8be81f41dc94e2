// fragment: lock_both(a, b)
// purpose: Holds two people until the transaction ends, always in the same order, so that whatever changes what is between
//   them happens one after the other. What a statement decides by has to be read after this.
FOREACH (held IN CASE WHEN a.id < b.id THEN [a, b] ELSE [b, a] END | SET held.order_key = held.order_key)
